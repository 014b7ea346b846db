"""The list of what was done about accounts (账号限制), for administrators; the pages where the desk and they do it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from accounts.desk import AdminOnly
from cases.models import AccountAct
from cases.views.restrictions import of_account, of_case


@admin.register(AccountAct)
class AccountActAdmin(AdminOnly, admin.ModelAdmin):
    """Rows are read here; they are made on the account's own page, and never changed."""

    list_display = ("user", "verb", "restriction", "amount", "reason", "until", "by", "at")
    list_filter = ("verb", "restriction")
    list_select_related = ("user", "by")
    search_fields = ("user__nickname",)
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("account/<int:pk>/", wrap(of_account), name="cases_accountact_account"),
            path("case/<int:pk>/", wrap(of_case), name="cases_accountact_case"),
            *super().get_urls(),
        ]
