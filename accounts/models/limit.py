"""Another number than the usual one for a limit (限次), as an administrator set it. No row: accounts/rules/limits.py holds."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.rules.limits import LIMITS


class LimitQuerySet(models.QuerySet["Limit"]):
    def numbers(self, *names: str) -> dict[str, int]:
        """How many of each are let through now."""
        return {name: LIMITS[name].most for name in names} | dict(
            self.filter(name__in=names).values_list("name", "most")
        )


class Limit(models.Model):
    # Not a closed list in the database: a limit more is a line of code, not a migration.
    name = models.CharField(_("限次"), max_length=40, unique=True)
    most = models.PositiveIntegerField(_("最多次数"), validators=[MinValueValidator(1)])

    objects: ClassVar[LimitQuerySet] = LimitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("限次")
        verbose_name_plural = _("限次")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(most__gte=1), name="limit_lets_somebody_through"),
        ]

    def __str__(self) -> str:
        usual = LIMITS.get(self.name)
        return str(usual.label) if usual else self.name
