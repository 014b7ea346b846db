"""Counted numbers as people read them. Pure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NOTHING = "–"


def number(value: int) -> str:
    """12,345"""
    return f"{value:,}"


def percent(part: int, whole: int) -> str:
    """One decimal, half up; "–" of nothing. Not quite all is never 100.0 and not quite none is never 0.0."""
    if not whole:
        return NOTHING
    tenths = (2000 * part + whole) // (2 * whole)
    if part < whole:
        tenths = min(tenths, 999)
    if part > 0:
        tenths = max(tenths, 1)
    return f"{tenths // 10}.{tenths % 10}"


def workdays(value: Fraction | None) -> str:
    """3 or 2.5; one decimal, half up; "–" where there is none."""
    if value is None:
        return NOTHING
    tenths = (value * 20 + 1) // 2
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def short(value: int) -> str:
    """At most five characters, for a chart: 9,876 or 1.2万, 12k."""
    if value < 10_000:
        return number(value)
    size = 1_000 if get_language() == "en" else 10_000
    return f"{value / size:.1f}{_('万')}" if value < 100 * size else f"{value // size}{_('万')}"


def month_words(month: date) -> str:
    """2026年3月, March 2026"""
    return formatted(month, _("Y年n月"))


def month_name(month: date) -> str:
    """3月, Mar: below a bar of a chart."""
    return formatted(month, _("n月"))


def month_value(month: date) -> str:
    """2026-03, as it stands in an address."""
    return f"{month:%Y-%m}"
