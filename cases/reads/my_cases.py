"""A citizen's own cases as a list: what waits for the citizen first, then all, newest first. Three queries a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.rules.cursor import Cursor
from boards.rules.times import day, iso
from boards.rules.words import Badge, badge
from cases.models import Case, CoAuthor, Rating
from cases.models.case import CaseQuerySet
from cases.reads.deadlines import due_words
from cases.rules.clocks import MARKED, ClockName, is_late
from cases.rules.private import public_text
from cases.rules.states import OPEN, PauseGround, State, public_state

ROWS_A_PAGE = 20
MOST_AWAITED = 10


@dataclass(frozen=True)
class Row:
    """One line; see templates/components/message_row.html."""

    href: str
    title: str
    tone: str
    state: str
    excerpt: tuple[tuple[str, bool], ...]
    facts: tuple[str, ...]
    on: str
    on_iso: str


@dataclass(frozen=True)
class MyCases:
    """A page of own cases. `awaited` is on the first page only; newer, older, first are addresses or ""."""

    awaited: tuple[Row, ...]
    rows: tuple[Row, ...]
    newer: str = ""
    older: str = ""
    first: str = ""


def my_cases(user_id: int, at: datetime, cursor: Cursor | None = None) -> MyCases:
    """What `/my/` shows."""
    own = Case.objects.of_author(user_id).select_related(
        "board__desk", "lead", "merged_into__board__desk", "merged_into__lead"
    )
    found = list(_beyond(own, cursor)[: ROWS_A_PAGE + 1])
    has_more, page = len(found) > ROWS_A_PAGE, found[:ROWS_A_PAGE]
    came_from_older = cursor is not None and not cursor.goes_older
    if came_from_older:
        page.reverse()
    has_older, has_newer = came_from_older or has_more, has_more if came_from_older else cursor is not None
    newer = _address(page[0], goes_older=False) if page and has_newer else ""
    older = _address(page[-1], goes_older=True) if page and has_older else ""
    return MyCases(
        awaited=() if cursor else tuple(_row(case, at, user_id) for case in _awaited(user_id)),
        rows=tuple(_row(case, at, user_id) for case in page),
        newer=newer,
        older=older,
        first=reverse("cases:my") if cursor and (has_newer or not page) else "",
    )


def _awaited(user_id: int) -> list[Case]:
    """What waits for this person, own cases and those that an own one joined: to supplement, then replies to rate."""
    joined = list(CoAuthor.objects.filter(user=user_id, left_at=None).values_list("case_id", flat=True))
    mine = Q(author_id=user_id) | Q(pk__in=joined) if joined else Q(author_id=user_id)
    present = OuterRef("reopen_count") + OuterRef("again_count") + 1
    rated = Rating.objects.filter(case=OuterRef("pk"), rater=user_id, round=present)
    asked = Q(pause_ground=PauseGround.INFO, state__in=sorted(OPEN))
    rows = Case.objects.filter(mine, asked | Q(state=State.REPLIED) & ~Exists(rated))
    in_order = rows.select_related("board__desk", "lead").order_by("-pause_ground", "due_at", "pk")
    return list(in_order[:MOST_AWAITED])


def _beyond(own: CaseQuerySet, cursor: Cursor | None) -> CaseQuerySet:
    """The cases on the far side of the cursor in its direction, in the order of (submitted_at, id)."""
    if cursor is None:
        return own.order_by("-submitted_at", "-pk")
    same = Q(submitted_at=cursor.at)
    if cursor.goes_older:
        beyond = own.filter(
            Q(submitted_at__lt=cursor.at) | same & Q(pk__lt=cursor.id), submitted_at__lte=cursor.at
        )
        return beyond.order_by("-submitted_at", "-pk")
    beyond = own.filter(
        Q(submitted_at__gt=cursor.at) | same & Q(pk__gt=cursor.id), submitted_at__gte=cursor.at
    )
    return beyond.order_by("submitted_at", "pk")


def _address(case: Case, *, goes_older: bool) -> str:
    return f"?from={Cursor(case.submitted_at, case.pk, goes_older)}"


def _row(case: Case, at: datetime, user_id: int) -> Row:
    mark = badge_of(case, at)
    title = case.title if case.author_id == user_id else public_text(case.title, case.private_passages)
    facts = [case.number, case.get_kind_display(), case.board.title, str(case.lead) if case.lead else ""]
    return Row(
        href=reverse("cases:my_case", args=[case.number]),
        title=title,
        tone=mark.tone,
        state=mark.words,
        excerpt=((words, False),) if (words := waits_for(case, at)) else (),
        facts=tuple(filter(None, facts)),
        on=day(case.submitted_at),
        on_iso=iso(case.submitted_at),
    )


def badge_of(case: Case, at: datetime) -> Badge:
    """The state in public words. What is over is called so at once, whether or not the sweep has marked it already."""
    overdue_at = case.overdue_at or (case.due_at if _is_over(case, at) else None)
    return badge(public_state(case.state), outcome=case.outcome, overdue_at=overdue_at, at=at)


def _is_over(case: Case, at: datetime) -> bool:
    return case.due_clock in MARKED and is_late(case.due_at, at)


def waits_for(case: Case, at: datetime) -> str:
    """The most pressing deadline of a case as one sentence; "" when nothing runs. Desk and lead must be joined."""
    if case.pause_ground == PauseGround.INFO:
        return _("请补充材料，补充后期限继续计算")
    if case.state == State.MERGED and case.merged_into:
        other = {"number": case.merged_into.number, "waits": waits_for(case.merged_into, at)}
        return _("并入 %(number)s 一并办理。%(waits)s") % other
    if case.due_at is None:
        return ""
    words = {
        ClockName.INTAKE: _("%(desk)s应在 %(due)s 前决定是否受理"),
        ClockName.DISPATCH: _("%(desk)s应在 %(due)s 前交给办理单位"),
        ClockName.SIGN: _("%(lead)s应在 %(due)s 前签收"),
        ClockName.CONTACT: _("%(lead)s应在 %(due)s 前与您联系"),
        ClockName.REPLY: _("%(lead)s应在 %(due)s 前回复"),
        ClockName.REVIEW: _("回复正在审核，应在 %(due)s 前审完"),
        ClockName.RATING: _("请在 %(due)s 前评价这次回复"),
        ClockName.REVISIT: _("回访员应在 %(due)s 前给您打电话"),
        ClockName.SUPERVISION: _("%(lead)s应在 %(due)s 前反馈督办情况"),
        ClockName.PROMISE: _("%(lead)s承诺在 %(due)s 前兑现"),
    }[ClockName(case.due_clock)]
    lead = str(case.lead) if case.lead else _("办理单位")
    sentence = words % {"desk": case.board.desk, "lead": lead, "due": due_words(case.due_at)}
    return sentence + _("，已超过期限") if _is_over(case, at) else sentence
