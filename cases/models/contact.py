"""Contact data (联系方式) of one case: its own sealed table, read in clear only through the verb reveal_contact."""

from __future__ import annotations

from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Sealed
from cases.models.case import Case


class Contact(Sealed):
    case = models.OneToOneField(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="contact"
    )

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")

    def __str__(self) -> str:
        return f"{self.case_id}"  # never the person

    @property
    def row_name(self) -> str:
        return f"contact:{self.case_id}"

    @classmethod
    def made(cls, case: Case, *, name: str = "", phone: str = "", address: str = "") -> Contact:
        """A row to be saved; the case has been."""
        row = cls(case=case)
        row.seal({"name": name, "phone": phone, "address": address})
        return row

    @cached_property
    def _words(self) -> dict[str, str]:
        return self.opened()

    @property
    def is_readable(self) -> bool:
        """False where the key is lost."""
        return bool(self._words)

    @property
    def name(self) -> str:
        return self._words.get("name", "")

    @property
    def phone(self) -> str:
        return self._words.get("phone", "")

    @property
    def address(self) -> str:
        return self._words.get("address", "")
