"""The profile, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.actions import change_nickname, end_other_sessions, end_session
from accounts.forms import NicknameForm
from accounts.models import User
from accounts.reads import sessions_of
from accounts.views.own_code import masked


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Own public name; the number is shown with its middle hidden."""
    user = request.user
    assert isinstance(user, User)
    typed = request.POST if request.method == "POST" else None
    form = NicknameForm(typed, initial={"nickname": user.nickname}, phone=user.phone or "")
    if typed is not None and form.is_valid():
        change_nickname(user.pk, nickname=form.cleaned_data["nickname"])
        messages.success(request, _("昵称已修改。"))
        return redirect("accounts:profile")
    words = {"form": form, "masked_phone": masked(user.phone)}
    return render(request, "accounts/profile.html", words)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in. Each line is ended by its own button, all others by one more."""
    user, at, own = request.user, timezone.now(), request.session.session_key or ""
    assert isinstance(user, User)
    if request.method == "POST":
        if "others" in request.POST:
            ended = end_other_sessions(user.pk, keep=own)
            words = ngettext("已退出其他 %(ended)d 处登录。", "已退出其他 %(ended)d 处登录。", ended)
            messages.success(request, words % {"ended": ended})
        elif end_session(user.pk, request.POST.get("session", ""), at=at):
            messages.success(request, _("已退出这一处登录。"))
        else:
            messages.info(request, _("这一处登录已经失效，不用再退出。"))
        return redirect("accounts:sessions")
    return render(request, "accounts/sessions.html", {"sessions": sessions_of(user.pk, own, at)})
