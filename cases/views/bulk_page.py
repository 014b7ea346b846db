"""The page of a bulk verb: what it asks once, then which rows are done and which are not, with the typed words kept for those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin import site
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.roles import standing_of
from cases.desk import DESK
from cases.forms.bulk import BULK_FORMS, BulkForm
from cases.models import Case
from cases.rules.transitions import MOVES
from cases.views.bulk import MOST, Result, count, pairs, run, say

Pair = tuple[int, int]


@require_POST
def bulk(request: HttpRequest, verb: str) -> HttpResponse:
    """Do the verb on the cases that still stand on the page, with what was typed."""
    assert isinstance(request.user, User)  # the site lets nobody else in
    if verb not in BULK_FORMS:
        raise Http404
    form, seen, at = BULK_FORMS[verb](request.POST), pairs(request.POST.getlist("seen")), timezone.now()
    if not form.is_valid():
        return asked(request, verb, seen, form)
    results = run(verb, seen, by=request.user, at=at, **form.cleaned_data)
    return answered(request, verb, results, form)


def asked(
    request: HttpRequest, verb: str, seen: Iterable[Pair], form: BulkForm | None = None
) -> HttpResponse:
    """The form above the rows that it is for."""
    return _page(request, verb, dict(list(seen)[:MOST]), form or BULK_FORMS[verb]())


def answered(
    request: HttpRequest, verb: str, results: Sequence[Result], form: BulkForm | None
) -> HttpResponse:
    """The result row by row. What was refused can be tried again with the same words, as it stands now."""
    count(request, verb, results)
    left = {each.pk: each.version for each in results if each.words and not each.is_done_before}
    return _page(request, verb, left, form, results)


def _page(
    request: HttpRequest,
    verb: str,
    left: dict[int, int],
    form: BulkForm | None,
    results: Sequence[Result] = (),
) -> HttpResponse:
    assert isinstance(request.user, User)
    rows = Case.objects.visible_to(standing_of(request.user)).filter(pk__in=left).order_by("id")
    shown = {
        **site.each_context(request),
        "title": MOVES[verb].label,
        "verb": verb,
        "weight": DESK[verb].weight,
        "results": results,
        "rows": [(each, left[each.pk]) for each in rows],
        "form": form,
    }
    return render(request, "admin/cases/case/bulk.html", shown)


def bulk_action(verb: str) -> Any:
    """An action of the queue that does `verb` on the ticked cases, or asks first what it has to know."""

    @admin.action(description=_bulk_words(verb), permissions=["view"])
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> HttpResponse | None:
        assert isinstance(request.user, User)
        ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        seen = [pair for pair in pairs(request.POST.getlist("seen")) if str(pair[0]) in ticked]
        if verb in BULK_FORMS:
            return asked(request, verb, seen)
        results = run(verb, seen, by=request.user, at=timezone.now())
        if any(each.words for each in results):
            return answered(request, verb, results, None)
        say(request, verb, results)
        return None

    act.__name__ = f"bulk_{verb}"
    return act


def _bulk_words(verb: str) -> Any:
    if verb == "note":
        return gettext_lazy("给所选诉求件写办理记录")
    return gettext_lazy("%(verb)s所选诉求件") % {"verb": MOVES[verb].label}
