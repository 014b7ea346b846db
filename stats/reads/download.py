"""The rows behind the page, as a table for a spreadsheet or a script: every headline figure can be worked out from it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.rules.states import Kind
from cases.rules.workdays import in_shanghai
from stats.measures import BY_NAME, MEASURES
from stats.reads.kinds import published
from stats.reads.sums import Scope, Sums, read_sums
from stats.words import month_value

DANGEROUS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # a spreadsheet would run it as a formula

Line = tuple[str, ...]


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def download(scope: Scope, as_of: datetime | None) -> Iterator[Line]:
    """A heading and the rows: twelve months of the scope; for the month asked its handling times, units and kinds."""
    yield tuple(map(str, (
        _("统计月份"), _("范围"), _("单位代码"), _("单位"), _("留言类型"), _("指标代码"), _("指标"), _("办理用时（工作日）"),
        _("数值"), _("数据截至"),
    )))  # fmt: skip
    until = in_shanghai(as_of).isoformat(timespec="minutes") if as_of else ""
    for line in _lines(scope):
        yield (*map(harmless, line), until)


def _lines(scope: Scope) -> Iterator[Line]:
    sums = read_sums(scope)
    ids = {each for each in (*sums.by_unit, *sums.histograms) if each is not None}
    units: Mapping[int | None, Unit] = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids)}
    whole = (_("单位"), scope.unit.code, scope.unit.name) if scope.unit else (_("全市"), "", "")
    for month, counts in sums.year.items():
        for each in MEASURES:
            yield (month_value(month), *whole, "", each.name, str(each.label), "", str(counts[each.name]))
    yield from _spans(sums, units)
    if not scope.unit:
        yield from _units(sums, units)
        yield from _kinds(sums)


def _of_unit(units: Mapping[int | None, Unit], unit: int | None) -> Line:
    return (
        (_("单位"), units[unit].code, units[unit].name) if unit in units else (_("单位"), "", _("尚未交办"))
    )


def _spans(sums: Sums, units: Mapping[int | None, Unit]) -> Iterator[Line]:
    for unit, histogram in sums.histograms.items():
        for days, count in sorted(histogram.items()):
            words = (_of_unit(units, unit), "", "handled", str(BY_NAME["handled"].label))
            yield (month_value(sums.month), *words[0], *words[1:], str(days), str(count))


def _units(sums: Sums, units: Mapping[int | None, Unit]) -> Iterator[Line]:
    for unit, counts in sums.by_unit.items():
        for each in MEASURES:
            if counts[each.name]:
                words = ("", each.name, str(each.label), "", str(counts[each.name]))
                yield (month_value(sums.month), *_of_unit(units, unit), *words)


def _kinds(sums: Sums) -> Iterator[Line]:
    for kind, values in published(sums.by_kind).items():
        for name, value in values.items():
            shown = _("不单列") if value is None else str(value)
            words = (_("全市"), "", "", str(Kind(kind).label), name, str(BY_NAME[name].label), "")
            yield (month_value(sums.month), *words, shown)
