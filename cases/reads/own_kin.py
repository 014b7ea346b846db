"""What belongs to an own case beside itself: where it was merged into, its parts, own cases that joined it, pauses, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.rules.times import iso, moment, moment_words
from cases.actions._joined import root_of
from cases.models import Attachment, Case, CoAuthor, Event, Pause, Purpose
from cases.reads.files import Thumbnail, thumbnail_of
from cases.reads.my_cases import badge_of, waits_for
from cases.reads.story import paragraphs
from cases.rules.private import public_text
from cases.rules.states import PauseGround, State


@dataclass(frozen=True)
class FileShown:
    """An attachment in a list."""

    href: str
    name: str
    size: str
    thumbnail: Thumbnail | None = None


@dataclass(frozen=True)
class KinShown:
    """Another case that this one goes on in: how, its number and title, where it stands. `href` is "" without a page."""

    how: str
    number: str
    title: str
    state: str
    tone: str
    waits: str
    href: str


@dataclass(frozen=True)
class OwnMerged:
    """An own case that was merged into the one on the page: its own words in full."""

    number: str
    title: str
    paragraphs: tuple[str, ...]
    files: tuple[FileShown, ...]
    href: str


@dataclass(frozen=True)
class PauseShown:
    """A line of the ledger as an author reads it; `answer` only to whoever gave it."""

    ground: str
    words: str
    plan: str
    begun: str
    until: str
    until_iso: str
    ended: str
    how: str
    answer: str
    is_open: bool


def kin_shown(case: Case, user_id: int, at: datetime) -> tuple[KinShown, ...]:
    """The case that a merged one goes on in, or the parts of one that was split; nothing else asks the database."""
    if case.state == State.MERGED:
        root = root_of(case)
        return (_kin(_("已并入"), root, user_id, at),) if root else ()
    found = []
    if case.split_from and case.author_id == user_id:
        found.append(_kin(_("拆分自"), case.split_from, user_id, at))
    if case.state == State.DECLINED and case.author_id == user_id:
        parts = case.parts.select_related("board__desk", "lead").order_by("id")
        found += [_kin(_("已拆分为"), each, user_id, at) for each in parts]
    return tuple(found)


def _kin(how: str, other: Case, user_id: int, at: datetime) -> KinShown:
    mark = badge_of(other, at)
    is_own = other.author_id == user_id
    return KinShown(
        how=how,
        number=other.number,
        title=other.title if is_own else public_text(other.title, other.private_passages),
        state=mark.words,
        tone=mark.tone,
        waits=waits_for(other, at),
        href=reverse("cases:my_case", args=[other.number]) if user_id in other.author_ids else "",
    )


def own_merged(case: Case, user_id: int) -> tuple[OwnMerged, ...]:
    """The reader's own cases that joined this one."""
    if user_id not in case.co_author_ids:
        return ()
    rows = CoAuthor.objects.filter(case=case, user=user_id, left_at=None).select_related("origin")
    return tuple(
        OwnMerged(
            number=each.origin.number,
            title=each.origin.title,
            paragraphs=paragraphs(each.origin.body),
            files=tuple(map(file_shown, each.origin.attachments.filter(purpose=Purpose.MESSAGE))),
            href=reverse("cases:my_case", args=[each.origin.number]),
        )
        for each in rows
    )


def own_files(case: Case, events: Iterable[Event], user_id: int) -> list[Attachment]:
    """The author's files of the message, and supplements that the reader gave."""
    given = [each.seq for each in events if each.verb == "give_info" and each.by_id == user_id]
    mine = Q(purpose=Purpose.SUPPLEMENT, seq__in=given)
    if case.author_id == user_id:
        mine |= Q(purpose=Purpose.MESSAGE)
    return list(case.attachments.filter(mine))


def file_shown(attachment: Attachment) -> FileShown:
    """One file as a line."""
    size = attachment.size
    words = f"{size / 1048576:.1f} MB" if size >= 1048576 else f"{max(1, size // 1024)} KB"
    return FileShown(
        href=reverse("cases:attachment", args=[attachment.key]),
        name=attachment.name,
        size=words,
        thumbnail=thumbnail_of(attachment),
    )


def pauses_shown(case: Case, events: Sequence[Event], user_id: int) -> tuple[PauseShown, ...]:
    """The ledger of pauses, oldest first, with the answer for whoever gave it."""
    given_at = {each.at for each in events if each.verb == "give_info" and each.by_id == user_id}
    return tuple(_pause(each, each.ended_at in given_at) for each in Pause.objects.filter(case=case))


def _pause(pause: Pause, is_mine: bool) -> PauseShown:
    return PauseShown(
        ground=str(PauseGround(pause.ground).label),
        words=pause.words,
        plan=pause.plan,
        begun=moment(pause.from_at),
        until=moment_words(pause.until_at),
        until_iso=iso(pause.until_at),
        ended=moment(pause.ended_at) if pause.ended_at else "",
        how=pause.get_ended_how_display() if pause.ended_how else "",
        answer=pause.answer if is_mine else "",
        is_open=pause.ended_at is None,
    )
