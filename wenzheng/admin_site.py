"""The staff desk's shell: Django admin with our front page, open to anybody who holds a membership."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.forms import StaffSignInForm
from accounts.roles import Role, standing_of


class WenzhengAdminSite(admin.AdminSite):
    """Who may enter: active staff with at least one membership. What they see, each page asks the rules."""

    site_header = _("网络问政 · 办理平台")
    site_title = _("办理平台")
    index_title = _("我的工作")
    index_template = "admin/desk_index.html"
    enable_nav_sidebar = False
    login_form = StaffSignInForm

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active and user.is_staff and standing_of(user).units)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The front page is the member's own work; the list of tables is for administrators."""
        standing = standing_of(request.user)
        extra = {"is_admin": standing.has(Role.ADMIN), "standing": standing, **(extra_context or {})}
        return super().index(request, extra)
