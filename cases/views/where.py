"""/post/: the first step of posting: what is it about, and to whom. Never kept: what people type has no end."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.reads.where import where as read_where


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """Also with ?q= a few words."""
    page = read_where(request.GET.get("q", ""), at=timezone.now())
    return render(request, "cases/where.html", {"page": page})
