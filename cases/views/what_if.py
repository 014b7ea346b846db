"""/supervise/what-if/: a supervisor tries another length on what has happened. Reads only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import standing_of
from cases.forms.what_if import WhatIfForm
from cases.models import Case
from cases.reads.what_if import MOST, Period, what_if
from cases.rules.states import Kind
from cases.rules.what_if import Assumption
from cases.rules.workdays import in_shanghai
from cases.views.supervisors import for_supervisors


@never_cache
@require_safe
@for_supervisors
def what_if_page(request: HttpRequest, person: User) -> HttpResponse:
    """The form; with `workdays` in the address also the answer."""
    who, at = standing_of(person), timezone.now()
    if "workdays" not in request.GET:
        today = in_shanghai(at).date()
        first = today.replace(day=1)
        start = {"kind": Kind.QUESTION, "workdays": 1, "since": first, "first": first, "last": today}
        return render(request, "supervise/what_if.html", {"form": WhatIfForm(initial=start)})
    form, found = WhatIfForm(request.GET), None
    if form.is_valid():
        given = form.cleaned_data
        assumed = Assumption(given["kind"], given["workdays"], given["since"])
        found = what_if(Case.objects.visible_to(who), assumed, Period(given["first"], given["last"]), at)
    return render(request, "supervise/what_if.html", {"form": form, "found": found, "most": MOST})
