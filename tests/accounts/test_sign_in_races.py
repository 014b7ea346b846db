"""Parallel requests gain nothing: counted with threads on a real PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.actions import (
    SignInRefused,
    ask_code,
    begin_password_try,
    change_phone,
    citizen_of,
    redeem_code,
)
from accounts.models import CodeRequest, Identity, User
from tests.accounts.conftest import NOON, ZHANG

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture(autouse=True)
def mailbag(settings, tmp_path):
    settings.STATE_DIR, settings.SMS_GATEWAY_URL = tmp_path, ""


def at_once(action):
    """Run `action(n)` in parallel, all starting together; the results, exceptions among them."""
    barrier = threading.Barrier(THREADS)

    def run(n):
        try:
            barrier.wait()
            return action(n)
        except SignInRefused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_eight_requests_at_once_send_five_codes():
    at_once(lambda n: ask_code(ZHANG, address=f"198.51.100.{n}", at=NOON))
    assert CodeRequest.objects.count() == 5


def test_eight_wrong_tries_at_once_are_five():
    asked = ask_code(ZHANG, address="", at=NOON)
    bad = f"{(int(asked.code) + 1) % 10**6:06d}"
    results = at_once(lambda n: redeem_code(str(asked.id), phone=ZHANG, code=bad, at=NOON))
    assert CodeRequest.objects.get().tries == 5
    assert sum("还可以试" in result.sentence for result in results) == 4


def test_the_same_right_code_at_once_opens_one_door():
    asked = ask_code(ZHANG, address="", at=NOON)
    results = at_once(lambda n: redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON))
    assert sum(isinstance(result, User) for result in results) == 1


def test_two_first_sign_ins_at_once_make_one_account():
    asked = [ask_code(ZHANG, address=f"198.51.100.{n}", at=NOON) for n in range(5)]
    results = at_once(
        lambda n: redeem_code(str(asked[n % 5].id), phone=ZHANG, code=asked[n % 5].code, at=NOON)
    )
    assert User.objects.count() == 1
    assert sum(isinstance(result, User) for result in results) == 5


def test_eight_passwords_at_once_are_five():
    results = at_once(lambda n: begin_password_try("wang_handler", address="198.51.100.1", at=NOON))
    assert sum(results) == 5


def test_eight_accounts_that_want_one_number_at_once_are_one():
    olds = [f"1390000010{n}" for n in range(THREADS)]
    people = [citizen_of(old, at=NOON) for old in olds]
    answers = at_once(lambda n: change_phone(people[n].pk, old=olds[n], new=ZHANG, at=NOON))
    assert sum(isinstance(each, SignInRefused) for each in answers) == THREADS - 1
    assert Identity.objects.with_phone(ZHANG).count() == 1


def test_a_first_sign_in_and_a_change_to_the_same_number_do_not_both_get_it():
    wang = citizen_of("13900000100", at=NOON)

    def either(n):
        if n % 2:
            return citizen_of(ZHANG, at=NOON)
        return change_phone(wang.pk, old="13900000100", new=ZHANG, at=NOON)

    at_once(either)
    assert Identity.objects.with_phone(ZHANG).count() == 1
    assert Identity.objects.count() == User.objects.count()
