"""Contact data (联系方式) of one case: its own table, read in clear only through the verb reveal_contact."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Contact(models.Model):
    case = models.OneToOneField(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="contact"
    )
    name = models.CharField(_("姓名"), max_length=50, blank=True)
    phone = models.CharField(_("手机号"), max_length=30, blank=True)
    address = models.CharField(_("联系地址"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("联系方式")
        verbose_name_plural = _("联系方式")

    def __str__(self) -> str:
        return f"{self.case_id}"  # never the person
