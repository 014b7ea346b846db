"""/my/searches/: the searches that a person wants to be told of; one more, one less."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from boards.models.scope import is_known
from boards.rules.question import BY_TIME, Question, question_of
from boards.rules.times import day
from cases.actions.errors import CaseError
from cases.actions.keep_search import drop_search, keep_search
from cases.models import SavedSearch


@dataclass(frozen=True)
class Shown:
    """A saved search as a line."""

    pk: int
    question: Question
    on: str


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request: HttpRequest) -> HttpResponse:
    """The list; with the words and filters of a search in the address, a button to save it."""
    assert isinstance(request.user, User)
    if request.method == "POST":
        asked = question_of(QueryDict(request.POST.get("query", "")[:2000]).dict())
        try:
            keep_search(asked, by=request.user, at=timezone.now())
        except CaseError as refused:
            messages.warning(request, refused.words)
        else:
            messages.success(request, _("已订阅。有符合的新留言公开时，每天最多通知您一次。"))
        return redirect("cases:searches")
    wanted = question_of(request.GET)
    own = SavedSearch.objects.filter(user=request.user)
    shown = [Shown(each.pk, each.question, day(each.saved_at)) for each in own]
    is_new = bool(wanted.terms) and is_known(wanted) and wanted not in [each.question for each in shown]
    return render(request, "cases/searches.html", {"searches": shown, "wanted": wanted if is_new else None})


@never_cache
@login_required
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What a saved search finds now, newest first; where its notice leads to."""
    saved = get_object_or_404(SavedSearch, pk=pk, user=request.user)
    return redirect(f"/search/?{saved.question.address}&sort={BY_TIME}")


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer; 404 for what is not the person's."""
    assert isinstance(request.user, User)
    if not drop_search(pk, by=request.user):
        raise Http404
    messages.success(request, _("已取消订阅。"))
    return redirect("cases:searches")
