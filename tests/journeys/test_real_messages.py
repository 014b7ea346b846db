"""Real messages with their real replies make the whole journey: every fourth by day, all 1,967 at night.

Skips where the data are not beside the project.
"""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from boards.models import Category, Message, Reply
from cases.models import Case, Clock, Event, current_policy
from cases.rules.states import State
from cases.rules.workdays import in_shanghai
from notify.models import Outbox
from tests.factories import a_board
from tests.nightly import IS_NIGHTLY

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "replied_dev.jsonl.gz"
WORKDAYS = 5  # the service level of 求助, as which rows without a kind come in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.exists(), reason="the real messages are not beside this checkout"),
]


def test_real_messages_travel_the_whole_way(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One import, because it is the dear part; then every promise of the import is checked against it."""
    file = tmp_path / REAL.name
    with gzip.open(REAL, "rt", encoding="utf-8") as given, gzip.open(file, "wt", encoding="utf-8") as taken:
        lines = list(given)
        assert len(lines) == 1967
        lines = lines if IS_NIGHTLY else lines[::4]
        taken.writelines(lines)
    rows = [json.loads(line) for line in lines]
    a_board()
    Category.objects.create(code="99", name="其他", level=1)

    call_command("import_messages", str(file), board="mayor", source="real")

    nothing_is_lost(rows, file)
    every_case_is_answered_or_closed()
    overdue_exactly_where_the_workdays_say_so(rows)
    nobody_was_told_of_the_past()
    call_command("check_cases")
    call_command("rebuild_clocks", "--check")
    assert "0 differences" in capsys.readouterr().out

    before = Event.objects.count()
    call_command("import_messages", str(file), board="mayor", source="real")
    assert (Case.objects.count(), Event.objects.count()) == (len(rows), before)


def nothing_is_lost(rows: list[dict[str, str]], file: Path) -> None:
    assert set(Case.objects.values_list("source_ref", flat=True)) == {row["id"] for row in rows}
    assert not file.with_name(f"{file.name}.refused.jsonl").exists()
    assert Message.objects.filter(is_up=True).count() == Reply.objects.count() == len(rows)
    kept = {row["id"]: len(row["body"].strip()) for row in rows}
    for ref, body in Case.objects.values_list("source_ref", "body"):
        assert len(body) >= kept[ref] * 0.95, ref  # control characters and trailing blanks only


def every_case_is_answered_or_closed() -> None:
    assert not Case.objects.exclude(state__in=[State.CLOSED, State.REPLIED]).exists()
    assert not Case.objects.filter(answered_at=None).exists()


def overdue_exactly_where_the_workdays_say_so(rows: list[dict[str, str]]) -> None:
    """Counted here day by day, not with the engine's own arithmetic: receipt day, five workdays, close of business."""
    calendar = current_policy().calendar
    overdue = set(
        Clock.objects.filter(name="reply", overdue_at__isnull=False).values_list(
            "case__source_ref", flat=True
        )
    )
    expected = set()
    for row in rows:
        posted = in_shanghai(datetime.fromisoformat(row["posted_at"]))
        day, counted = posted.date(), 0
        if not calendar.is_workday(day) or (posted.hour, posted.minute, posted.second) > (18, 0, 0):
            day = next_workday(calendar, day)
        while counted < WORKDAYS:
            day = next_workday(calendar, day)
            counted += 1
        replied = in_shanghai(datetime.fromisoformat(row["replied_at"]))
        if (replied.date(), replied.hour) >= (day, 18):
            expected.add(row["id"])
    assert overdue == expected
    assert 0 < len(expected) < len(rows)


def next_workday(calendar, day):
    ahead = day.fromordinal(day.toordinal() + 1)
    while not calendar.is_workday(ahead):
        ahead = ahead.fromordinal(ahead.toordinal() + 1)
    return ahead


def nobody_was_told_of_the_past() -> None:
    assert not Outbox.objects.exists()
