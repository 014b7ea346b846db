"""The queue of readers' flags in the desk: those of the own boards, most pressing first, each with its page and verbs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import NOBODY, Role, Standing, standing_of
from cases.models import Flag
from cases.rules.watch_levels import FlagStatus
from cases.views.flags import flag_do, flag_page


def _who(request: HttpRequest) -> Standing:
    return standing_of(request.user) if isinstance(request.user, User) else NOBODY


class Waiting(admin.SimpleListFilter):
    """Open ones unless all are asked for."""

    title = _("状态")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*FlagStatus.choices, ("all", _("全部"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flag]) -> QuerySet[Flag]:
        if self.value() == "all":
            return queryset
        return (
            queryset.filter(status=self.value())
            if self.value()
            else queryset.exclude(status=FlagStatus.RESOLVED)
        )


@admin.register(Flag)
class FlagAdmin(admin.ModelAdmin):
    """Nothing is edited here: a flag changes through its verbs."""

    list_display = ("number", "reason", "words", "status", "claimed_by", "due_at", "outcome")
    list_filter = (Waiting,)
    list_select_related = ("case", "claimed_by")
    ordering = ("due_at", "id")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    @admin.display(description=_("编号"))
    def number(self, flag: Flag) -> str:
        return flag.case.number

    def has_module_permission(self, request: HttpRequest) -> bool:
        who = _who(request)
        return any(who.has(role) for role in (Role.INTAKE, Role.REVIEWER, Role.SUPERVISOR))

    def has_view_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        return Flag.objects.visible_to(_who(request))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="cases_flag_changelist"),
            path("<int:pk>/change/", wrap(flag_page), name="cases_flag_change"),
            path("<int:pk>/do/<slug:verb>/", wrap(flag_do), name="cases_flag_do"),
        ]
