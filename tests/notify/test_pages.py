"""A person's own notices, and the outbox in the desk."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import Membership, Unit, User
from notify.actions import enqueue, mark_read
from notify.context_processors import bell
from notify.models import Outbox, Status
from notify.reads import notices_page, unread_count
from tests.factories import a_citizen
from tests.notify.conftest import NOON, a_letter, the_row

pytestmark = pytest.mark.django_db
LIST = "/my/notices/"


@pytest.fixture
def li_citizen(db):
    return a_citizen(username="citizen-2", phone="13900000002")


@pytest.fixture
def three(zhang_citizen, li_citizen):
    enqueue([a_letter(n, "site", user_id=zhang_citizen.pk) for n in (1, 2, 3)], at=NOON)
    enqueue([a_letter(9, "site", user_id=li_citizen.pk)], at=NOON)
    return list(Outbox.objects.notices_of(zhang_citizen.pk).order_by("id"))


def test_the_list_shows_own_notices_newest_first(client, zhang_citizen, three):
    client.force_login(zhang_citizen)
    page = client.get(LIST).content.decode()
    assert re.findall(r"您的留言 (\d) 已受理", page) == ["3", "2", "1"]
    assert "3 条未读" in page


def test_looking_at_the_list_writes_nothing(client, zhang_citizen, three):
    client.force_login(zhang_citizen)
    client.get(LIST)
    assert unread_count(zhang_citizen.pk) == 3


def test_a_stranger_is_sent_to_sign_in(client):
    for address in (LIST, LIST + "read/", LIST + "1/open/"):
        assert client.post(address)["Location"].startswith("/accounts/login/")


def test_opening_a_notice_reads_it_and_leads_on(client, zhang_citizen, three):
    client.force_login(zhang_citizen)
    assert client.post(f"{LIST}{three[0].pk}/open/")["Location"] == "/my/cases/1/"
    assert unread_count(zhang_citizen.pk) == 2


@pytest.mark.parametrize("method", ["get", "head"])
def test_nothing_is_read_by_a_get(client, zhang_citizen, three, method):
    client.force_login(zhang_citizen)
    assert getattr(client, method)(f"{LIST}{three[0].pk}/open/").status_code == 405
    assert getattr(client, method)(LIST + "read/").status_code == 405


def test_somebody_elses_notice_is_not_found(client, li_citizen, three):
    client.force_login(li_citizen)
    assert client.post(f"{LIST}{three[0].pk}/open/").status_code == 404
    client.post(LIST + "read/", {"id": [three[1].pk]})
    assert not Outbox.objects.filter(pk__in=[row.pk for row in three], read_at__isnull=False).exists()


def test_all_or_some_are_marked_as_read(client, zhang_citizen, li_citizen, three):
    client.force_login(zhang_citizen)
    client.post(LIST + "read/", {"id": [three[0].pk, "x", "-1", "9" * 30]})
    assert unread_count(zhang_citizen.pk) == 2
    client.post(LIST + "read/", {"all": "1"})
    assert (unread_count(zhang_citizen.pk), unread_count(li_citizen.pk)) == (0, 1)


def test_a_notice_is_read_once(zhang_citizen, three):
    assert [mark_read(zhang_citizen, None, NOON), mark_read(zhang_citizen, None, NOON)] == [3, 0]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "1'--", "１", "0x1", "\x00"])
def test_a_typed_in_page_is_the_first_or_none_but_never_a_fault(client, zhang_citizen, three, before):
    client.force_login(zhang_citizen)
    assert client.get(LIST, {"before": before}).status_code == 200


def test_a_number_out_of_range_is_not_found(client, zhang_citizen):
    client.force_login(zhang_citizen)
    assert client.post(f"{LIST}{10**30}/open/").status_code == 404


def test_pages_follow_one_another_without_gap_or_overlap(zhang_citizen):
    enqueue([a_letter(n, "site", user_id=zhang_citizen.pk) for n in range(45)], at=NOON)
    seen, before = [], None
    while True:
        page = notices_page(zhang_citizen.pk, before=before)
        seen += [row.pk for row in page.notices]
        before = page.older
        if before is None:
            break
    assert seen == sorted(Outbox.objects.values_list("pk", flat=True), reverse=True)


def test_the_list_costs_two_queries_however_long(zhang_citizen, django_assert_num_queries):
    enqueue([a_letter(n, "site", user_id=zhang_citizen.pk) for n in range(45)], at=NOON)
    with django_assert_num_queries(2):
        notices_page(zhang_citizen.pk)


def test_words_are_shown_as_words(client, zhang_citizen):
    evil = "<script>alert(1)</script>"
    enqueue([a_letter(1, "site", user_id=zhang_citizen.pk, subject=evil, body=evil)], at=NOON)
    client.force_login(zhang_citizen)
    assert evil not in client.get(LIST).content.decode()


def test_the_bell_asks_nothing_for_a_stranger(rf, django_assert_num_queries):
    request = rf.get("/")
    request.user = AnonymousUser()
    with django_assert_num_queries(0):
        assert not bell(request)["unread_count"]


def test_the_bell_is_asked_only_when_it_is_shown(zhang_citizen, three, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = zhang_citizen
    with django_assert_num_queries(0):
        count = bell(request)["unread_count"]
    assert count == 3


# --- The desk -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def li_admin(db):
    unit = Unit.objects.create(code="desk", name="办公室", kind="department", level="city")
    user = User.objects.create_user("li_admin", is_staff=True)
    Membership.objects.create(user=user, unit=unit, role="admin")
    return user


def test_an_administrator_sends_dead_letters_again(client, li_admin):
    enqueue([a_letter(1)], at=NOON)
    Outbox.objects.update(status=Status.DEAD, tries=6)
    client.force_login(li_admin)
    chosen = {"action": "send_dead_again", "_selected_action": [the_row().pk]}
    client.post("/admin/notify/outbox/", chosen)
    assert the_row().status == Status.QUEUED


def test_the_outbox_is_for_looking_only_and_shows_no_address(client, li_admin):
    enqueue([a_letter(1, body="PRIVATE")], at=NOON)
    client.force_login(li_admin)
    pages = [
        client.get(path).content.decode()
        for path in ("/admin/notify/outbox/", f"/admin/notify/outbox/{the_row().pk}/change/")
    ]
    assert all("zhang1@example.org" not in page and "PRIVATE" not in page for page in pages)
    assert client.get("/admin/notify/outbox/add/").status_code == 403
    assert client.post(f"/admin/notify/outbox/{the_row().pk}/change/", {"subject": "x"}).status_code == 403


@pytest.mark.parametrize("lookup", ["body__contains=PRI", "address__startswith=z", "user__username=c"])
def test_the_outbox_is_not_read_letter_by_letter(client, li_admin, lookup):
    enqueue([a_letter(1, body="PRIVATE")], at=NOON)
    client.force_login(li_admin)
    assert client.get(f"/admin/notify/outbox/?{lookup}").status_code == 400
    assert client.get("/admin/notify/outbox/?status__exact=queued").status_code == 200


def test_the_outbox_names_no_case(client, li_admin):
    enqueue([a_letter(1, subject="WZ-2026-000017-1 已受理")], at=NOON)
    client.force_login(li_admin)
    paths = ["/admin/notify/outbox/", f"/admin/notify/outbox/{the_row().pk}/change/"]
    assert not [path for path in paths if "000017" in client.get(path).content.decode()]
    assert "result_list" not in client.get("/admin/notify/outbox/?q=WZ-2026-000017-1").content.decode()


def test_other_staff_do_not_see_the_outbox(client, li_admin):
    Membership.objects.update(role="handler")
    client.force_login(li_admin)
    assert client.get("/admin/notify/outbox/").status_code == 403
    assert client.get("/admin/notify/channelstate/").status_code == 403
