"""What every app's configuration tables in the desk share: they are open to the role 管理员 and to nobody else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from accounts.roles import Role, standing_of


class AdminOnly:
    """Mixin of the configuration tables: open to the role 管理员, whatever Django's own permission rows say."""

    def _may(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and standing_of(request.user).has(Role.ADMIN)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._may(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
