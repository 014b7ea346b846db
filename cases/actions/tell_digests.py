"""tell_digests: the morning digests become notices, one a person and day however often the job runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Heartbeat
from cases.rules.quiet import digest_day
from cases.rules.workdays import Calendar
from notify.actions import NoticeWords, enqueue
from notify.texts import words

JOB = "send_digests"
MORNING = timedelta(hours=4)  # longer than the time in which a digest may be sent, shorter than a night


@dataclass(frozen=True)
class Reader:
    """Who reads a digest; `stands_in_for` names the colleagues on leave."""

    user_id: int
    email: str
    stands_in_for: str = ""


@dataclass(frozen=True)
class Digest:
    """What people with the same posts are told."""

    readers: tuple[Reader, ...]
    lines: tuple[str, ...]


def is_owed(at: datetime, calendar: Calendar) -> bool:
    """It is the morning of a workday, and today's digests have not all gone out."""
    if digest_day(at, calendar) is None:
        return False
    return not Heartbeat.objects.filter(name=JOB, at__gt=at - MORNING).exists()


def tell_digests(digests: Iterable[Digest], *, at: datetime, day: date) -> int:
    """Write the notices; each digest in a transaction of its own, so that a run that is killed is taken up by the next.

    The mail keeps no quiet hours: half past eight is the hour that was agreed for it.
    """
    told = 0
    for digest in digests:
        with transaction.atomic():
            enqueue(list(_notices(digest, day)))
        told += len(digest.readers)
    return told


def _notices(digest: Digest, day: date) -> Iterator[NoticeWords]:
    for reader in digest.readers:
        lines = list(digest.lines)
        if reader.stands_in_for:
            lines.append(_("您今天代理：%(names)s。") % {"names": reader.stands_in_for})
        facts = {"day": _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}}
        subject, body = words("digest", facts | {"lines": "\n".join(lines)})
        key = f"digest-{day:%Y%m%d}:{reader.user_id}"
        common = {"subject": subject, "body": body, "url": "/admin/", "user_id": reader.user_id}
        yield NoticeWords(f"{key}:site", "site", **common)  # type: ignore[arg-type]
        if reader.email:
            yield NoticeWords(f"{key}:email", "email", **common, address=reader.email)  # type: ignore[arg-type]
