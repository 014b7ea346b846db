"""Boards and categories in the desk, for administrators. Messages are not here: they follow their cases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import AdminOnly
from boards.actions import save_board
from boards.models import Board, Category, Region


class BoardForm(forms.ModelForm):
    """A closed board says why; the public reads the reason."""

    class Meta:
        model = Board
        fields = (
            *("title", "slug", "kind", "level", "leader", "owner", "desk", "region_code", "intro"),
            *("is_open", "closed_reason", "publication", "review", "ordering"),
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("is_open") and not (given.get("closed_reason") or "").strip():
            self.add_error("closed_reason", _("关闭留言板时请写明原因，公众会看到。"))
        return given


@admin.register(Board)
class BoardAdmin(AdminOnly, admin.ModelAdmin):
    form = BoardForm
    list_display = ("title", "kind", "level", "owner", "desk", "is_open", "publication", "review", "ordering")
    list_filter = ("kind", "level", "is_open", "publication")
    list_select_related = ("owner", "desk")
    search_fields = ("title", "leader", "pinyin", "initials", "slug")
    autocomplete_fields = ("owner", "desk")
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "level", "leader", "region_code", "intro", "ordering")}),
        (_("由谁负责"), {"fields": ("owner", "desk")}),
        (_("接收与公开"), {"fields": ("is_open", "closed_reason", "publication", "review")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Board | None = None) -> tuple[str, ...]:
        """The address stays: people have saved it."""
        return ("slug",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Board, form: forms.ModelForm, change: bool) -> None:
        save_board(obj)


@admin.register(Category)
class CategoryAdmin(AdminOnly, admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent", "board", "is_active")
    list_filter = ("level", "is_active")
    list_select_related = ("parent", "board")
    search_fields = ("code", "name")
    autocomplete_fields = ("parent", "board")
    fields = ("code", "name", "level", "parent", "board", "ordering", "is_active")


@admin.register(Region)
class RegionAdmin(AdminOnly, admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent", "ordering", "is_active")
    list_filter = ("level", "is_active")
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)
    fields = ("code", "name", "level", "parent", "ordering", "is_active")
