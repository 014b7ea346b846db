"""The number (手机号) that a citizen signs in with: sealed, and found by a keyed digest. Its own table, as contact data are."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.sealed import Sealed, ring

PHONE = "phone"


class IdentityQuerySet(models.QuerySet["Identity"]):
    def with_phone(self, phone: str) -> IdentityQuerySet:
        """At most one row; under the digest of any key, for a rotation takes its time."""
        return self.filter(phone_digest__in=ring().digests(PHONE, phone))


class Identity(Sealed):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="identity",
    )
    # Signing in asks for it, and no number has two accounts.
    phone_digest = models.CharField(_("手机号摘要"), max_length=64, unique=True, editable=False)

    objects: ClassVar[IdentityQuerySet] = IdentityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("身份信息")
        verbose_name_plural = _("身份信息")

    def __str__(self) -> str:
        return f"{self.user_id}"  # never the number

    @property
    def row_name(self) -> str:
        return f"identity:{self.user_id}"

    @classmethod
    def made(cls, user_id: int, phone: str) -> Identity:
        """A row to be saved."""
        row = cls(user_id=user_id, phone_digest=ring().digest(PHONE, phone))
        row.seal({PHONE: phone})
        return row

    @property
    def phone(self) -> str:
        return self.opened().get(PHONE, "")

    def reseal(self) -> list[str]:
        """The digest goes along with the seal."""
        changed = super().reseal()
        self.phone_digest = ring().digest(PHONE, self.phone)
        return [*changed, "phone_digest"]
