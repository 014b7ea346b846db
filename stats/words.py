"""Counted numbers as people read them. Pure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

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
    """At most five characters, for a chart: 9,876 or 1.2万."""
    if value < 10_000:
        return number(value)
    return _("%(number)s万") % {"number": f"{value / 10_000:.1f}" if value < 1_000_000 else value // 10_000}


def month_words(month: date) -> str:
    """2026年3月"""
    return _("%(year)d年%(month)d月") % {"year": month.year, "month": month.month}


def month_value(month: date) -> str:
    """2026-03, as it stands in an address."""
    return f"{month:%Y-%m}"
