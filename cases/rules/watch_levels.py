"""What is done about a watched word (警示词), why a reader flags a message, and how an account is limited: the closed lists."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """A machine refuses nothing: block and hold both mean that a person looks before the public does."""

    BLOCK = "block", _("须逐字审看，写明理由才能公开")
    HOLD = "hold", _("人工审看后公开")
    MARK = "mark", _("只提示经办人")
    EMERGENCY = "emergency", _("提示拨打紧急电话")


HOLDING = frozenset({Level.BLOCK, Level.HOLD})
_WEIGHT = {Level.BLOCK: 3, Level.HOLD: 2, Level.EMERGENCY: 1, Level.MARK: 0}


def heaviest(levels: Iterable[str]) -> str:
    """The level that decides, where several words were found; "" for none."""
    return max((Level(each) for each in levels), key=_WEIGHT.__getitem__, default="")


class Decision(TextChoices):
    """What a person decided about a held message."""

    OPEN = "open", _("待审看")
    RELEASED = "released", _("可以公开")
    KEPT = "kept", _("不公开，继续办理")


class FlagReason(TextChoices):
    """Why a reader thinks that a public message should not stand as it is."""

    PRIVACY = "privacy", _("泄露了我或他人的隐私")
    INSULT = "insult", _("侮辱、诽谤他人")
    ILLEGAL = "illegal", _("含有违法信息")
    FALSE = "false", _("与事实严重不符")
    ADS = "ads", _("广告或商业推销")
    OTHER = "other", _("其他")


class FlagStatus(TextChoices):
    OPEN = "open", _("待处理")
    CLAIMED = "claimed", _("处理中")
    ESCALATED = "escalated", _("已上报督查")
    RESOLVED = "resolved", _("已处理")


class FlagOutcome(TextChoices):
    """How a flag ended."""

    KEPT = "kept", _("核查后保留公开")
    TAKEN_DOWN = "taken_down", _("已撤下")


class Restriction(TextChoices):
    """How an account is limited (账号限制)."""

    DAILY = "daily", _("限制每天留言件数")
    HELD_FIRST = "held_first", _("留言先经人工审看再公开")
    BLOCKED = "blocked", _("暂停留言")


class RestrictionVerb(TextChoices):
    """What was done about an account's restriction."""

    IMPOSE = "impose", _("限制")
    LIFT = "lift", _("解除")
    CONTEST = "contest", _("提出异议")
    UPHOLD = "uphold", _("维持")
