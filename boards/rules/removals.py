"""Why a public message is taken down (撤下): the closed list of reasons, as its tombstone and the yearly count name them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RemovalCode(TextChoices):
    PRIVACY = "privacy", _("泄露个人隐私")
    INSULT = "insult", _("侮辱、诽谤他人")
    ILLEGAL = "illegal", _("含有法律、法规禁止的内容")
    FALSE = "false", _("经核实严重失实")
    SECRET = "secret", _("涉及国家秘密或商业秘密")
    ADS = "ads", _("广告或商业推销")
    COURT = "court", _("依生效的法律文书撤下")
