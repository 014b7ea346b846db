"""The queue: CaseAdmin's list with its filter bar, tabs and bulk verbs; and the addresses of the pages of a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, ChangeList
from django.core.paginator import Paginator
from django.db.models import F, Max, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import NOBODY, Role, Standing, standing_of
from cases.admin.filters import FILTERS, NAMES, Choice
from cases.desk import do
from cases.models import Case, SavedFilter, current_policy
from cases.reads.inbox import BY_KEY, counts, sees_cases
from cases.reads.rows import NOT_IN_A_ROW, Row, row
from cases.rules.numbers import parse_number
from cases.rules.states import Kind
from cases.views import filters
from cases.views.bulk_page import bulk, bulk_action
from cases.views.casefile import case_file_page, similar_page
from cases.views.orders import order
from cases.views.record import record

COUNTED_TO = 2000  # pages of a list are counted no further: nobody turns to page 41
SEARCHED = 50_000  # titles are searched among the newest cases only; a number finds any
BULK = {
    "accept": (Role.INTAKE,),
    "assign": (Role.INTAKE,),
    "sign": (Role.HANDLER,),
    "remind": (Role.SUPERVISOR,),
    "note": (Role.INTAKE, Role.HANDLER, Role.SIGNER, Role.REVIEWER, Role.SUPERVISOR),
}


ANYWHERE = frozenset({"note"})  # of any list of work; the others belong to their own


class CappedPaginator(Paginator):
    """Counts up to COUNTED_TO, so that a list over millions costs no more than one over thousands."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[:COUNTED_TO].count())


