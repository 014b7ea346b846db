"""The boards' own figures of the last 90 days, handed to boards.posting because a board's page may not look in here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db.models import Sum

from boards import posting
from boards.models import Board
from cases.rules.workdays import in_shanghai
from stats.measures import OF_BOARDS
from stats.models import Cut, DailyCount

WINDOW_DAYS = 90


def figures_of_boards(last: date) -> dict[int, dict[str, int]]:
    """Board id → figures of the 90 days that end on `last`; every board is there."""
    window = {"day__gt": last - timedelta(days=WINDOW_DAYS), "day__lte": last}
    rows = DailyCount.objects.filter(cut=Cut.BOARD, **window).order_by()
    sums: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(OF_BOARDS, 0))
    for board_id, measure, total in rows.values_list("board_id", "measure").annotate(total=Sum("value")):
        sums[board_id][measure] = total
    return {board_id: sums[board_id] for board_id in Board.objects.values_list("pk", flat=True)}


def write_board_figures(at: datetime) -> None:
    """Hand each board its figures."""
    for board_id, figures in figures_of_boards(in_shanghai(at).date()).items():
        posting.set_figures(board_id, as_of=at, figures={"days": WINDOW_DAYS, **figures})
