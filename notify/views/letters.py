"""What links in letters open, without signing in: a GET shows a page with a button, only the POST does anything."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notify.actions import confirm_address, confirmable, read_unsubscribe, stop_letters
from notify.rules.kinds import Kind


# The reader's mail program posts here (RFC 8058): it has no cookie and no token but the one in the address.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """`/unsubscribe/<token>/`"""
    read = read_unsubscribe(token)
    if read is None:
        return render(request, "notify/unsubscribe.html", {"is_wrong": True}, status=HTTPStatus.NOT_FOUND)
    user_id, kind = read
    words = {"kind": kind.label, "is_result": kind == Kind.RESULT, "is_done": False, "stays": False}
    if request.method == "POST":
        is_stopped = stop_letters(user_id, kind, at=timezone.now())
        words |= {"is_done": is_stopped, "stays": not is_stopped}
    return render(request, "notify/unsubscribe.html", words)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """`/my/mail/<token>/`: who can read this link owns the mailbox."""
    at = timezone.now()
    if confirmable(token, at=at) is None:
        return render(request, "notify/confirm_mail.html", {"is_wrong": True}, status=HTTPStatus.NOT_FOUND)
    is_done = request.method == "POST" and confirm_address(token, at=at)
    return render(request, "notify/confirm_mail.html", {"is_done": is_done})
