"""Whoever gets a copy of the database without the keys reads no number, no name and no address of a citizen.

Out of reach of this: what people write into the free text of a case. The public pages mask it, the rows hold it as written.
"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions.errors import HeldBack
from cases.actions.remind import remind
from cases.actions.reopen import reopen
from cases.actions.reveal_contact import reveal_contact
from cases.models import Case, Contact
from cases.rules.states import State
from notify.actions import deliver
from notify.models import Outbox
from tests import factories

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "慕容翡翠", "梧桐巷七号二零三室"
OWN, CALLER, STRANGER = "13911112222", "13933334444", "13955556666"


def dumped() -> str:
    """Every table of the database as text, as a plain dump holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        tables = [name for (name,) in cursor.fetchall()]
        assert {"cases_contact", "accounts_identity", "accounts_session", "notify_outbox"} <= set(tables)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT each::text FROM "{table}" each')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


@pytest.fixture
def city(client: Client, settings, tmp_path) -> User:
    """A citizen with a case on every path, a caller, and a stranger in the middle of signing in."""
    settings.STATE_DIR = tmp_path
    zhang, people = factories.a_citizen(phone=OWN), factories.cast()
    contact = {"contact_name": NAME, "contact_phone": OWN, "contact_address": ADDRESS}
    cases = {
        state: factories.a_case(state, author=zhang, at=factories.MONDAY - timedelta(days=days), **contact)
        for days, state in enumerate(State, start=1)
        if state in (*factories.LINE, State.DECLINED, State.WITHDRAWN, State.REVISITING)
    }
    at = factories.MONDAY + timedelta(days=1)
    handling, revisiting = cases[State.HANDLING].pk, cases[State.REVISITING].pk
    reveal_contact(handling, by=people.handler, at=at, purpose="致电核实地点")
    remind(handling, by=zhang, at=at + timedelta(days=8))
    reopen(revisiting, by=people.supervisor, at=at, reason="问题未解决")
    _a_call(people.intake, client)
    _a_stranger(client)
    return zhang


def _a_call(intake: User, client: Client) -> None:
    client.force_login(intake)
    page = client.get("/admin/cases/case/record/").context["form"]
    answer = client.post(
        "/admin/cases/case/record/",
        {
            "submission_key": page.initial["submission_key"],
            "board_id": factories.a_board().pk,
            "kind": "help_request",
            "title": "路灯坏了没有人修",
            "body": "小区门口的路灯坏了半个月没有人来修。",
            "contact_name": NAME,
            "contact_phone": CALLER,
            "contact_address": ADDRESS,
        },
    )
    assert "receipt" in answer.context


def _a_stranger(client: Client) -> None:
    stranger = Client()
    stranger.post("/boards/mayor/post/", {"title": "路灯坏了", "body": "没有人修", "contact_name": NAME})
    stranger.post("/accounts/login/", {"phone": STRANGER})
    assert stranger.session["post_draft"]["contact_name"] == NAME
    assert stranger.session["sign_in"]["phone"] == STRANGER


def test_a_dump_without_the_keys_shows_no_number_no_name_and_no_address(city: User) -> None:
    text = dumped()
    assert Case.objects.count() > 10
    assert not [word for word in (NAME, ADDRESS, OWN, CALLER, STRANGER) if word in text]


def test_no_part_of_a_number_stands_in_any_table(city: User) -> None:
    """Not the last digits either, which together with a name would do."""
    text = dumped()
    assert not [number for number in (OWN, CALLER, STRANGER) if number[3:] in text or number[:7] in text]


def test_what_is_sealed_is_read_back_by_whom_it_is_for(city: User, client: Client) -> None:
    case = Case.objects.filter(author=city, state=State.HANDLING).earliest("pk")
    client.force_login(city)
    assert "139****2222" in client.get(f"/my/cases/{case.number}/").content.decode()
    told = reveal_contact(
        case.pk, by=factories.cast().handler, at=case.moved_at + timedelta(hours=1), purpose="致电回访"
    )
    assert (told.name, told.phone, told.address) == (NAME, OWN, ADDRESS)
    assert Contact.objects.exclude(case__author=city).get().phone == CALLER


def test_a_short_message_still_finds_its_number(city: User, settings) -> None:
    row = Outbox.objects.filter(channel="sms", user=city).earliest("pk")
    deliver(row.pk, claim="a-test", at=timezone.now())
    line = (settings.STATE_DIR / "sms" / "sent.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line)["to"] == OWN


def test_without_the_keys_every_page_stands_and_shows_no_number(city: User, client: Client, settings) -> None:
    settings.IDENTITY_KEYS = ["lost" * 11]
    case = Case.objects.filter(author=city, state=State.HANDLING).earliest("pk")
    for person, address in (
        (city, f"/my/cases/{case.number}/"),
        (city, "/my/profile/"),
        (city, "/boards/mayor/post/"),
        (factories.cast().handler, f"/admin/cases/case/{case.pk}/change/"),
    ):
        client.force_login(person)
        answer = client.get(address)
        assert (answer.status_code in (200, 403), "2222" in answer.content.decode()) == (True, False), address


def test_without_the_keys_a_reveal_is_refused_and_leaves_no_event(city: User, settings) -> None:
    settings.IDENTITY_KEYS = ["lost" * 11]
    case = Case.objects.filter(author=city, state=State.HANDLING).earliest("pk")
    with pytest.raises(HeldBack, match="密钥"):
        reveal_contact(case.pk, by=factories.cast().handler, at=case.moved_at, purpose="致电回访")
    assert Case.objects.get(pk=case.pk).version == case.version


def test_without_the_keys_a_short_message_becomes_a_dead_letter(city: User, settings) -> None:
    settings.IDENTITY_KEYS = ["lost" * 11]
    row = Outbox.objects.filter(channel="sms", user=city).earliest("pk")
    deliver(row.pk, claim="a-test", at=timezone.now())
    row.refresh_from_db()
    assert (row.status, OWN in row.error) == ("dead", False)
