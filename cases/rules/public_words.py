"""The public words of an event (公开时间线): the table's own, or better ones where its facts say more. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.rules.transitions import MOVES

Facts = Mapping[str, Any]


def public_words(verb: str, *, has_moved: bool, unit: str, facts: Facts) -> str:
    """What the public timeline says of an event; "" where the table gives it no public words."""
    move = MOVES[verb]
    if not move.public or (move.may_stay and not (has_moved or move.stays)):
        return ""
    told = _BY_FACTS[verb](facts) if verb in _BY_FACTS else ""
    return told or _(move.public).format(unit=unit)


def _given(facts: Facts) -> str:
    return _("补充期已满，留言人未补充，恢复计算期限") if facts.get("is_expired") else ""


def _merged(facts: Facts) -> str:
    return _("并入 %(number)s 一并办理") % {"number": facts["into"]} if facts.get("into") else ""


def _split(facts: Facts) -> str:
    numbers = _("、").join(facts.get("parts", ()))
    return _("一次反映多件事，拆分为 %(numbers)s 分别受理") % {"numbers": numbers} if numbers else ""


_BY_FACTS: Mapping[str, Callable[[Facts], str]] = {
    "give_info": _given,
    "merge": _merged,
    "split": _split,
}
