"""The supervisor's page: over time and soon due, by unit; and reminding one case or many."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import standing_of
from cases.forms.desk import REASON_MOST
from cases.models import current_policy
from cases.reads.overdue import Asked, overview
from cases.rules.words import clean_words
from cases.views.bulk import pairs, run, say
from cases.views.see_other import see_address
from cases.views.supervisors import for_supervisors


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_supervisors
def supervise(request: HttpRequest, person: User) -> HttpResponse:
    """GET shows; POST reminds the ticked cases and comes back to the same list."""
    who, at = standing_of(person), timezone.now()
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
