"""A citizen's mail address: sealed, confirmed by a link before anything goes there; unsubscribing by a signed address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Identity
from notify.actions import AddressRefused, ask_address, confirm_address, enqueue, forget_address
from notify.actions._tokens import read_unsubscribe, unsubscribe_path
from notify.actions.enqueue import NoticeWords
from notify.channels import Letter, Refused, email
from notify.channels.letter import letter_of
from notify.models import MailAddress, NoticeWishes, Outbox, reach_of
from notify.rules.kinds import Kind
from tests.cases.pages import signed_in, words_of
from tests.factories import MONDAY, a_citizen
from tests.notify.wishes import confirmed, wishing

pytestmark = pytest.mark.django_db

ADDRESS = "li.si@example.org"


def asked(user, at=MONDAY) -> str:
    """The token of the link that was sent."""
    ask_address(user.pk, ADDRESS, at=at)
    return Outbox.objects.filter(kind="address").latest("pk").url.split("/")[-2]


def a_letter_to(user, kind="progress") -> Outbox:
    enqueue([NoticeWords(f"x:{user.pk}:email", "email", "您的留言", "您好！", user_id=user.pk, kind=kind)])
    return Outbox.objects.get(key=f"x:{user.pk}:email")


# --- the address ------------------------------------------------------------------------------------------------------------


def test_no_row_holds_the_address_in_clear() -> None:
    asked(a_citizen())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.sealed || o.address || o.body || o.url FROM notify_mailaddress m, notify_outbox o"
        )
        assert "li.si" not in cursor.fetchone()[0]


def test_the_link_alone_goes_to_an_address_that_nobody_confirmed() -> None:
    user = a_citizen()
    asked(user)
    assert letter_of(Outbox.objects.get(kind="address")).address == ADDRESS
    with pytest.raises(Refused):
        letter_of(a_letter_to(user))
    assert not reach_of([user.pk])[user.pk].has_mail


def test_a_confirmed_address_gets_letters_and_no_more_links() -> None:
    user = a_citizen()
    assert confirm_address(asked(user), at=MONDAY + timedelta(hours=1))
    assert letter_of(a_letter_to(user)).address == ADDRESS
    assert reach_of([user.pk])[user.pk].has_mail
    with pytest.raises(Refused):
        letter_of(Outbox.objects.get(kind="address"))


def test_confirming_twice_is_confirming_once() -> None:
    token = asked(a_citizen())
    assert confirm_address(token, at=MONDAY + timedelta(hours=1))
    assert confirm_address(token, at=MONDAY + timedelta(hours=2))
    assert MailAddress.objects.get().verified_at == MONDAY + timedelta(hours=1)


def test_a_link_is_good_for_a_day() -> None:
    assert not confirm_address(asked(a_citizen()), at=MONDAY + timedelta(hours=24, minutes=1))


def test_a_link_confirms_the_address_that_it_was_sent_to_and_no_later_one() -> None:
    user = a_citizen()
    token = asked(user)
    ask_address(user.pk, "other@example.org", at=MONDAY + timedelta(minutes=5))
    assert not confirm_address(token, at=MONDAY + timedelta(minutes=6))


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1] + ("a" if t[-1] != "a" else "b"), lambda t: "x" + t, lambda t: "."]
)
def test_a_changed_link_confirms_nothing(change) -> None:
    assert not confirm_address(change(asked(a_citizen())), at=MONDAY)


def test_an_unsubscribe_token_confirms_no_address() -> None:
    user = a_citizen()
    asked(user)
    assert not confirm_address(unsubscribe_path(user.pk, Kind.RESULT).split("/")[-2], at=MONDAY)


def test_nobodys_mailbox_is_filled_from_here() -> None:
    user = a_citizen()
    asked(user)
    with pytest.raises(AddressRefused, match="刚刚发出"):
        ask_address(user.pk, "other@example.org", at=MONDAY + timedelta(seconds=30))
    for minute in range(2, 6):
        ask_address(user.pk, f"{minute}@example.org", at=MONDAY + timedelta(minutes=2 * minute))
    with pytest.raises(AddressRefused, match="明天"):
        ask_address(user.pk, "6@example.org", at=MONDAY + timedelta(hours=1))
    ask_address(user.pk, "7@example.org", at=MONDAY + timedelta(days=1, hours=1))


def test_forgetting_the_address_brings_results_back_to_the_telephone() -> None:
    user = wishing(confirmed(a_citizen(phone="13900000009")), switches={"result.sms": False})
    forget_address(user.pk, at=MONDAY)
    assert not MailAddress.objects.exists()
    assert reach_of([user.pk])[user.pk].channels(Kind.RESULT) == ("site", "sms")


def test_asking_confirming_and_forgetting_by_plain_forms(client: Client) -> None:
    user = a_citizen(phone="13900000009")
    browser = signed_in(user)
    assert "邮箱地址不完整" in words_of(browser.post("/my/preferences/mail/", {"address": "li.si"}))
    browser.post("/my/preferences/mail/", {"address": ADDRESS})
    page = words_of(browser.get("/my/preferences/"))
    assert ADDRESS in page
    assert "还没有确认" in page
    link = Outbox.objects.get(kind="address").url
    assert 'method="post"' in words_of(client.get(link))
    assert MailAddress.objects.get().verified_at is None
    assert "邮箱已确认" in words_of(client.post(link))
    assert 'name="answer.email"' in words_of(browser.get("/my/preferences/"))
    browser.post("/my/preferences/mail/forget/")
    assert not MailAddress.objects.exists()
    assert client.get(link).status_code == 404


# --- unsubscribing ------------------------------------------------------------------------------------------------------------


def test_each_letter_can_be_stopped_with_one_post(settings) -> None:
    user = confirmed(a_citizen())
    message = email.message_of(letter_of(a_letter_to(user, "answer")))
    link = re.fullmatch(r"<(.+)>", message.extra_headers["List-Unsubscribe"])[1]
    assert link.startswith(f"{settings.PUBLIC_URL}/unsubscribe/")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in message.body
    program = Client(enforce_csrf_checks=True)
    answer = program.post(link.removeprefix(settings.PUBLIC_URL), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert reach_of([user.pk])[user.pk].channels(Kind.ANSWER) == ("site",)


def test_a_get_shows_a_button_and_stops_nothing(client: Client) -> None:
    user = confirmed(a_citizen())
    assert "确认退订" in words_of(client.get(unsubscribe_path(user.pk, Kind.ANSWER)))
    assert not NoticeWishes.objects.exists()


def test_letters_to_the_staff_and_links_that_confirm_carry_no_such_header() -> None:
    assert "List-Unsubscribe" not in email.message_of(Letter("1", "a@example.org", "x")).extra_headers
    user = a_citizen()
    asked(user)
    assert letter_of(Outbox.objects.get(kind="address")).unsubscribe_link == ""


def test_results_go_on_by_short_message_and_the_page_says_so(client: Client) -> None:
    user = confirmed(a_citizen(phone="13900000009"))
    wishing(user, switches={"result.sms": False})
    page = words_of(client.post(unsubscribe_path(user.pk, Kind.RESULT)))
    assert "仍会用短信和站内信" in page
    assert reach_of([user.pk])[user.pk].channels(Kind.RESULT) == ("site", "sms")


def test_results_stay_in_the_mail_of_somebody_without_a_number(client: Client) -> None:
    user = confirmed(a_citizen())
    Identity.objects.filter(user=user).delete()
    page = words_of(client.post(unsubscribe_path(user.pk, Kind.RESULT)))
    assert "会保留" in page
    assert "email" in reach_of([user.pk])[user.pk].channels(Kind.RESULT)


def test_stopping_the_summary_stops_all_that_it_gathers(client: Client) -> None:
    user = confirmed(a_citizen(phone="13900000009"))
    client.post(unsubscribe_path(user.pk, Kind.SUMMARY))
    reach = reach_of([user.pk])[user.pk]
    assert "email" not in {
        way for kind in (Kind.PROGRESS, Kind.ANSWER, Kind.BOARD) for way in reach.channels(kind)
    }
    assert "email" in reach.channels(Kind.RESULT)


def test_a_token_is_bound_to_person_and_kind_and_never_expires() -> None:
    token = unsubscribe_path(17, Kind.BOARD).split("/")[-2]
    assert read_unsubscribe(token) == (17, Kind.BOARD)
    assert token != unsubscribe_path(18, Kind.BOARD).split("/")[-2]


def test_a_tampered_token_stops_nothing(client: Client) -> None:
    good = unsubscribe_path(confirmed(a_citizen()).pk, Kind.ANSWER)
    other = unsubscribe_path(confirmed(a_citizen()).pk, Kind.STEP)
    mixed = f"{good.rsplit('.', 1)[0]}.{other.rsplit('.', 1)[1]}"
    for path in (mixed, good[:-2] + "x/", "/unsubscribe/x/", "/unsubscribe/W10/"):
        assert client.post(path).status_code == 404
    assert not NoticeWishes.objects.exists()


def test_old_tokens_are_read_after_a_change_of_the_secret(settings) -> None:
    token = unsubscribe_path(17, Kind.BOARD).split("/")[-2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert read_unsubscribe(token) == (17, Kind.BOARD)


def test_a_person_who_was_deleted_stops_nothing_and_breaks_nothing(client: Client) -> None:
    assert client.post(unsubscribe_path(10**12, Kind.ANSWER)).status_code == 200
    assert not NoticeWishes.objects.exists()


def test_pages_of_letters_are_not_kept(client: Client) -> None:
    assert "no-store" in client.get(unsubscribe_path(1, Kind.ANSWER))["Cache-Control"]
