"""The bell in the frame of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from notify.reads import unread_count


def bell(request: HttpRequest) -> dict[str, Any]:
    """`unread_count`, asked from the database only by a template that shows it, and never for a stranger."""
    return {"unread_count": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    user = getattr(request, "user", None)
    return unread_count(user.pk) if user is not None and user.is_authenticated else 0
