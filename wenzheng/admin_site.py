"""The staff desk's shell: Django admin with our front page, open to anybody who holds a membership."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.forms import StaffSignInForm
from accounts.models import User
from accounts.roles import Role, Standing, standing_of
from cases.models import current_policy
from cases.reads.inbox import inbox, sees_cases


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

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page is the member's own work; the list of tables is for administrators."""
        who = standing_of(_person(request))
        calendar = current_policy().calendar
        extra = {
            "is_admin": who.has(Role.ADMIN),
            "is_supervisor": who.has(Role.SUPERVISOR),
            "inbox": inbox(who, at=timezone.now(), calendar=calendar) if sees_cases(who) else None,
            **(extra_context or {}),
        }
        return super().index(request, extra)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Every page of the desk carries the links of its head."""
        links = desk_links(standing_of(_person(request))) if self.has_permission(request) else ()
        return {**super().each_context(request), "desk_links": links}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # has_permission lets nobody else in
    return request.user


def desk_links(who: Standing) -> list[tuple[str | Promise, str]]:
    """(words, address) of the places that fit the person's roles."""
    links: list[tuple[str | Promise, str]] = [(_("我的工作"), reverse("admin:index"))]
    if sees_cases(who):
        links.append((_("诉求件"), reverse("admin:cases_case_changelist")))
    if who.has(Role.INTAKE):
        links.append((_("登记来电"), reverse("admin:cases_case_record")))
    if any(who.has(role) for role in (Role.INTAKE, Role.REVIEWER, Role.SUPERVISOR)):
        links.append((_("读者反映"), reverse("admin:cases_flag_changelist")))
    if who.has(Role.SUPERVISOR):
        links.append((_("督办台"), reverse("cases:supervise")))
    if sees_cases(who):
        links.append((_("请假代理"), reverse("admin:accounts_deputy_changelist")))
    if who.has(Role.ADMIN):
        links.append((_("配置"), reverse("admin:index") + "#tables"))
    links.append((_("办理统计"), "/statistics/"))
    return links
