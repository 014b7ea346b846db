"""Supervision orders (督办单): a sheet to print, the list of those that stand; and the list of promises (承诺)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import standing_of
from cases.models import current_policy
from cases.reads.casefile import visible_case
from cases.reads.orders import open_orders, order_page, promise_lines, statuses
from cases.views.supervisors import for_supervisors


@require_safe
def order(request: HttpRequest, pk: int, seq: int) -> HttpResponse:
    """One order of a visible case, for paper. Served inside the admin site."""
    assert isinstance(request.user, User)  # the site lets nobody else in
    case = visible_case(pk, standing_of(request.user))
    sheet = order_page(case, seq) if case else None
    if sheet is None:
        raise Http404
    return render(request, "admin/cases/case/order.html", {"order": sheet})


@never_cache
@require_safe
@for_supervisors
def orders(request: HttpRequest, person: User) -> HttpResponse:
    """What stands, what ends first on top."""
    who = standing_of(person)
    lines = open_orders(who, at=timezone.now(), calendar=current_policy().calendar)
    return render(request, "supervise/orders.html", {"orders": lines})


@never_cache
@require_safe
@for_supervisors
def promises(request: HttpRequest, person: User) -> HttpResponse:
    """Promises by date; ?status= shows those that have ended one way or another."""
    who = standing_of(person)
    status = request.GET.get("status", "")
    shown = {
        "promises": promise_lines(who, status, at=timezone.now()),
        "statuses": statuses(),
        "status": status,
    }
    return render(request, "supervise/promises.html", shown)
