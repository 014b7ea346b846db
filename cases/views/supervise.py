"""The supervisor's page: over time and soon due, by unit; and reminding one case or many."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.forms.desk import REASON_MOST
from cases.models import current_policy
from cases.reads.overdue import Asked, overview
from cases.rules.words import clean_words
from cases.views.bulk import pairs, run, say
from cases.views.forbidden import forbidden
from cases.views.see_other import see_address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supervise(request: HttpRequest) -> HttpResponse:
    """GET shows; POST reminds the ticked cases and comes back to the same list."""
    person, at = request.user, timezone.now()
    if not isinstance(person, User):
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    who = standing_of(person)
    if not (person.is_staff and who.has(Role.SUPERVISOR)):
        return forbidden(request, _("“督办台”只对督查员开放。"))
    if request.method == "POST":
        words = clean_words(request.POST.get("words", ""))[:REASON_MOST]
        say(
            request,
            "remind",
            run("remind", pairs(request.POST.getlist("seen")), by=person, at=at, words=words),
        )
        return see_address(request.get_full_path())
    asked = Asked(request.GET.get("unit", ""), request.GET.get("show", ""), request.GET.get("sort", "due"))
    shown = {
        "overview": overview(who, asked, at=at, calendar=current_policy().calendar),
        "asked": asked,
        "kept": urlencode({"unit": asked.unit, "show": asked.show}),
    }
    return render(request, "supervise/overdue.html", shown)
