"""Public words for a reader of another language: stored lines said anew, dates in the language's order, counts in their forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from boards.models import Progress
from boards.reads.message import message_page
from boards.rules import times
from boards.rules.words import retold
from cases.rules.transitions import TRANSITIONS
from tests.boards.messages import a_message
from tests.factories import MONDAY, a_unit

SATURDAY_EVENING = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # already Sunday in China


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("move", [each for each in TRANSITIONS if each.public], ids=lambda move: move.verb)
def test_every_public_sentence_of_the_table_is_said_anew(move):
    said = retold(move.public.format(unit="City Works"), "City Works")
    assert said.isascii()
    assert ("City Works" in said) == ("{unit}" in move.public)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("并入 WZ-2026-000012-1 一并办理", "WZ-2026-000012-1"),
        (
            "一次反映多件事，拆分为 WZ-2026-000012-1、WZ-2026-000013-0 分别受理",
            "WZ-2026-000012-1, WZ-2026-000013-0",
        ),
        ("补充期已满，留言人未补充，恢复计算期限", "The author gave no further information"),
    ],
)
def test_numbers_in_a_stored_line_stay_where_they_belong(stored, said):
    found = retold(stored, "")
    assert said in found
    assert found.isascii()


@pytest.mark.parametrize("words", ["我局已到现场。", "100%完成 %(number)s {unit}", ""])
def test_free_words_are_not_said_anew(words):
    assert retold(words, "市政局") == ""


@pytest.mark.django_db
def test_a_line_that_stays_as_it_was_written_is_marked_as_what_it_is():
    message = a_message()
    for verb, words in (("assign", "已交由Works办理"), ("promise", "我局承诺修好")):
        unit = a_unit("works", "Works")
        Progress.objects.create(message=message, verb=verb, words=words, unit=unit, at=MONDAY)
    told = [(each.words, each.lang) for each in message_page(message, MONDAY).timeline]
    assert told[-2:] == [("Assigned to Works", ""), ("我局承诺修好", "zh-Hans")]


def test_a_date_stands_in_the_order_of_the_language():
    assert times.day_words(SATURDAY_EVENING) == "22 Nov 2026"
    assert times.moment_words(SATURDAY_EVENING) == "Sun 22 Nov 2026, 00:30"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1, hours=2), "1 day 2 hours"),
        (timedelta(days=40), "40 days"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(seconds=5), "less than a minute"),
    ],
)
def test_a_span_has_the_forms_of_its_counts(span, words):
    assert times.span_words(span) == words
