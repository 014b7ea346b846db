"""Public pages of counted figures: find out what is asked for, read, print."""

from __future__ import annotations

import csv
import re
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Unit
from boards.stamps import EVERYTHING, FIGURES, KEEP_BY
from cases.rules.workdays import in_shanghai
from stats.reads.download import download
from stats.reads.page import Known, known, statistics_page
from stats.reads.sums import Scope
from stats.reads.take_downs import take_downs
from stats.words import month_value

MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
CODE = re.compile(r"[-a-zA-Z0-9_]{1,60}")
BOM = "\ufeff"  # Excel takes a file without it for GBK
NAMES = {"month", "unit"}


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """`/statistics/`, also with ?month=2026-03 and ?unit= its code."""
    there = known()
    page = statistics_page(_scope(request, there), there)
    asked = {name: request.GET[name] for name in sorted(NAMES) if request.GET.get(name)}
    canonical = f"{settings.PUBLIC_URL}/statistics/{'?' if asked else ''}{urlencode(asked)}"
    return _kept(request, render(request, "stats/statistics.html", {"page": page, "canonical": canonical}))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """`/statistics/data.csv`: the rows behind the page of the same month and unit."""
    there = known()
    scope = _scope(request, there)
    name = "-".join(
        filter(None, ("statistics", month_value(scope.month), scope.unit.code if scope.unit else ""))
    )
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    csv.writer(response).writerows(download(scope, there.as_of))
    return _kept(request, response)


@require_safe
def taken_down(request: HttpRequest) -> HttpResponse:
    """`/statistics/take-downs/`: made anew whenever anything on the boards has changed."""
    canonical = f"{settings.PUBLIC_URL}/statistics/take-downs/"
    response = render(request, "stats/take_downs.html", {"table": take_downs(), "canonical": canonical})
    if not request.GET:
        response[KEEP_BY] = EVERYTHING
    return response


def _scope(request: HttpRequest, there: Known) -> Scope:
    """What the address asks for; without a month the last that has anything. What it cannot mean is 404."""
    month, code = request.GET.get("month", ""), request.GET.get("unit", "")
    if (month and not MONTH.fullmatch(month)) or (code and not CODE.fullmatch(code)):
        raise Http404(_("没有这样的统计月份或单位。"))
    unit = get_object_or_404(Unit, code=code) if code else None
    newest = there.last or in_shanghai(timezone.now()).date().replace(day=1)
    return Scope(date.fromisoformat(f"{month}-01") if month else newest, unit)


def _kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Marked as changing with the figures alone; not when the address has parts that are none of ours."""
    if set(request.GET) <= NAMES:
        response[KEEP_BY] = FIGURES
    return response
