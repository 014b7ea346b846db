"""Kinds of notices a citizen chooses about, and the table of channels: what goes where, what may be switched off."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SITE, EMAIL, SMS = "site", "email", "sms"


class Kind(TextChoices):
    RESULT = "result", _("我的留言：办理结果和需要我做的事")
    PROGRESS = "progress", _("我的留言：办理进展")
    ANSWER = "answer", _("附议和关注的留言：回复和办结")
    STEP = "step", _("附议和关注的留言：办理进展")
    BOARD = "board", _("关注的留言板：新留言汇总")
    SUMMARY = "summary", _("每日汇总")  # a letter that holds several of the others
    ADDRESS = "address", _("邮箱验证")  # goes to an address that nobody has confirmed yet, and only this does


# Channel by channel: True, on until the person switches it off; False, off until the person switches it on.
# What is not named is not offered: thousands follow one message, and each short message is paid for.
OFFERED: Mapping[Kind, Mapping[str, bool]] = {
    Kind.RESULT: {SITE: True, SMS: True, EMAIL: True},
    Kind.PROGRESS: {SITE: True, SMS: True, EMAIL: True},
    Kind.ANSWER: {SITE: True, EMAIL: True},
    Kind.STEP: {SITE: True, EMAIL: False},
    Kind.BOARD: {SITE: True, EMAIL: True},
}
ALWAYS = (Kind.RESULT, SITE)  # and one of the others as well; see notify/rules/wishes.py
SWITCHES = tuple((kind, channel) for kind, channels in OFFERED.items() for channel in channels)


def switch_name(kind: str, channel: str) -> str:
    """How a switch is called in the row and in the form."""
    return f"{kind}.{channel}"
