"""A reader's flag in the desk: its page, and the verbs that are done on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.roles import standing_of
from cases.actions.errors import CaseError
from cases.actions.flags import claim_flag, escalate_flag, resolve_flag
from cases.forms.flags import EscalateForm, ResolveForm
from cases.models import Flag, FlagAct
from cases.rules.watch_levels import FlagStatus
from cases.views.see_other import see_address

VERBS: Mapping[str, tuple[Callable[..., None], type[forms.Form]]] = {
    "claim": (claim_flag, forms.Form),
    "resolve": (resolve_flag, ResolveForm),
    "escalate": (escalate_flag, EscalateForm),
}
LABELS = {"raise": _("读者反映"), "claim": _("领取"), "resolve": _("处理完毕"), "escalate": _("上报督查")}


@require_safe
def flag_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader says, about what, and what has been done."""
    return _page(request, _visible(request, pk))


@require_POST
def flag_do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One verb; what is refused says why above what was typed."""
    flag = _visible(request, pk)
    if verb not in VERBS:
        raise Http404
    action, form_class = VERBS[verb]
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, flag, **{verb: form})
    try:
        action(flag.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
    except CaseError as refused:
        messages.warning(request, refused.words)
    else:
        messages.success(request, str(LABELS[verb]))
    return see_address(reverse("admin:cases_flag_change", args=[flag.pk]))


def _visible(request: HttpRequest, pk: int) -> Flag:
    assert isinstance(request.user, User)  # the site lets nobody else in
    rows = Flag.objects.visible_to(standing_of(request.user)).select_related("case__message", "claimed_by")
    flag = rows.filter(pk=pk).first()
    if flag is None:
        raise Http404
    return flag


def _page(request: HttpRequest, flag: Flag, **typed: forms.Form) -> HttpResponse:
    acts: list[dict[str, Any]] = [
        {"label": LABELS[each.verb], "words": each.words, "by": each.by, "at": each.at}
        for each in FlagAct.objects.filter(flag=flag).select_related("by")
    ]
    shown = {
        **site.each_context(request),
        "title": _("读者反映"),
        "flag": flag,
        "acts": acts,
        "is_mine": flag.status == FlagStatus.CLAIMED and flag.claimed_by_id == request.user.pk,
        "may_claim": flag.status in (FlagStatus.OPEN, FlagStatus.ESCALATED),
        "resolve": typed.get("resolve") or ResolveForm(),
        "escalate": typed.get("escalate") or EscalateForm(),
    }
    return render(request, "admin/cases/flag/flag.html", shown)
