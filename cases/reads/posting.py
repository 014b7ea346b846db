"""What the posting form offers: kinds with their deadlines, categories, and how the public would read the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from boards.models import Category, Region, RegionLevel
from boards.rules.redact import MARK_WORDS, redact
from cases.actions._place import place_shown
from cases.models import Case, current_policy
from cases.reads.deadlines import length_words
from cases.rules.clocks import ClockName
from cases.rules.private import MARK, hide
from cases.rules.states import Grade, Kind

Options = list[tuple[int, str]]
Piece = tuple[str, bool]  # words, and whether they stand for something masked
TOP, MIDDLE = 1, 2


@dataclass(frozen=True)
class KindOffered:
    """A kind of message: what it is for, and in what time it is answered."""

    value: str
    label: str
    words: str
    deadline: str


@dataclass(frozen=True)
class Preview:
    """A message as the public would read it, paragraph by paragraph."""

    is_public: bool
    title: tuple[Piece, ...]
    body: tuple[tuple[Piece, ...], ...]
    place: tuple[Piece, ...]
    author_name: str
    has_masks: bool
    group_size: int | None = None


def kinds_offered(on: date) -> list[KindOffered]:
    """The kinds with the reply times in force on that day."""
    words = {
        Kind.QUESTION: _("想了解政策、手续、办事流程"),
        Kind.HELP_REQUEST: _("遇到困难，请政府帮助解决"),
        Kind.COMPLAINT: _("对服务、管理、环境等不满意，要求处理"),
        Kind.REPORT: _("检举违法违纪行为；一律不公开，被举报单位看不到"),
        Kind.SUGGESTION: _("对城市建设和管理提意见、出主意"),
        Kind.THANKS: _("表扬好人好事、好的服务"),
    }
    policy = current_policy()
    offered = []
    for kind in Kind:
        level = policy.level_for(ClockName.REPLY, kind=kind, grade=Grade.NORMAL, on=on)
        length = length_words(level)
        deadline = _("受理后 %(length)s内回复") % {"length": length} if length else _("不设回复期限")
        offered.append(KindOffered(kind.value, str(kind.label), words[kind], deadline))
    return offered


def intake_length(on: date) -> str:
    """In what time the desk decides whether it takes a message on; "" where nothing is limited."""
    return length_words(current_policy().level_for(ClockName.INTAKE, kind="", grade=Grade.NORMAL, on=on))


def categories_offered() -> list[tuple[str, Options]]:
    """The three-level tree for a plain select: top names as groups, the two levels below as options. One query."""
    rows = list(Category.objects.filter(is_active=True).order_by("ordering", "code"))
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return [(top.name, list(_options(top, below))) for top in rows if top.level == TOP]


def _options(top: Category, below: dict[int | None, list[Category]]) -> Iterable[tuple[int, str]]:
    yield top.pk, _("%(name)s（整类）") % {"name": top.name}
    for middle in below.get(top.pk, []):
        yield middle.pk, middle.name
        for leaf in below.get(middle.pk, []):
            yield leaf.pk, f"{middle.name} › {leaf.name}"


def regions_offered() -> list[tuple[str, Options]]:
    """Counties as groups, each with itself and its townships, for a plain select. One query."""
    rows = list(Region.objects.active().order_by("ordering", "code"))
    below: dict[int | None, list[Region]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    return [
        (row.name, [(row.pk, row.name), *((town.pk, town.name) for town in below.get(row.pk, []))])
        for row in rows
        if row.level == RegionLevel.COUNTY
    ]


def preview(case: Case) -> Preview:
    """How a case that is still being written would stand on the board, with every masked part marked."""
    hidden = case.private_passages
    title, place = _pieces(hide(case.title, hidden)), _pieces(place_shown(case))
    body = tuple(_pieces(line) for line in hide(case.body, hidden).split("\n") if line.strip())
    has_masks = any(is_mask for pieces in (title, place, *body) for _words, is_mask in pieces)
    return Preview(case.wants_public, title, body, place, case.author_name, has_masks, case.group_size)


def _pieces(text: str) -> tuple[Piece, ...]:
    """The text in which the author's passages are hidden, with those masks and the redactor's apart from the words."""
    pieces, done = list[Piece](), 0
    for mark in redact(text).marks:
        pieces += [*_split(text[done : mark.start]), (MARK_WORDS[mark.kind], True)]
        done = mark.end
    pieces += _split(text[done:])
    return tuple(piece for piece in pieces if piece[0])


def _split(text: str) -> list[Piece]:
    return [(words, words == MARK) for words in re.split(f"({re.escape(MARK)})", text)]
