"""Account restrictions: /my/restrictions/ for the person, and the page in the desk of whoever may impose and decide them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.admin import site
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import standing_of
from cases.actions.errors import CaseError
from cases.actions.restrict import contest_restriction, lift, may_restrict, restrict, uphold_restriction
from cases.forms.restrictions import DecideForm, ObjectForm, RestrictForm
from cases.models import AccountAct, Case
from cases.reads.restrictions import restrictions_shown
from cases.rules.watch_levels import RestrictionVerb
from cases.views.see_other import see_address, see_other


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_restrictions(request: HttpRequest) -> HttpResponse:
    """What restricts the own account, why, until when; and the objection."""
    person, at = _person(request), timezone.now()
    form = ObjectForm(request.POST) if request.method == "POST" else ObjectForm()
    if form.is_bound and form.is_valid():
        try:
            contest_restriction(person, at=at, **form.cleaned_data)
        except CaseError as refused:
            form.add_error(None, refused.words)
        else:
            messages.success(request, _("异议已提交，将由另一位工作人员决定。"))
            return see_other("cases:my_restrictions")
    return render(
        request, "cases/my_restrictions.html", {"rows": restrictions_shown(person.pk, at), "form": form}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def of_case(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk, on the author of a visible case. Served inside the admin site."""
    who = standing_of(_person(request))
    case = Case.objects.visible_to(who).select_related("board", "author").filter(pk=pk).first()
    if case is None or case.author is None or not may_restrict(who, case):
        raise Http404
    return _page(request, case.author, case)


@require_http_methods(["GET", "HEAD", "POST"])
def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    """An administrator, on any citizen's account. Served inside the admin site."""
    if not may_restrict(standing_of(_person(request)), None):
        raise Http404
    return _page(request, get_object_or_404(User, pk=pk, is_staff=False), None)


def _page(request: HttpRequest, account: User, case: Case | None) -> HttpResponse:
    form = RestrictForm(request.POST) if "impose" in request.POST else RestrictForm()
    decide = DecideForm(request.POST) if "decide" in request.POST else DecideForm()
    if _done(request, account, case, form, decide):
        return see_address(request.path)
    shown = {
        **site.each_context(request),
        "title": _("账号限制"),
        "account": account,
        "case": case,
        "rows": restrictions_shown(account.pk, timezone.now()),
        "acts": AccountAct.objects.filter(user=account).select_related("by")[:50],
        "form": form,
        "decide": decide,
    }
    return render(request, "admin/cases/accountact/account.html", shown)


def _done(
    request: HttpRequest, account: User, case: Case | None, form: RestrictForm, decide: DecideForm
) -> bool:
    """Whether something was sent and done; what was refused stands on its form."""
    by, at = _person(request), timezone.now()
    sent = next((each for each in (form, decide) if each.is_bound), None)
    if sent is None or not sent.is_valid():
        return False
    given = dict(sent.cleaned_data)
    try:
        if sent is form:
            restrict(account.pk, by=by, at=at, case_id=case.pk if case else None, **given)
        else:
            is_lift = given.pop("verb") == RestrictionVerb.LIFT
            (lift if is_lift else uphold_restriction)(account.pk, by=by, at=at, **given)
    except CaseError as refused:
        sent.add_error(None, refused.words)
        return False
    messages.success(request, _("已记录，并已通知对方。"))
    return True


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
