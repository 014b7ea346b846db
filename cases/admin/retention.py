"""How long contact data are kept, which cases are exempt, and what has been erased. For administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.desk import AdminOnly
from accounts.models import User
from accounts.roles import standing_of
from cases.actions.hold_contact import hold_contact, let_go
from cases.admin.policy import Versioned
from cases.models import Case, ErasedContact, RetentionHold, RetentionTerm
from cases.rules.numbers import parse_number
from cases.rules.states import Kind


@admin.register(RetentionTerm)
class RetentionTermAdmin(Versioned):
    list_display = ("what", "days", "valid_from", "source")
    list_filter = ("what",)
    ordering = ("what", "-valid_from")


class HoldForm(forms.ModelForm):
    """The case is named by its number, as it stands on every paper."""

    number = forms.CharField(label=_("编号"), max_length=30)

    class Meta:
        model = RetentionHold
        fields = ("reason",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:  # opened, and not to be changed
            self.fields.pop("number", None)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        case = Case.objects.filter(number=parse_number(number) or "").first()
        if case is None:
            raise ValidationError(_("没有找到这个编号的诉求件，请核对。"))
        if RetentionHold.objects.filter(case=case).exists():
            raise ValidationError(_("这件诉求件已经登记过，不用重复登记。"))
        self.instance.case = case
        return case.number


class KeptApart(AdminOnly, admin.ModelAdmin):
    """No line tells an administrator of a report (举报) against the own unit."""

    list_select_related = ("case",)
    list_per_page = 50
    search_fields = ("case__number",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        assert isinstance(request.user, User)
        seen = Case.objects.read_by(standing_of(request.user)).filter(kind=Kind.REPORT).values("pk")
        rows = super().get_queryset(request)
        return rows.exclude(case__kind=Kind.REPORT) | rows.filter(case__in=seen)

    @admin.display(description=_("编号"))
    def number(self, row: Any) -> str:
        return str(row.case.number)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(RetentionHold)
class RetentionHoldAdmin(KeptApart):
    form = HoldForm
    fields = ("number", "reason")
    list_display = ("number", "reason", "by", "held_at")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self._may(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("number", "reason")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{**kwargs, "fields": ("reason",)})

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        assert isinstance(request.user, User)
        hold_contact(obj, by=request.user, at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        let_go(obj)


@admin.register(ErasedContact)
class ErasedContactAdmin(KeptApart):
    list_display = ("number", "ground", "days", "erased_at")
    list_filter = ("ground",)
    date_hierarchy = "erased_at"

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
