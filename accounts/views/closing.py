"""/my/closing/: giving the account up, with a code to its number; and taking that back while it waits."""

from __future__ import annotations

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

from accounts.actions import SignInRefused, ask_closing, drop_closing, prove_number
from accounts.forms import CodeForm
from accounts.models import Closing
from accounts.tries import hold_off
from accounts.views import own_code

PURPOSE = "closing"


@never_cache
@sensitive_post_parameters("code")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; the code; the day on which it happens."""
    (user, number), at, until = own_code.citizen_with_phone(request), timezone.now(), None
    flow, waiting = own_code.pending(request, PURPOSE, at), Closing.objects.filter(user=user).first()
    if request.method == "POST" and "keep" in request.POST:
        return _kept(request, user.pk)
    form_class = CodeForm if flow else forms.Form
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not waiting and form.is_valid():
        try:
            if flow:
                prove_number(flow["id"], phone=flow["phone"], code=form.cleaned_data["code"], at=at)
                own_code.forget(request)
                ask_closing(user.pk, at=at)
            else:
                own_code.send(request, PURPOSE, "code", number, at)
        except SignInRefused as refused:
            form.add_error(next(iter(form.fields), None), refused.sentence)
            until = refused.until
        else:
            return redirect("accounts:closing")
    words = {"form": form, "flow": flow, "waiting": waiting, "number": own_code.masked(number)}
    response = render(request, "accounts/closing.html", words)
    return hold_off(response, until, at) if until else response


def _kept(request: HttpRequest, user_id: int) -> HttpResponse:
    own_code.forget(request)
    if drop_closing(user_id):
        messages.success(request, _("注销申请已撤销，账号照常使用。"))
    return redirect("accounts:closing")
