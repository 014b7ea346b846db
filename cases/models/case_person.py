"""Somebody named with a case beside its author (相关人员): for whom it is written, or who speaks for a group. Sealed."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Sealed
from cases.models.case import Case


class Part(models.TextChoices):
    BENEFICIARY = "beneficiary", _("被代留言人")
    REPRESENTATIVE = "representative", _("群体代表")


class CasePerson(Sealed):
    """Read in clear only through the verb reveal_contact, like the author's own contact data."""

    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="people")
    part = models.CharField(_("身份"), max_length=14, choices=Part)
    position = models.PositiveSmallIntegerField(_("次序"))

    class Meta:
        verbose_name = _("相关人员")
        verbose_name_plural = _("相关人员")
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="case_person_has_one_place"),
            models.CheckConstraint(
                condition=models.Q(part__in=Part.values), name="case_person_part_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.position}"  # never the person

    @property
    def row_name(self) -> str:
        return f"case_person:{self.case_id}:{self.position}"

    @classmethod
    def made(
        cls, case: Case, position: int, *, part: str, name: str, phone: str, relation: str = ""
    ) -> CasePerson:
        """A row to be saved; the case has been."""
        row = cls(case=case, part=part, position=position)
        row.seal({"name": name, "phone": phone, "relation": relation})
        return row

    @cached_property
    def _words(self) -> dict[str, str]:
        return self.opened()

    @property
    def name(self) -> str:
        return self._words.get("name", "")

    @property
    def phone(self) -> str:
        return self._words.get("phone", "")

    @property
    def relation(self) -> str:
        return self._words.get("relation", "")
