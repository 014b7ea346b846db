"""The tables that deadlines are counted by. A version is added with the day from which it holds, and never changed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.desk import AdminOnly
from cases.actions.set_policy import add_version, set_day, set_ground
from cases.models import CalendarDay, DeclineGround, Duty, OfficeHours, RevisitSample, ServiceLevel
from cases.rules.measures import Measure
from cases.rules.states import Kind


class VersionForm(forms.ModelForm):
    """A version may hold from today on; earlier days have been counted already."""

    def clean_valid_from(self) -> date:
        valid_from: date = self.cleaned_data["valid_from"]
        if valid_from < timezone.localdate():
            raise ValidationError(_("生效日期不能早于今天：以前的期限已经按当时的标准算过。"))
        return valid_from


class LevelForm(VersionForm):
    """A length needs an amount unless its measure has none."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        needs_none = given.get("measure") in (Measure.NONE, Measure.SAME_WORKDAY)
        if not needs_none and given.get("measure") and not given.get("amount"):
            self.add_error("amount", _("请填写大于 0 的时限。"))
        return given


class Versioned(AdminOnly, admin.ModelAdmin):
    """Add only; what is there is read."""

    form = VersionForm
    ordering: ClassVar[tuple[str, ...]] = ("-valid_from",)
    list_per_page = 50

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        add_version(obj)


@admin.register(ServiceLevel)
class ServiceLevelAdmin(Versioned):
    form = LevelForm
    list_display = ("clock", "kind_words", "grade_words", "length", "valid_from", "source")
    list_filter = ("clock", "kind", "grade")
    ordering = ("clock", "grade", "kind", "-valid_from")

    @admin.display(description=_("类型"), ordering="kind")
    def kind_words(self, level: ServiceLevel) -> str:
        return level.get_kind_display() if level.kind else str(_("所有"))

    @admin.display(description=_("等级"), ordering="grade")
    def grade_words(self, level: ServiceLevel) -> str:
        return level.get_grade_display() if level.grade else str(_("所有"))

    @admin.display(description=_("时限"))
    def length(self, level: ServiceLevel) -> str:
        if level.measure in (Measure.NONE, Measure.SAME_WORKDAY):
            return level.get_measure_display()
        return f"{level.amount} {level.get_measure_display()}"


@admin.register(OfficeHours)
class OfficeHoursAdmin(Versioned):
    list_display = (
        "valid_from",
        "morning_from",
        "morning_to",
        "afternoon_from",
        "afternoon_to",
        "texts_from",
        "texts_until",
    )


@admin.register(RevisitSample)
class RevisitSampleAdmin(Versioned):
    list_display = ("valid_from", "percent", "seed")


class DayForm(forms.ModelForm):
    """A year with one day counts as published; so a whole notice is better loaded at once."""

    class Meta:
        model = CalendarDay
        fields = ("day", "is_workday", "name", "source")
        help_texts = {
            "day": _(
                "一年里只要有一天登记在此，就视为该年放假安排已公布；全年安排请用命令 load_calendar 一次载入。"
            ),
            "is_workday": _("勾选表示调休上班，不勾选表示放假。"),
        }


@admin.register(CalendarDay)
class CalendarDayAdmin(AdminOnly, admin.ModelAdmin):
    form = DayForm
    list_display = ("day", "name", "is_workday", "known_from", "source")
    list_filter = ("is_workday",)
    date_hierarchy = "day"
    search_fields = ("name", "day")
    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """What is corrected is what a day is, not which day it is."""
        return ("day",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        set_day(obj, at=timezone.now())


@admin.register(Duty)
class DutyAdmin(AdminOnly, admin.ModelAdmin):
    """What arbitration has decided (职责清单): read here, made and replaced by decisions only."""

    list_display = ("category", "region_code", "unit", "case_number", "words", "decided_at", "is_current")
    list_filter = ("is_current",)
    list_select_related = ("category", "unit", "case")
    ordering = ("-is_current", "-decided_at")
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Duty]:
        """Not those that were decided on a report (举报): an administrator may be of the reported unit."""
        return super().get_queryset(request).exclude(case__kind=Kind.REPORT)

    @admin.display(description=_("审定的诉求件"))
    def case_number(self, duty: Duty) -> str:
        return duty.case.number

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(DeclineGround)
class DeclineGroundAdmin(AdminOnly, admin.ModelAdmin):
    """The list is closed; what each ground says and allows is the city's."""

    list_display = ("code", "ground", "channel", "stays_public", "is_appealable")
    fields = ("code", "words", "channel", "stays_public", "is_appealable")
    readonly_fields = ("code",)
    ordering = ("id",)

    @admin.display(description=_("依据"))
    def ground(self, ground: DeclineGround) -> str:
        return ground.get_code_display()

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm, change: bool) -> None:
        set_ground(obj)
