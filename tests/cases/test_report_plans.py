"""Keeping reports from the reported units costs a list little, however many reports there have been."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.roles import Role, standing_of
from cases.models import Case, ReportedUnit
from cases.reads.inbox import counts, most_pressing, work
from cases.rules.states import Kind
from tests.cases.test_sweep_plans import A_PAGE, NOW, asked, many, pages_and_indexes  # noqa: F401 - a fixture
from tests.factories import a_member, a_unit, cast

pytestmark = pytest.mark.django_db
OWN_REPORTS, OTHERS = 20, 3000


@pytest.fixture
def reports(many: None) -> None:  # noqa: F811
    """Three thousand reports against others, twenty against the unit of our people; the newest stand in front."""
    other, own = a_unit("other", "别的单位"), cast().lead
    Case.objects.filter(number__startswith="B-").update(kind=Kind.REPORT)
    pks = list(Case.objects.order_by("due_at").values_list("pk", flat=True))
    rows = [ReportedUnit(case_id=pk, unit=own) for pk in pks[:OWN_REPORTS]]
    rows += [ReportedUnit(case_id=pk, unit=other) for pk in pks[OWN_REPORTS : OWN_REPORTS + OTHERS]]
    ReportedUnit.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def test_a_work_list_is_read_in_the_order_of_its_index_past_the_reports(reports: None) -> None:
    who = standing_of(a_member("inside_intake", "内受理", cast().intake.memberships.get().unit, Role.INTAKE))
    inside = standing_of(a_member("li_intake", "李受理", cast().lead, Role.EDITOR))
    for each in (who, inside):
        rows = most_pressing(Case.objects.visible_to(each).filter(work("to_accept", each, NOW)).with_people())
        pages, indexes = pages_and_indexes(next(asked(lambda rows=rows: list(rows[:50]), "cases_case")))
        assert ("case_queue" in indexes, pages <= 2 * A_PAGE) == (True, True), (pages, indexes)


def test_counting_the_lists_stays_cheap(reports: None) -> None:
    inside = standing_of(a_member("li_intake", "李受理", cast().lead, Role.EDITOR))
    pages, _indexes = pages_and_indexes(next(asked(lambda: counts(inside, NOW), "cases_case")))
    assert pages <= 10 * A_PAGE, pages
