"""A person who signs in: a citizen by mobile number and code, staff by user name and password."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models.identity import Identity
    from accounts.roles import Standing

MOBILE = r"^1[3-9]\d{9}$"


class User(AbstractUser):
    """One row a person. Citizens have a number (sealed, in Identity) and a public nickname, staff have a real name."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=50, blank=True, help_text=_("工作人员的真实姓名"))
    nickname = models.CharField(_("公开昵称"), max_length=20, blank=True, help_text=_("网民对外显示的名字"))
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    _standing: Standing
    identity: Identity

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.name or self.nickname or self.username

    @property
    def phone(self) -> str | None:
        """The number that a citizen signs in with, in clear; None for staff. One query, unless `identity` is joined."""
        identity = getattr(self, "identity", None)
        return (identity.phone or None) if identity else None

    def get_full_name(self) -> str:
        """Django admin asks for it; ours is one field."""
        return str(self)

    def get_short_name(self) -> str:
        """Same as the full name: Chinese names are not cut."""
        return str(self)
