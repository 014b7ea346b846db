"""The public calculator: the same engine, the same days, for anybody; a thousand moments agree wherever they are asked."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from boards.rules.times import moment_words
from cases.models import Clock, ServiceLevel, current_policy
from cases.reads.calculator import answers
from cases.reads.deadlines import how_counted
from cases.rules.fold import Happened, fold
from cases.rules.states import Grade, Kind
from cases.rules.workdays import SHANGHAI
from tests.cases.ways import accepted, on

pytestmark = pytest.mark.django_db
FIRST = datetime(2018, 1, 1, tzinfo=SHANGHAI)


def told(kind: str, grade: str, at: datetime) -> dict[str, object]:
    """What the fold makes of a message that is submitted and accepted at that moment."""
    policy = current_policy()
    story = [
        (Happened("submit", "", "submitted", at), at),
        (Happened("accept", "submitted", "accepted", at, {"grade": grade}), at),
    ]
    return {run.name: run for run in fold(story, kind=kind, policy=lambda _moment: policy)}


def test_a_thousand_moments_agree_between_engine_calculator_and_panel() -> None:
    draw = random.Random(20260309)
    amounts = {level.pk: level for level in ServiceLevel.objects.all()}
    for _ in range(1000):
        kind, grade = draw.choice(Kind.values), draw.choice([Grade.NORMAL, *Grade.values])
        at = FIRST + timedelta(minutes=draw.randrange(9 * 366 * 24 * 60))
        reply = told(kind, grade, at)["reply"]
        answer = answers(kind, grade, at)[1]
        assert answer.due_at == reply.due_at, (kind, grade, at)
        if reply.due_at is None:
            assert answer.counting is None
            continue
        assert answer.counting.ends == moment_words(reply.due_at)
        level = amounts[reply.level_id]
        if level.measure == "workdays":
            assert len(answer.counting.counted) == level.amount, (kind, grade, at)


def test_the_panel_of_a_real_case_says_what_the_calculator_says() -> None:
    pk = accepted("02-13 15:00", kind="complaint")
    from_rows = how_counted(Clock.objects.select_related("level").get(case=pk, name="reply"))
    assert from_rows == answers("complaint", "normal", on("02-13 15:00"))[1].counting
    assert from_rows.ends.startswith("2026年3月2日")


def test_the_page_shows_every_counted_and_skipped_day(client) -> None:
    page = client.get("/deadlines/?kind=help_request&grade=normal&at=2026-09-24T10:00").content.decode()
    assert all(
        words in page for words in ("2026年10月9日（周五）18:00", "9月28日（周一）", "国庆节", "中秋节")
    )


def test_the_page_asks_before_it_answers(client) -> None:
    page = client.get("/deadlines/").content.decode()
    assert 'name="at"' in page
    assert "<details" not in page


@pytest.mark.parametrize(
    "at", ["", "gestern", "1999-01-01T00:00", "9999-12-31T23:59", "\0", "2026-02-30T10:00"]
)
def test_a_moment_that_is_none_is_refused_in_words(client, at) -> None:
    answer = client.get("/deadlines/", {"kind": "question", "at": at})
    assert answer.status_code == 200
    assert "请填写" in answer.content.decode() or "时间应写成" in answer.content.decode()


def test_an_unknown_kind_is_refused_in_words(client) -> None:
    answer = client.get("/deadlines/", {"kind": "nix", "at": "2026-03-09T10:00"})
    assert answer.status_code == 200
    assert "2026年3月1" not in answer.content.decode()
