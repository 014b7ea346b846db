"""Staff sign in with a password: five wrong ones in a quarter of an hour close the door for that person from that place."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate, authenticate
from django.test import Client, RequestFactory

from accounts.actions import begin_password_try
from accounts.models import PasswordTry, User
from tests.accounts.conftest import NOON, PASSWORD
from tests.factories import a_citizen

LOGIN = "/admin/login/"


def try_to_sign_in(password, *, username="wang_handler", address="198.51.100.1"):
    answer = Client().post(LOGIN, {"username": username, "password": password}, REMOTE_ADDR=address)
    return (
        "in" if answer.status_code == 302 else "locked" if "15 分钟" in answer.content.decode() else "wrong"
    )


def test_staff_sign_in_with_name_and_password(wang_handler):
    assert try_to_sign_in(PASSWORD) == "in"


def test_five_wrong_ones_close_the_door_even_to_the_right_one(wang_handler):
    assert [try_to_sign_in("x") for _ in range(6)] == ["wrong"] * 5 + ["locked"]
    assert try_to_sign_in(PASSWORD) == "locked"


@pytest.mark.parametrize(("minutes", "opens"), [(0, False), (14.9, False), (15, True), (600, True)])
def test_the_door_opens_again_after_fifteen_minutes(db, minutes, opens):
    for _ in range(5):
        begin_password_try("wang_handler", address="198.51.100.1", at=NOON)
    at = NOON + timedelta(minutes=minutes)
    assert begin_password_try("wang_handler", address="198.51.100.1", at=at) is opens


def test_knocking_at_a_closed_door_does_not_keep_it_closed(db):
    for third in range(15):
        begin_password_try("wang_handler", address="198.51.100.1", at=NOON + timedelta(minutes=third / 3))
    assert PasswordTry.objects.count() == 5


def test_a_stranger_elsewhere_does_not_lock_the_colleague_out(wang_handler):
    for _ in range(10):
        try_to_sign_in("x", address="203.0.113.66")
    assert try_to_sign_in(PASSWORD) == "in"


def test_many_addresses_against_one_account_meet_a_wall(wang_handler):
    for n in range(20):
        try_to_sign_in("x", address=f"203.0.113.{n}")
    assert try_to_sign_in(PASSWORD, address="203.0.113.99") == "locked"


def test_one_address_against_many_accounts_meets_a_wall(wang_handler):
    for n in range(20):
        try_to_sign_in("x", username=f"nobody{n}")
    assert try_to_sign_in(PASSWORD) == "locked"


def test_the_right_password_forgets_the_typos(wang_handler):
    for _ in range(4):
        try_to_sign_in("x")
    assert try_to_sign_in(PASSWORD) == "in"
    assert not PasswordTry.objects.exists()


@pytest.mark.parametrize("username", ["wang_handler", "nobody", "WANG_HANDLER"])
def test_the_answer_does_not_tell_whether_the_account_exists(wang_handler, username):
    assert [try_to_sign_in("x", username=username) for _ in range(6)] == ["wrong"] * 5 + ["locked"]


def test_a_locked_name_is_counted_however_it_is_spelled(wang_handler):
    for spelling in ("wang_handler", "Wang_Handler", " wang_handler", "WANG_HANDLER", "wang_handler "):
        try_to_sign_in("x", username=spelling)
    assert try_to_sign_in(PASSWORD) == "locked"


def test_a_citizen_has_no_password_to_guess(db):
    a_citizen(username="citizen-1", phone="13900000001")
    assert authenticate(username="citizen-1", password="!") is None


def test_the_asynchronous_way_is_counted_too(wang_handler):
    request = RequestFactory().post(LOGIN, REMOTE_ADDR="198.51.100.1")
    assert async_to_sync(aauthenticate)(request, username="wang_handler", password=PASSWORD) == wang_handler
    for _ in range(5):
        try_to_sign_in("x")
    assert async_to_sync(aauthenticate)(request, username="wang_handler", password=PASSWORD) is None


def test_a_disabled_official_does_not_get_in_and_is_out_at_once(client, wang_handler):
    client.force_login(wang_handler)
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert try_to_sign_in(PASSWORD) == "wrong"


def test_an_old_cookie_is_dead_after_a_new_password(client, wang_handler):
    client.force_login(wang_handler)
    wang_handler.set_password("another-long-one-2026")
    wang_handler.save()
    assert client.get("/admin/").status_code == 302


def test_only_hashes_of_name_and_address_are_kept(wang_handler):
    try_to_sign_in("x")
    stored = repr(PasswordTry.objects.values().get())
    assert "wang" not in stored
    assert "198.51" not in stored