class Queue(ChangeList):
    """The list of one request, with the lines' strings made at one moment."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        at, calendar = timezone.now(), current_policy().calendar
        self.result_list = list(self.result_list)
        for case in self.result_list:
            case.line = row(case, at=at, calendar=calendar)
        self.is_capped = self.result_count >= COUNTED_TO
        self.bar = [each for each in self.filter_specs if isinstance(each, Choice) and each.is_shown]
        self.work = self.params.get("work", "")
        self.tabs = counts(_who(request), at)
        self.saved = list(SavedFilter.objects.filter(user=request.user.pk))
        self.saved_query = filters.clean_query(request.META.get("QUERY_STRING", ""))

    def get_ordering_field_columns(self) -> dict[int, Any]:
        """Which head shows an arrow: none while the list stands in its own order."""
        return super().get_ordering_field_columns() if self.params.get(ORDER_VAR) else {}


def _column(words: Any, order: Any = None) -> Callable[..., Any]:
    """The decorator of a column with its head."""
    return admin.display(description=words, ordering=order)


@admin.register(Case)
class CaseAdmin(admin.ModelAdmin):
    """No add, no delete, no editing of rows: a case changes through its verbs only."""

    list_display = (
        "deadline_badge", "title_words", "kind_words", "state_badge", "lead_words", "board_words", "number_words",
        "waiting_words",
    )  # fmt: skip
    list_display_links = ("title_words",)
    list_filter = FILTERS
    search_fields = ("title",)
    list_per_page = 50
    empty_value_display = ""
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    sortable_by = ("number_words", "deadline_badge")
    media = Media()  # admin's own scripts do nothing here
    actions = tuple(bulk_action(verb) for verb in BULK)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_cases(_who(request))

    def has_view_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Case | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters of the bar: a free lookup could ask for digests or telephone numbers, letter by letter."""
        return lookup in NAMES

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="cases_case_changelist"),
            path("record/", wrap(record), name="cases_case_record"),
            path("bulk/<slug:verb>/", wrap(bulk), name="cases_case_bulk"),
            path("filters/", wrap(filters.keep), name="cases_case_filter_keep"),
            path("filters/<int:pk>/drop/", wrap(filters.drop), name="cases_case_filter_drop"),
            path("<int:pk>/change/", wrap(case_file_page), name="cases_case_change"),
            path("<int:pk>/similar/", wrap(similar_page), name="cases_case_similar"),
            path("<int:pk>/do/<slug:verb>/", wrap(do), name="cases_case_do"),
            path("<int:pk>/order/<int:seq>/", wrap(order), name="cases_case_order"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return Case.objects.visible_to(_who(request)).with_people().defer(*NOT_IN_A_ROW)

    def get_ordering(self, request: HttpRequest) -> tuple[OrderBy | str, ...]:
        """Work is done in the order of its deadlines; everything else is read newest first."""
        is_work = request.GET.get("work") or request.GET.get("light")
        return (F("due_at").asc(nulls_last=True), "id") if is_work else ("-id",)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Queue

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Case], search_term: str
    ) -> tuple[QuerySet[Case], bool]:
        """A number, however it was typed, or a part of the title."""
        typed = search_term.strip()
        if number := parse_number(typed):
            return queryset.filter(number=number), False
        if not typed:
            return queryset, False
        newest = Case.objects.aggregate(newest=Max("pk"))["newest"] or 0
        words = Q(title__icontains=typed) & ~Q(kind=Kind.REPORT)
        words |= Q(redacted_title__icontains=typed)  # a report is found by what its reader may read of it
        return queryset.filter(words, pk__gt=newest - SEARCHED), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if ERROR_FLAG in request.GET:  # an address with a broken page number: start anew
            return HttpResponseRedirect(request.path)
        return super().changelist_view(request, {"title": _("诉求件"), **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        who, found = _who(request), super().get_actions(request)
        waits_for = getattr(
            BY_KEY.get(request.GET.get("work", "")), "verb", ""
        )  # a list of work has its own verb
        offered = {
            f"bulk_{verb}"
            for verb, roles in BULK.items()
            if any(who.has(role) for role in roles) and (waits_for in ("", verb) or verb in ANYWHERE)
        }
        return {name: action for name, action in found.items() if name in offered}

    @_column(_("编号"), "id")
    def number_words(self, case: Case) -> SafeString:
        """With what a bulk verb has to know: which version of the case this page showed."""
        words = '<span class="wz-number">{}</span><input type="hidden" name="seen" value="{}:{}">'
        return format_html(words, case.number, case.pk, case.version)

    @_column(_("标题"))
    def title_words(self, case: Case) -> SafeString | str:
        line = _line(case)
        if not (line.is_urgent or line.marks):
            return case.title
        urgent = format_html('<b class="wz-urgent">{}</b> ', _("应急")) if line.is_urgent else ""
        marks = format_html_join("", '<span class="wz-tag">{}</span> ', ((each,) for each in line.marks))
        return format_html("{}{}{}", urgent, marks, case.title)

    @_column(_("类型"))
    def kind_words(self, case: Case) -> str:
        return _line(case).kind

    @_column(_("留言板"))
    def board_words(self, case: Case) -> str:
        return _line(case).board

    @_column(_("主办单位"))
    def lead_words(self, case: Case) -> str:
        return _line(case).lead

    @_column(_("状态"))
    def state_badge(self, case: Case) -> SafeString:
        line = _line(case)
        return format_html('<span class="wz-state wz-state-{}">{}</span>', line.tone, line.state)

    @_column(_("期限"), F("due_at").asc(nulls_last=True))
    def deadline_badge(self, case: Case) -> SafeString | str:
        end = _line(case).deadline
        if end is None:
            return ""
        first = _("（原 %(first)s）") % {"first": end.first} if end.first else ""
        words = '<time class="wz-due {}" datetime="{}">{}</time> <span class="wz-soft">{}{}</span>'
        light = f"wz-due-{end.light}" if end.light else ""
        return format_html(words, light, end.iso, end.words, end.clock, first)

    @_column(_("已等待"))
    def waiting_words(self, case: Case) -> str:
        return _line(case).waiting


def _who(request: HttpRequest) -> Standing:
    # The sign-in page asks too, for its list of apps, while nobody is signed in yet.
    return standing_of(request.user) if isinstance(request.user, User) else NOBODY


def _line(case: Any) -> Row:
    line: Row = case.line
    return line
