"""What must hold before a verb: the words of the table's `guard` column.

Pure; each answers "" or a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.roles import Role, Standing
from boards.models.board import Review
from cases.rules.permissions import CaseFacts
from cases.rules.workdays import Calendar, in_shanghai

MOST_REOPENS = 2  # machine: at most 2, then only a supervisor
MOST_POSTS_IN_HOUR = 5  # one account; a person never meets it, a flood does
MOST_POSTS_IN_DAY = 20
REMIND_EVERY_WORKDAYS = 5  # machine: a citizen reminds once in 5 workdays

Guard = Callable[[CaseFacts, Standing, datetime, Calendar], str]


def _board_open(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.is_board_open else _("该留言板暂停接收留言，请选择其他留言板。")


def _category_set(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.has_category else _("请先选择类别，再受理。")


def _contact_logged(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.contacted_at else _("回复前须先联系留言人：请先“登记联系”，再拟稿送审。")


def _countersign_wanted(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.review == Review.BOTH else _("本留言板的回复不需要单位审签这一步。")


def _not_countersigned(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return _("本单位已经审签，请等待平台审核。") if case.countersigned_at else ""


def _countersigned(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.review != Review.BOTH or case.countersigned_at:
        return ""
    return _("办理单位尚未审签，请等单位审签后再审核发布。")


def _not_rated(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return _("您已经评价过这次回复。") if case.rated_at else ""


def _lead_set(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.lead_id else _("没有办理单位，不能重新办理。")


def _reopens_left(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if case.reopen_count < MOST_REOPENS or who.has(Role.SUPERVISOR):
        return ""
    return _("已重新办理两次，再次重新办理须由督查员决定。")


def _remind_allowed(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if who.user_id != case.author_id or case.reminded_at is None:
        return ""
    again = calendar.add_workdays(in_shanghai(case.reminded_at).date(), REMIND_EVERY_WORKDAYS)
    if in_shanghai(at).date() >= again:
        return ""
    return _("每 5 个工作日可催办一次，%(day)s起可以再次催办。") % {"day": f"{again.month}月{again.day}日"}


def _has_contact(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    return "" if case.has_contact else _("这件留言没有留联系方式。")


def _within_limits(case: CaseFacts, who: Standing, at: datetime, calendar: Calendar) -> str:
    if who.has(Role.INTAKE):
        return ""  # the desk writes down telephone calls, one after the other
    if case.posts_in_hour >= MOST_POSTS_IN_HOUR:
        return _("您一小时内提交的留言较多，请一小时后再提交。您写的内容没有丢失。")
    if case.posts_in_day >= MOST_POSTS_IN_DAY:
        return _("您今天提交的留言较多，请明天再提交。您写的内容没有丢失。")
    return ""


GUARDS: Mapping[str, Guard] = {
    "board_open": _board_open,
    "within_limits": _within_limits,
    "category_set": _category_set,
    "contact_logged": _contact_logged,
    "countersign_wanted": _countersign_wanted,
    "not_countersigned": _not_countersigned,
    "countersigned": _countersigned,
    "not_rated": _not_rated,
    "lead_set": _lead_set,
    "reopens_left": _reopens_left,
    "remind_allowed": _remind_allowed,
    "has_contact": _has_contact,
}


def held_back(
    guards: tuple[str, ...], case: CaseFacts, who: Standing, at: datetime, calendar: Calendar
) -> str:
    """The first sentence that forbids, or ""."""
    return next((words for name in guards if (words := GUARDS[name](case, who, at, calendar))), "")
