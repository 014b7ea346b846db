"""gather (每日汇总): the letters that are held for a person become lines of one letter. Exactly once.

Each person's letters are locked, told and marked in one transaction: killed before its end, all of them are still held;
two runs at once share the people (SKIP LOCKED).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from notify.actions.enqueue import NoticeWords, enqueue
from notify.models import Outbox, Status, reach_of
from notify.rules.kinds import EMAIL, Kind
from notify.texts import words

BATCH = 200
MOST_LINES = 100


def gather(*, until: datetime, day: date, at: datetime) -> int:
    """For everybody whose letters were held before `until`; says how many letters went out."""
    sent, after = 0, 0
    while people := _waiting(after, until):
        sent += sum(_gather_one(each, until, day, at) for each in people)
        after = people[-1]
    return sent


def _waiting(after: int, until: datetime) -> list[int]:
    rows = Outbox.objects.held().filter(user__gt=after, created_at__lt=until)
    return list(rows.order_by("user_id").values_list("user_id", flat=True).distinct()[:BATCH])


def _gather_one(user_id: int, until: datetime, day: date, at: datetime) -> bool:
    with transaction.atomic():
        held = Outbox.objects.held().filter(user=user_id, created_at__lt=until).order_by("id")
        rows = list(held.select_for_update(skip_locked=True))
        if not rows:
            return False
        reach = reach_of([user_id]).get(user_id)
        if reach is not None and reach.has_mail:
            enqueue([_letter(user_id, rows, day, reach.quiet_until_at(localtime(at)))])
        Outbox.objects.filter(pk__in=[each.pk for each in rows]).update(status=Status.SENT, sent_at=at)
        return True


def _letter(user_id: int, rows: Sequence[Outbox], day: date, not_before: datetime | None) -> NoticeWords:
    """Named after its last line: a second run of the day has other lines, or none."""
    lines = [each.subject for each in rows[:MOST_LINES]]
    if len(rows) > MOST_LINES:
        lines.append(_("另有 %(count)d 条，请登录本站查看。") % {"count": len(rows) - MOST_LINES})
    when = _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
    subject, body = words("summary", {"day": when, "count": str(len(rows)), "lines": "\n".join(lines)})
    return NoticeWords(
        f"summary-{rows[-1].pk}:{user_id}:{EMAIL}",
        EMAIL,
        subject,
        body,
        url="/my/notices/",
        user_id=user_id,
        kind=Kind.SUMMARY,
        not_before=not_before,
    )
