"""A person's own notices: the list, reading one, reading all."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from notify.actions import mark_read
from notify.reads import notice_of, notices_page

BIGGEST_ID = 2**63 - 1


@never_cache
@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first, 20 a page; looking at the list marks nothing as read."""
    before = _number(request.GET.get("before", ""))
    page = notices_page(_person(request).pk, before=before)
    older = f"?before={page.older}" if page.older else ""
    first = reverse("notify:notices") if before else ""
    return render(request, "notify/notices.html", {"page": page, "older": older, "first": first})


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the notices with the posted `id`s as read, or all of them with `all`."""
    ids = [number for text in request.POST.getlist("id") if (number := _number(text)) is not None]
    mark_read(_person(request), None if "all" in request.POST else ids, timezone.now())
    return redirect("notify:notices")


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads. A POST, because a GET never writes."""
    person = _person(request)
    notice = notice_of(person.pk, min(pk, BIGGEST_ID))
    if notice is None:
        raise Http404
    mark_read(person, [notice.pk], timezone.now())
    return redirect(notice.url or "notify:notices")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _number(text: str) -> int | None:
    """A row id typed into an address; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(BIGGEST_ID)) - 1 else None
