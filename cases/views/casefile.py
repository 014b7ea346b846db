"""The case file: one page with everything that is known of a case and everything that may be done with it now."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import standing_of
from cases.desk import buttons
from cases.models import current_policy
from cases.reads.casefile import case_file, head, visible_case
from cases.reads.similar import similar_cases
from cases.views import presence

FROM_LIST = "_changelist_filters"  # admin's lists add their own address to their links under this name


@require_safe
def case_file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """GET only: whatever changes a case has an address of its own."""
    assert isinstance(request.user, User)  # the site lets nobody else in
    who = standing_of(request.user)
    case = visible_case(pk, who)
    if case is None:
        raise Http404
    at = timezone.now()
    file = case_file(case, who, at=at, asked=_asked(request))
    shown = {
        **site.each_context(request),
        "title": case.number,
        "file": file,
        "head": file.head,
        "buttons": buttons(file.head.doable, file.head.awaited),
        "at_work": presence.others(case.pk, request.user, at),
        "list_url": _list_url(request),
    }
    return render(request, "admin/cases/case/file.html", shown)


@require_safe
def similar_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answered messages like this one, with their replies: a page of its own, for it searches."""
    assert isinstance(request.user, User)
    who = standing_of(request.user)
    case = visible_case(pk, who)
    if case is None:
        raise Http404
    at = timezone.now()
    shown = {
        **site.each_context(request),
        "title": _("相似办件"),
        "head": head(case, who, at=at, calendar=current_policy().calendar),
        "similar": similar_cases(case),
    }
    return render(request, "admin/cases/case/similar_page.html", shown)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What of the address the page goes by; the rest is nobody's."""
    return {name: request.GET[name] for name in ("part", FROM_LIST) if name in request.GET}


def _list_url(request: HttpRequest) -> str:
    """Back to the list with the filters that it had."""
    query = QueryDict(request.GET.get(FROM_LIST, "")).dict()
    url = reverse("admin:cases_case_changelist")
    return f"{url}?{urlencode(query)}" if query else url
