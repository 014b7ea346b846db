"""The front page: newest and most supported answers, newest messages, the day's figures, the boards. At most six queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from boards.models import BoardKind, BoardLevel, Message
from boards.reads import directory, rows
from boards.reads.figures import Figure, of_all
from boards.rules.times import day_words, start_of_day
from boards.rules.words import OPEN_STATES

MOST_ANSWERED, MOST_NEW, MOST_HOT = 8, 4, 3
MOST_LEADERS, MOST_IN_GROUP = 4, 8
MOST_COUNTED = 9_999
TODAY = """
    SELECT (SELECT count(*) FROM (SELECT 1 FROM boards_message WHERE is_up AND posted_at >= %s LIMIT %s) AS came),
           (SELECT count(*) FROM (SELECT 1 FROM boards_message WHERE is_up AND replied_at >= %s LIMIT %s) AS went)
"""


@dataclass(frozen=True)
class Home:
    today: str
    figures: tuple[Figure, ...]
    as_of: str
    answered: tuple[rows.Row, ...]
    newest: tuple[rows.Row, ...]
    hot: tuple[rows.Row, ...]
    waiting: tuple[rows.Row, ...]
    leaders: tuple[directory.Entry, ...]
    groups: tuple[directory.Group, ...]
    board_count: int


def home(at: datetime) -> Home:
    """What `/` shows at this moment."""
    up = Message.objects.up()
    answered = up.filter(replied_at__isnull=False)
    supported = answered.filter(endorsement_count__gt=0).order_by("-endorsement_count", "-replied_at")
    hot = tuple(rows.row(each, at, by_reply=True) for each in rows.lines(supported[:MOST_HOT]))
    waiting = () if hot else _waiting(at)
    newest = up.order_by("-posted_at", "-id")[: MOST_NEW if hot or waiting else MOST_ANSWERED]
    newest_answered = answered.order_by("-replied_at", "-id")[:MOST_ANSWERED]
    boards = directory.all_boards()
    leaders = [each for each in boards if each.kind == BoardKind.LEADER and each.level == BoardLevel.CITY]
    counted = of_all(boards)
    return Home(
        today=day_words(at),
        figures=(*_today(at), *counted.figures),
        as_of=counted.as_of,
        answered=tuple(rows.row(each, at, by_reply=True) for each in rows.lines(newest_answered)),
        newest=tuple(rows.row(each, at) for each in rows.lines(newest)),
        hot=hot,
        waiting=waiting,
        leaders=tuple(directory.entry(each) for each in leaders[:MOST_LEADERS]),
        groups=directory.grouped([each for each in boards if each not in leaders], most=MOST_IN_GROUP),
        board_count=len(boards),
    )


def _waiting(at: datetime) -> tuple[rows.Row, ...]:
    """Those who have waited longest; shown as long as nobody has supported a message yet."""
    still_open = Message.objects.up().filter(state__in=OPEN_STATES).order_by("posted_at", "id")
    return tuple(rows.row(each, at) for each in rows.lines(still_open[:MOST_HOT]))


def _today(at: datetime) -> tuple[Figure, ...]:
    """What came and what was answered since midnight; counted up to a bound, from the lists' own indexes."""
    midnight = start_of_day(at)
    with connection.cursor() as sql:
        sql.execute(TODAY, [midnight, MOST_COUNTED, midnight, MOST_COUNTED])
        came, went = sql.fetchone()
    return (
        Figure(f"{came:,}", _("今日公开留言"), _("件")),
        Figure(f"{went:,}", _("今日公开回复"), _("件")),
    )
