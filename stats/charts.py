"""Bar charts as shapes for an SVG: every length is worked out here, the template only prints. Colours are classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stats.words import short

WIDTH, HEIGHT = 360, 190
TOP, BOTTOM, SIDE = 22, 26, 4  # room for the numbers, for the labels, at both ends
GAP_SHARE = 0.28  # of a bar's place


@dataclass(frozen=True)
class Item:
    """One bar: its name below, its length, how much of it is filled (None: all), the number above (None: the length),
    and its sentence for those who hover or listen."""

    label: str
    value: float
    filled: float | None = None
    number: str | None = None
    words: str = ""


@dataclass(frozen=True)
class Bar:
    """A bar as an SVG needs it; lengths are strings that no locale will touch."""

    x: str
    width: str
    y: str
    height: str
    filled_y: str
    filled_height: str
    middle: str
    number_y: str
    number: str
    label: str
    words: str


@dataclass(frozen=True)
class Chart:
    """See templates/stats/chart.html."""

    title: str
    words: str
    bars: tuple[Bar, ...]
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    left: str = str(SIDE)
    right: str = str(WIDTH - SIDE)
    base: str = str(HEIGHT - BOTTOM)
    label_y: str = str(HEIGHT - 8)


def bar_chart(title: str, words: str, items: Sequence[Item], *, full: float = 0) -> Chart:
    """Standing bars; as high as the chart is `full`, or else the longest."""
    most = full or max((item.value for item in items), default=0) or 1
    place = (WIDTH - 2 * SIDE) / (len(items) or 1)
    return Chart(title, words, tuple(_bar(item, number, place, most) for number, item in enumerate(items)))


def _bar(item: Item, position: int, place: float, most: float) -> Bar:
    base, room = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    filled = item.value if item.filled is None else item.filled
    height, filled_height = room * item.value / most, room * filled / most
    left = SIDE + place * position
    return Bar(
        x=_length(left + place * GAP_SHARE / 2),
        width=_length(place * (1 - GAP_SHARE)),
        y=_length(base - height),
        height=_length(height),
        filled_y=_length(base - filled_height),
        filled_height=_length(filled_height),
        middle=_length(left + place / 2),
        number_y=_length(base - height - 5),
        number=(short(int(item.value)) if item.value else "") if item.number is None else item.number,
        label=item.label,
        words=item.words,
    )


def _length(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
