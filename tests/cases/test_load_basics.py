"""Loading the basics again: what is new comes in, what an administrator corrected stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from boards.models import Category
from cases.models import CalendarDay, PolicyStamp, ServiceLevel, current_policy

pytestmark = pytest.mark.django_db


def test_a_corrected_day_stays_corrected() -> None:
    CalendarDay.objects.filter(day=date(2026, 10, 7)).update(is_workday=True, name="更正")
    call_command("load_basics", verbosity=0)
    assert CalendarDay.objects.get(day=date(2026, 10, 7)).name == "更正"


def test_a_renamed_category_stays_renamed() -> None:
    call_command("load_basics", verbosity=0)
    Category.objects.filter(code="01").update(name="水电气热")
    call_command("load_basics", verbosity=0)
    assert Category.objects.get(code="01").name == "水电气热"


def test_a_changed_length_stays_changed() -> None:
    ServiceLevel.objects.filter(clock="review").update(amount=3)
    call_command("load_basics", verbosity=0)
    assert ServiceLevel.objects.get(clock="review").amount == 3


def test_one_day_entered_by_hand_does_not_publish_a_year() -> None:
    CalendarDay.objects.create(day=date(2027, 1, 1), is_workday=False, name="元旦")
    PolicyStamp.moves_on()
    assert 2027 not in current_policy().calendar.published
    assert 2026 in current_policy().calendar.published
