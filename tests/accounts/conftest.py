"""The people of these tests, and a clock that they hold in their hands."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Membership, Unit, User
from accounts.roles import Role

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ZHANG = "13900000001"
PASSWORD = "wang-li-wen-zheng-2026"


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """Guessing passwords by the dozen would take minutes with the real hasher."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def city(db):
    return Unit.objects.create(
        code="city", name="云川市人民政府办公室", kind="party_government_office", level="city"
    )


@pytest.fixture
def li_admin(city):
    user = User.objects.create_user("li_admin", password=PASSWORD, name="李明", is_staff=True)
    Membership.objects.create(user=user, unit=city, role=Role.ADMIN)
    return user


@pytest.fixture
def wang_handler(city):
    user = User.objects.create_user("wang_handler", password=PASSWORD, name="王芳", is_staff=True)
    Membership.objects.create(user=user, unit=city, role=Role.HANDLER)
    return user
