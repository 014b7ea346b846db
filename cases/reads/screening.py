"""What watched words found in a case, with the places marked in its text, as the desk reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from boards.rules.times import moment
from cases.models import Case, Screening
from cases.rules.watch_levels import HOLDING, Level

Piece = tuple[str, str]  # (words, why they are marked; "" where they are not)


@dataclass(frozen=True)
class ScreeningShown:
    """Why a message is held or pointed at; `elsewhere` are marked places outside the body, by the field's name."""

    label: str
    is_held: bool
    is_by_account: bool
    words: tuple[str, ...]
    decided: str
    said: str
    elsewhere: tuple[tuple[str, Sequence[Piece]], ...]
    body: Sequence[Piece]


def screening_shown(case: Case) -> ScreeningShown | None:
    """None where nothing was found, and for whoever reads only the copy of a report (举报). Its screening was joined."""
    screening: Screening | None = getattr(case, "screening", None)
    if screening is None or case.is_copy:
        return None
    fields = {"title": _("标题"), "place": _("地点"), "author_name": _("署名")}
    found = {
        name: [each for each in screening.findings if each["field"] == name] for name in (*fields, "body")
    }
    decided = ""
    if screening.decided_at:
        told = {"who": screening.decided_by or _("系统"), "at": moment(screening.decided_at)}
        decided = f"{screening.get_decision_display()} · " + _("%(who)s，%(at)s") % told
    return ScreeningShown(
        label=str(Level(screening.level).label),
        is_held=case.is_held,
        is_by_account=screening.is_by_account,
        words=tuple(dict.fromkeys(str(each["word"]) for each in screening.findings)),
        decided=decided,
        said=screening.words,
        elsewhere=tuple(
            (words, pieces(getattr(case, name), found[name])) for name, words in fields.items() if found[name]
        ),
        body=pieces(case.body, found["body"]),
    )


def pieces(text: str, findings: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """The text cut at the marked places; of places that overlap the first and longest is marked."""
    found: list[Piece] = []
    done = 0
    for each in sorted(findings, key=lambda one: (one["start"], -one["end"])):
        if each["start"] < done:
            continue
        why = _("须审看") if each["level"] in HOLDING else _("提示")
        found += [(text[done : each["start"]], ""), (text[each["start"] : each["end"]], why)]
        done = each["end"]
    found.append((text[done:], ""))
    return [piece for piece in found if piece[0]]
