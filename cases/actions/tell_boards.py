"""tell_boards: the digests of followed boards. Whose day or week has ended is told once what went up in it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boards.models import Message
from cases.actions._letters import Said, letters
from cases.models import BoardFollow, current_policy
from cases.rules.following import Rhythm, last_end
from cases.rules.states import Grade
from cases.rules.workdays import Calendar
from notify.actions import NoticeWords, enqueue
from notify.models import reach_of
from notify.rules.kinds import Kind
from notify.texts import words

BATCH = 200
SHOWN = 5  # titles a board; the rest is a number


class News:
    """What went up on a board in a stretch of time; most people ask for the same stretch."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, datetime, datetime], tuple[int, list[str]]] = {}

    def of(self, board_id: int, since: datetime, until: datetime) -> tuple[int, list[str]]:
        """How many, and the first titles. Two queries the first time."""
        key = (board_id, since, until)
        if key not in self._found:
            rows = Message.objects.filter(
                board=board_id, is_up=True, put_up_at__gt=since, put_up_at__lte=until
            )
            titles = rows.order_by("-put_up_at", "-pk").values_list("title", flat=True)[:SHOWN]
            self._found[key] = (rows.count(), list(titles))
        return self._found[key]


def tell_boards(at: datetime) -> int:
    """Until nobody's digest is due; says how many people were told something."""
    calendar, news, told = current_policy().calendar, News(), 0
    for rhythm in Rhythm:
        until = last_end(rhythm, at)
        while (count := _batch(rhythm, until, news, at, calendar)) is not None:
            told += count
    return told


def _batch(rhythm: str, until: datetime, news: News, at: datetime, calendar: Calendar) -> int | None:
    """The follows of some people that are due; None when none are. A person's boards are told in one notice."""
    with transaction.atomic():
        due = BoardFollow.objects.filter(rhythm=rhythm, told_until__lt=until)
        people = list(due.order_by("user").values_list("user_id", flat=True).distinct()[:BATCH])
        if not people:
            return None
        locked = due.filter(user__in=people).select_for_update(of=("self",)).select_related("board")
        theirs: dict[int, list[BoardFollow]] = {}
        for each in locked.order_by("user", "board__ordering", "board"):
            theirs.setdefault(each.user_id, []).append(each)
        notices = _notices(theirs, until, news, at, calendar)
        enqueue(notices)
        keys = [each.pk for follows in theirs.values() for each in follows]
        BoardFollow.objects.filter(pk__in=keys).update(told_until=until)
        return len({each.user_id for each in notices})


def _notices(
    theirs: dict[int, list[BoardFollow]], until: datetime, news: News, at: datetime, calendar: Calendar
) -> list[NoticeWords]:
    reaches, rows = reach_of(theirs), []
    for user_id, follows in theirs.items():
        said = _said(follows, until, news)
        if said and user_id in reaches:
            rows += letters(said, user_id, reaches[user_id], grade=Grade.NORMAL, at=at, calendar=calendar)
    return rows


def _said(follows: Sequence[BoardFollow], until: datetime, news: News) -> Said | None:
    lines, total = [], 0
    for each in follows:
        count, titles = news.of(each.board_id, each.told_until, until)
        if count:
            total += count
            lines.append(_("%(board)s：%(count)d 件新留言") % {"board": each.board.title, "count": count})
            lines += [_("《%(title)s》") % {"title": title} for title in titles]
            if count > len(titles):
                lines.append(_("另有 %(count)d 件，请到留言板查看。") % {"count": count - len(titles)})
    if not total:
        return None
    subject, body = words("boards", {"count": str(total), "lines": "\n".join(lines)})
    url = follows[0].board.get_absolute_url() if len(follows) == 1 else "/my/follows/"
    return Said(f"boards-{follows[0].rhythm}-{until:%Y%m%d}", Kind.BOARD, subject, body, url)
