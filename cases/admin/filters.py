"""The filters of the queue: each is one select of its filter bar. A value that is not on offer filters nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.forms.choices import Option, board_choices, unit_choices
from cases.models import Case, current_policy
from cases.reads.inbox import keys_of, work
from cases.rules.clocks import MARKED
from cases.rules.lights import DUTIES, red_before, soon_until
from cases.rules.states import Grade, Kind, Source, State


class Choice(admin.SimpleListFilter):
    """One select. `options` are (value, label) pairs, or (group's label, options) when `is_grouped`."""

    is_grouped = False
    is_shown = True  # the work lists stand as tabs above, not in the bar

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        assert isinstance(request.user, User)  # the site lets nobody else in
        self.who = standing_of(request.user)
        self.at = timezone.now()
        return self.options()

    def options(self) -> Sequence[Option]:
        raise NotImplementedError

    def condition(self, value: str) -> Q | None:
        """What the chosen value asks for; None for nothing."""
        return Q(**{str(self.parameter_name): value})

    def values(self) -> set[str]:
        """All values on offer."""
        rows: Any = self.lookup_choices
        flat = [pair for _label, pairs in rows for pair in pairs] if self.is_grouped else rows
        return {str(value) for value, _label in flat}

    @property
    def groups(self) -> Sequence[Any]:
        """The options as the template prints them: (group's label or "", ((value, label, is chosen), …))."""
        rows: Any = self.lookup_choices if self.is_grouped else [("", self.lookup_choices)]
        chosen = str(self.value() or "")
        return [
            (label, [(value, words, str(value) == chosen) for value, words in pairs]) for label, pairs in rows
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        value = str(self.value() or "")
        if value not in self.values():
            return queryset
        condition = self.condition(value)
        return queryset if condition is None else queryset.filter(condition)


class WorkFilter(Choice):
    title, parameter_name, is_shown = _("待办"), "work", False

    def options(self) -> Sequence[Option]:
        return keys_of(self.who)

    def condition(self, value: str) -> Q | None:
        return work(value, self.who, self.at)


class StateFilter(Choice):
    title, parameter_name = _("状态"), "state"

    def options(self) -> Sequence[Option]:
        return State.choices


class LightFilter(Choice):
    title, parameter_name = _("期限"), "light"

    def options(self) -> Sequence[Option]:
        return (("soon", _("临期")), ("late", _("已超期")), ("red", _("红牌")))

    def condition(self, value: str) -> Q | None:
        return light_condition(value, self.at)


def light_condition(value: str, at: datetime) -> Q:
    """Cases with that light, by their due moment."""
    calendar = current_policy().calendar
    if value == "soon":
        return Q(due_at__gt=at, due_at__lte=soon_until(at, calendar), due_clock__in=sorted(DUTIES))
    until = red_before(at, calendar) if value == "red" else at
    return Q(due_at__lte=until, due_clock__in=sorted(MARKED))


class KindFilter(Choice):
    title, parameter_name = _("类型"), "kind"

    def options(self) -> Sequence[Option]:
        return Kind.choices


class GradeFilter(Choice):
    title, parameter_name = _("等级"), "grade"

    def options(self) -> Sequence[Option]:
        return Grade.choices


class SourceFilter(Choice):
    title, parameter_name = _("来源"), "source"

    def options(self) -> Sequence[Option]:
        return Source.choices


class BoardFilter(Choice):
    title, parameter_name, is_grouped = _("留言板"), "board", True

    def options(self) -> Sequence[Option]:
        return board_choices()


class LeadFilter(Choice):
    """Only for those who look after more than their own unit."""

    title, parameter_name, is_grouped = _("主办单位"), "lead", True

    def options(self) -> Sequence[Option]:
        sees_many = any(
            self.who.has(role) for role in (Role.INTAKE, Role.REVIEWER, Role.SUPERVISOR, Role.REVISITOR)
        )
        return unit_choices() if sees_many else ()


class MineFilter(Choice):
    title, parameter_name = _("承办人"), "mine"

    def options(self) -> Sequence[Option]:
        return (("yes", _("我承办的")), ("none", _("还没有承办人"))) if self.who.has(Role.HANDLER) else ()

    def condition(self, value: str) -> Q | None:
        return Q(handler=self.who.user_id) if value == "yes" else Q(handler=None, lead__isnull=False)


FILTERS: tuple[type[Choice], ...] = (
    WorkFilter,
    StateFilter,
    LightFilter,
    KindFilter,
    BoardFilter,
    LeadFilter,
    MineFilter,
    GradeFilter,
    SourceFilter,
)
NAMES = frozenset(str(each.parameter_name) for each in FILTERS)
