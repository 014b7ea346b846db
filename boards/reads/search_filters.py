"""The choices of the search form: boards, regions, fields, kinds, states, years. Three queries at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.models import STANDINGS, BoardKind, Category, SearchText
from boards.reads.board import Choice
from boards.reads.directory import Line
from boards.rules.question import BY_MATCH, BY_TIME, Question
from boards.rules.times import CHINA
from boards.rules.words import KINDS, said

REPORT = "report"  # never public: not offered


@dataclass(frozen=True)
class Filter:
    """One select of the form."""

    name: str
    title: str
    choices: tuple[Choice, ...]


def filters(question: Question, boards: Sequence[Line], at: datetime) -> tuple[Filter, ...]:
    """The selects with what is chosen; one that has nothing to choose from is left out."""
    fields = Category.objects.filter(level=1).order_by("code").values_list("code", "name")
    regions = [
        (each.region_code, each.title)
        for each in boards
        if each.kind == BoardKind.REGION and each.region_code
    ]
    offered = (
        ("board", _("留言板"), [(each.slug, each.title) for each in boards]),
        ("region", _("地区"), regions),
        ("field", _("领域"), fields),
        ("kind", _("类型"), [(name, said(words)) for name, words in KINDS.items() if name != REPORT]),
        (
            "state",
            _("状态"),
            [(name, said(words)) for name, (words, _condition) in STANDINGS.items() if name],
        ),
        ("year", _("年份"), [(str(year), str(year)) for year in _years(at)]),
    )
    made = (Filter(name, title, _choices(pairs, getattr(question, name))) for name, title, pairs in offered)
    return tuple(each for each in made if len(each.choices) > 1)


def sorts(sort: str) -> tuple[Choice, ...]:
    """The two orders."""
    words = ((BY_MATCH, _("按相关度")), (BY_TIME, _("按时间")))
    return tuple(Choice(value, name, value == sort) for value, name in words)


def _choices(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    any_of_them = Choice("", _("不限"), not chosen)
    return (any_of_them, *(Choice(value, words, value == chosen) for value, words in pairs))


def _years(at: datetime) -> range:
    """From this year back to the year of the oldest message."""
    this = at.astimezone(CHINA).year
    oldest = (
        SearchText.objects.order_by("posted_at", "message_id").values_list("posted_at", flat=True).first()
    )
    first = oldest.astimezone(CHINA).year if oldest else this
    return range(this, min(first, this) - 1, -1)
