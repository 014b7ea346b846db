"""The outbox in the desk: to look at, and to send dead letters again. Nothing is written here by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.desk import AdminOnly
from notify.actions import send_again
from notify.models import ChannelState, Outbox


class ReadOnly(AdminOnly, admin.ModelAdmin):
    """For administrators' eyes; no button changes a field."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Outbox)
class OutboxAdmin(ReadOnly):
    """Words and addresses stay out of it: whoever mends a gateway need not know who was told what of which case."""

    list_display = ("id", "channel", "status", "tries", "next_try_at", "sent_at", "error")
    list_filter = ("status", "channel")
    search_fields = ("=key",)
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    fields = (
        "key",
        "channel",
        "status",
        "tries",
        "created_at",
        "next_try_at",
        "claimed_at",
        "sent_at",
        "read_at",
        "error",
    )
    actions = ("send_dead_again",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The two filters only: a free lookup would read words and addresses, letter by letter."""
        return lookup.removesuffix("__exact") in self.list_filter

    @admin.action(description=_("重新发送所选的失败通知"), permissions=["view"])
    def send_dead_again(self, request: HttpRequest, queryset: QuerySet[Outbox]) -> None:
        count = send_again(list(queryset.values_list("id", flat=True)), at=timezone.now())
        words = ngettext("%(count)d 条已重新排队。", "%(count)d 条已重新排队。", count) % {"count": count}
        messages.success(request, words)


@admin.register(ChannelState)
class ChannelStateAdmin(ReadOnly):
    """Which way out is closed at the moment, and why."""

    list_display = ("channel", "failures", "open_until", "error", "changed_at")
