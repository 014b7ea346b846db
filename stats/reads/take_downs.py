"""How many public messages were taken down, by year and reason: counted from the events themselves, which nobody can change."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from boards.rules.removals import RemovalCode
from cases.models import Event
from cases.rules.workdays import SHANGHAI
from stats.reads.tables import Cell, Row, Table


def take_downs() -> Table:
    """A line a year, newest first; a column a reason, then all together and how many were shown again. Two queries."""
    taken, back = _by_year("take_down"), _by_year("put_back")
    years = sorted({year for year, _code in taken}, reverse=True)
    return Table(
        caption=_("各年撤下的公开留言，按理由"),
        heads=(_("年份"), *(str(code.label) for code in RemovalCode), _("合计"), _("其后恢复公开")),
        rows=tuple(_row(year, taken, back) for year in years),
    )


def _row(year: int, taken: Counter[tuple[int, str]], back: Counter[tuple[int, str]]) -> Row:
    each = [taken[year, code] for code in RemovalCode]
    again = sum(count for (when, _code), count in back.items() if when == year)
    return Row(str(year), tuple(Cell(str(count)) for count in (*each, sum(each), again)))


def _by_year(verb: str) -> Counter[tuple[int, str]]:
    rows = Event.objects.filter(verb=verb).annotate(year=ExtractYear("at", tzinfo=SHANGHAI))
    found = rows.values_list("year", "facts__removal").annotate(count=Count("pk")).order_by()
    return Counter({(year, code): count for year, code, count in found})
