"""/my/phone/: another number, proved step by step: a code to the old one, then a code to the new one. No way around."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import SignInRefused, change_phone, prove_number
from accounts.forms import CodeForm, NumberForm
from accounts.models import User
from accounts.tries import hold_off
from accounts.views import own_code

PURPOSE = "phone"
Flow = Mapping[str, Any]


def _to_old(request: HttpRequest, user: User, flow: Flow, given: Flow, at: datetime) -> None:
    own_code.send(request, PURPOSE, "old", user.phone or "", at)


def _old_proved(request: HttpRequest, user: User, flow: Flow, given: Flow, at: datetime) -> None:
    prove_number(flow["id"], phone=flow["phone"], code=given["code"], at=at)
    own_code.keep(request, PURPOSE, "number", at, old=flow["phone"])


def _to_new(request: HttpRequest, user: User, flow: Flow, given: Flow, at: datetime) -> None:
    if given["phone"] == flow["old"]:
        raise SignInRefused(_("新手机号和现在的一样，请填写要换成的号码。"))
    own_code.send(request, PURPOSE, "new", given["phone"], at, old=flow["old"])


def _new_proved(request: HttpRequest, user: User, flow: Flow, given: Flow, at: datetime) -> None:
    prove_number(flow["id"], phone=flow["phone"], code=given["code"], at=at)
    keep = request.session.session_key or ""
    change_phone(user.pk, old=flow["old"], new=flow["phone"], at=at, keep=keep)
    own_code.forget(request)
    request.session.cycle_key()
    messages.success(request, _("手机号已更换，下次请用新号码登录；其他设备上的登录已全部退出。"))


# fmt: off
STEPS: Mapping[str, tuple[type[forms.Form], Callable[..., None]]] = {
    "start": (forms.Form, _to_old), "old": (CodeForm, _old_proved),
    "number": (NumberForm, _to_new), "new": (CodeForm, _new_proved),
}
# fmt: on


@never_cache
@sensitive_post_parameters("phone", "code")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """The step that the session has reached; each answers with the next."""
    (user, number), at = own_code.citizen_with_phone(request), timezone.now()
    flow = own_code.pending(request, PURPOSE, at)
    step, until = flow.get("step", "start"), None
    form_class, goes_on = STEPS[step]
    if request.method == "POST" and "again" in request.POST:
        own_code.forget(request)
        return redirect("accounts:phone")
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            goes_on(request, user, flow, form.cleaned_data, at)
        except SignInRefused as refused:
            form.add_error(next(iter(form.fields), None), refused.sentence)
            until = refused.until
        else:
            return redirect("accounts:profile" if step == "new" else "accounts:phone")
    words = {"form": form, "step": step, "flow": flow, "old": own_code.masked(number)}
    response = render(request, "accounts/phone.html", words)
    return hold_off(response, until, at) if until else response
