"""Counts by kind as they may be published: reports (举报) are so few that a small count could point at a person. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from cases.rules.states import Kind

SMALLEST_SHOWN = 5  # a count of reports between 1 and 4 is kept back
KINDS_SHOWN: tuple[str, ...] = tuple(
    kind.value for kind in Kind if kind != Kind.THANKS
)  # thanks are not counted as received
MEASURES_SHOWN = ("received", "answered", "due", "on_time")

Published = Mapping[str, Mapping[str, int | None]]  # kind → measure → value; None is kept back


def published(by_kind: Mapping[str, Mapping[str, int]]) -> Published:
    """The counts, with small ones of reports kept back, and so much beside them that the sums do not give them away.

    Beside a small count the smallest other count of that measure is kept back as well; where reports are all there is,
    the whole measure is.
    """
    shown: dict[str, dict[str, int | None]] = {kind: {} for kind in KINDS_SHOWN}
    for measure in MEASURES_SHOWN:
        values = {kind: by_kind.get(kind, {}).get(measure, 0) for kind in KINDS_SHOWN}
        kept_back = _kept_back(values)
        for kind, value in values.items():
            shown[kind][measure] = None if kind in kept_back else value
    return shown


def _kept_back(values: Mapping[str, int]) -> set[str]:
    if not 0 < values[Kind.REPORT] < SMALLEST_SHOWN:
        return set()
    others = [kind for kind, value in values.items() if value and kind != Kind.REPORT]
    if not others:
        return set(values)
    return {str(Kind.REPORT), min(others, key=lambda kind: values[kind])}
