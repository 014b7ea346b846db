"""A reported unit (被举报单位): it and all below it are kept from the case by every page, list, search and notice."""

from __future__ import annotations

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.roles import Standing
from cases.models.case import Case

# The reported units of a case and everything below them. The bound ends a ring, should one ever get past the form.
BELOW = """
    WITH RECURSIVE below (id, steps) AS (
        SELECT unit_id, 1 FROM cases_reportedunit WHERE case_id = %s
        UNION
        SELECT child.id, below.steps + 1
        FROM accounts_unit child JOIN below ON child.parent_id = below.id WHERE below.steps < 20
    )
"""


class ReportedUnit(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="reported_units"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("被举报单位"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("被举报单位")
        verbose_name_plural = _("被举报单位")
        constraints = [
            # also the index of CaseQuerySet.read_by: by the few units of a person
            models.UniqueConstraint(fields=["unit", "case"], name="unit_is_reported_once_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"  # never the unit


def is_kept_from(case: Case, who: Standing) -> bool:
    """Whether the person belongs to a reported unit or one below it. The author is not kept from the own words."""
    if not who.kin or (who.user_id is not None and who.user_id == case.author_id):
        return False
    return ReportedUnit.objects.filter(case=case, unit__in=who.kin).exists()


def units_kept_from(case: Case) -> frozenset[int]:
    """Ids of the reported units and of all below them."""
    return _ids(f"{BELOW} SELECT id FROM below", case)


def people_kept_from(case: Case) -> frozenset[int]:
    """Ids of everybody who holds any role there."""
    return _ids(
        f"{BELOW} SELECT user_id FROM accounts_membership WHERE unit_id IN (SELECT id FROM below)", case
    )


def _ids(query: str, case: Case) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, [case.pk])
        return frozenset(number for (number,) in cursor.fetchall())
