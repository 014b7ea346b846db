"""A code to a number of somebody who is signed in: what waits for it lies in the session, with the step that it opens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest

from accounts.actions import ask_code
from accounts.address import client_address
from accounts.models import User

KEY = "own_code"
LIFE = timedelta(minutes=15)  # for the whole way; each code by itself lives shorter


def pending(request: HttpRequest, purpose: str, at: datetime) -> dict[str, Any]:
    """What was begun for `purpose` in this session and is not too old; empty otherwise."""
    kept: dict[str, Any] = request.session.get(KEY, {})
    if kept.get("purpose") != purpose or datetime.fromisoformat(kept["at"]) + LIFE <= at:
        return {}
    return kept


def keep(request: HttpRequest, purpose: str, step: str, at: datetime, **more: str) -> None:
    """Note the step that was reached."""
    request.session[KEY] = {"purpose": purpose, "step": step, "at": at.isoformat(), **more}


def send(request: HttpRequest, purpose: str, step: str, phone: str, at: datetime, **more: str) -> None:
    """Send a code to `phone` and note what it will open. Raises SignInRefused. Only the demo keeps the code, to show it."""
    asked = ask_code(phone, address=client_address(request), at=at)
    shown = {"code": asked.code} if settings.DEMO else {}
    keep(request, purpose, step, at, id=str(asked.id), phone=phone, **shown, **more)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def citizen_with_phone(request: HttpRequest) -> tuple[User, str]:
    """The person and the number. Staff sign in without one: for them there is no such page."""
    user = request.user
    assert isinstance(user, User)
    if user.is_staff or not user.phone:
        raise Http404
    return user, user.phone


def masked(phone: str | None) -> str:
    """The number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""
