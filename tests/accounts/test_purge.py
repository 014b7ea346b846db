"""What signing in leaves behind is gone after a day."""

from datetime import timedelta

import pytest

from accounts import tasks
from accounts.actions import ask_code, begin_password_try, purge_sign_ins
from accounts.models import CodeRequest, PasswordTry, Session
from accounts.sessions import SessionStore
from tests.accounts.conftest import NOON, ZHANG

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbag(settings, tmp_path):
    settings.STATE_DIR, settings.SMS_GATEWAY_URL = tmp_path, ""


def test_yesterdays_rows_go_and_todays_stay():
    for at in (NOON - timedelta(days=1), NOON):
        ask_code(ZHANG, address="", at=at)
        begin_password_try("wang", address="", at=at)
    assert purge_sign_ins(at=NOON) == 2
    assert (CodeRequest.objects.count(), PasswordTry.objects.count()) == (1, 1)


def test_expired_sessions_go():
    session = SessionStore()
    session["sign_in"] = {"phone": ZHANG}
    session.set_expiry(-1)
    session.save()
    purge_sign_ins(at=NOON)
    assert not Session.objects.exists()


def test_the_task_may_run_twice():
    ask_code(ZHANG, address="", at=NOON - timedelta(days=900))
    tasks.purge_sign_ins()
    tasks.purge_sign_ins()
    assert not CodeRequest.objects.exists()
