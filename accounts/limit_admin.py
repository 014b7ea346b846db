"""Limits in the desk: an administrator gives one another number; whoever deletes the row has the usual one again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.desk import AdminOnly
from accounts.models import Limit
from accounts.rules.limits import LIMITS, Usual
from accounts.tries import forget_number


class LimitForm(forms.ModelForm):
    """One of the table's limits, by its words."""

    name = forms.ChoiceField(label=_("限次"))

    class Meta:
        model = Limit
        fields = ("name", "most")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].choices = [(name, words(usual)) for name, usual in LIMITS.items()]  # type: ignore[attr-defined]


def words(usual: Usual) -> str:
    """What is counted, and how many are usual within how long."""
    return _("%(label)s（通常 %(minutes)s 分钟 %(most)s 次）") % {
        "label": usual.label,
        "minutes": int(usual.window.total_seconds()) // 60,
        "most": usual.most,
    }


@admin.register(Limit)
class LimitAdmin(AdminOnly, admin.ModelAdmin):
    """The limits that have another number than the usual one."""

    form = LimitForm
    list_display = ("__str__", "most", "usual")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The usual number holds again."""
        return self._may(request)

    @admin.display(description=_("通常"))
    def usual(self, limit: Limit) -> str:
        row = LIMITS.get(limit.name)
        return words(row) if row else "–"

    def save_model(self, request: HttpRequest, obj: Limit, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        forget_number(obj.name)

    def delete_model(self, request: HttpRequest, obj: Limit) -> None:
        super().delete_model(request, obj)
        forget_number(obj.name)
