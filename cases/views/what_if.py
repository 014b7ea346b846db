"""/supervise/what-if/: a supervisor tries another length on what has happened. Reads only."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.forms.what_if import WhatIfForm
from cases.models import Case
from cases.reads.what_if import MOST, Period, what_if
from cases.rules.states import Kind
from cases.rules.what_if import Assumption
from cases.rules.workdays import in_shanghai
from cases.views.forbidden import forbidden


@never_cache
@require_safe
def what_if_page(request: HttpRequest) -> HttpResponse:
    """The form; with `workdays` in the address also the answer."""
    person, at = request.user, timezone.now()
    if not isinstance(person, User):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    who = standing_of(person)
    if not (person.is_staff and who.has(Role.SUPERVISOR)):
        return forbidden(request, _("“时限测算”只对督查员开放。"))
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
