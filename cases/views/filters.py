"""Saved filters (常用筛选) of the case list: keep the present query under a name, throw one away."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from cases.actions.drop_filter import drop_filter
from cases.actions.errors import CaseError
from cases.actions.keep_filter import keep_filter
from cases.rules.words import clean_words
from cases.views.see_other import see_address

LIST = "admin:cases_case_changelist"
KEPT = frozenset({"work", "q", "state", "light", "kind", "board", "lead", "mine", "grade", "source", "o"})


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what the list showed, and go back to it."""
    assert isinstance(request.user, User)  # the site lets nobody else in
    query = clean_query(request.POST.get("query", ""))
    name = " ".join(clean_words(request.POST.get("name", "")).split())
    try:
        keep_filter(by=request.user, at=timezone.now(), name=name, query=query)
    except CaseError as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, _("已保存常用筛选“%(name)s”。") % {"name": name})
    return see_address(_list(query))


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw one away; 404 for what is not the person's."""
    assert isinstance(request.user, User)
    if not drop_filter(pk, by=request.user):
        raise Http404
    messages.success(request, _("已删除常用筛选。"))
    return see_address(_list(clean_query(request.POST.get("query", ""))))


def clean_query(query: str, kept: Collection[str] = KEPT) -> str:
    """The list's own filters of an address, in one order, without page numbers or anything that is not the list's."""
    asked = QueryDict(query[:2000])
    return urlencode(sorted((name, value) for name, value in asked.dict().items() if name in kept and value))


def _list(query: str) -> str:
    url = reverse(LIST)
    return f"{url}?{query}" if query else url
