"""Promises (承诺) as an approved reply makes them: a dated commitment becomes a row, and takes the place of an earlier one."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.actions._door import Passage
from cases.actions._loose_ends import end_promise
from cases.actions.errors import HeldBack
from cases.models import Promise, PromiseStatus, ReplyDraft


def commit(passage: Passage, draft: ReplyDraft) -> None:
    """Keep what the published draft promises; nothing where it promises nothing. A promise made earlier then still holds.

    One that was broken while the case was handled again ends with this reply: its day is over.
    Raises HeldBack for a date that has come meanwhile.
    """
    case, calendar = passage.case, passage.policy.calendar
    if case.promise_on and calendar.closes_at(case.promise_on) <= passage.at and _is_broken(case.pk):
        case.promise_on = None
    if draft.promise_on is None:
        return
    if calendar.closes_at(draft.promise_on) <= passage.at:
        raise HeldBack(_("拟稿中的承诺日期已到，请退回修改日期后再发布。"))
    if case.promise_on:
        end_promise(case, PromiseStatus.REPLACED)
    Promise.objects.create(
        case=case,
        draft=draft,
        unit=draft.unit,
        words=draft.promise_words,
        due_on=draft.promise_on,
        made_at=passage.at,
    )
    case.promise_on = draft.promise_on
    passage.facts.update(promise_on=draft.promise_on.isoformat(), promise_words=draft.promise_words)


def _is_broken(case_id: int) -> bool:
    running = Promise.objects.filter(case=case_id, status__in=[PromiseStatus.OPEN, PromiseStatus.CLAIMED])
    return not running.exists()
