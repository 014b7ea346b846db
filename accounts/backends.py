"""How a password is checked, wherever it is typed: counted first, looked at second."""

from __future__ import annotations

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import begin_password_try, forget_password_tries
from accounts.address import client_address
from accounts.models import User


class CountedPasswordBackend(ModelBackend):
    """Django's own check behind a counter in PostgreSQL. A citizen has no usable password, so only staff pass.

    The name is counted as typed, whether an account has it or not: the answer says nothing about who exists.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if not username or password is None:
            return None
        address = client_address(request) if request else ""
        if not begin_password_try(username, address=address, at=timezone.now()):
            if request:
                request.is_sign_in_locked = True  # type: ignore[attr-defined]
            raise PermissionDenied
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None:
            forget_password_tries(username, address=address)
        return user

    async def aauthenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Django's asynchronous twin would walk past the counter."""
        return await sync_to_async(self.authenticate)(request, username=username, password=password, **kwargs)
