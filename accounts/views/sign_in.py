"""Signing in with a number and a code, signing out. What is pending lives in the session that asked."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import AskedCode, SignInRefused, ask_code, redeem_code
from accounts.address import client_address
from accounts.forms import CodeForm, NumberForm
from accounts.next_page import next_page
from accounts.rules.device import device_words
from accounts.sessions import DEVICE, SIGNED_IN
from accounts.tries import hold_off

PENDING = "sign_in"  # session key: {"id", "phone", "next"} and in the demo "code"
PENDING_SECONDS = 600  # an abandoned sign-in must not keep a number that nobody verified for half a day
BACKEND = "accounts.backends.CountedPasswordBackend"


@never_cache
@sensitive_post_parameters("phone")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """First step: the number. The answer is the same for a number that has an account and for one that has none."""
    if request.user.is_authenticated:
        return redirect(next_page(request) or settings.LOGIN_REDIRECT_URL)
    form = NumberForm(request.POST if request.method == "POST" else None)
    status, until = 200, None
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        at = timezone.now()
        try:
            asked = ask_code(phone, address=client_address(request), at=at)
        except SignInRefused as refused:
            form.add_error("phone", refused.sentence)
            status, until = 503, refused.until
        else:
            _remember(request, asked, phone)
            return redirect("accounts:code")
    words = {"form": form, "next": next_page(request)}
    response = render(request, "accounts/login.html", words, status=status)
    return hold_off(response, until, at) if until else response


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Second step: the code."""
    pending = request.session.get(PENDING)
    if not pending:
        return redirect("accounts:login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code, at = form.cleaned_data["code"], timezone.now()
        try:
            user = redeem_code(pending["id"], phone=pending["phone"], code=code, at=at)
        except SignInRefused as refused:
            form.add_error("code", refused.sentence)
        else:
            del request.session[PENDING]
            request.session.set_expiry(None)
            login(request, user, backend=BACKEND)
            request.session[DEVICE] = device_words(request.headers.get("User-Agent", ""))
            request.session[SIGNED_IN] = at.isoformat()
            return redirect(pending["next"] or settings.LOGIN_REDIRECT_URL)
    back = reverse("accounts:login") + ("?" + urlencode({"next": pending["next"]}) if pending["next"] else "")
    return render(request, "accounts/code.html", {"form": form, "pending": pending, "back": back})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out. The session row is deleted: an old cookie opens nothing."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _remember(request: HttpRequest, asked: AskedCode, phone: str) -> None:
    """Bind the code to this session. Only the demo, where no SMS arrives, also keeps the code, to show it."""
    pending = {"id": str(asked.id), "phone": phone, "next": next_page(request)}
    request.session[PENDING] = pending | ({"code": asked.code} if settings.DEMO else {})
    request.session.set_expiry(PENDING_SECONDS)
