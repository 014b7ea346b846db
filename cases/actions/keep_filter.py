"""keep_filter: a person keeps a query of the case list under a name of the own; the same name again takes the new query."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.errors import HeldBack
from cases.models import SavedFilter

MOST = 20  # links above a list that anybody still reads
NAME_MOST, QUERY_MOST = 30, 500


def keep_filter(*, by: User, at: datetime, name: str, query: str) -> None:
    """`query` as in an address. Raises HeldBack with what to do."""
    if not query:
        raise HeldBack(_("还没有筛选条件：请先选好条件并点“筛选”，再保存。"))
    if not name:
        raise HeldBack(_("请给常用筛选起一个名称。"))
    if len(name) > NAME_MOST or len(query) > QUERY_MOST:
        raise HeldBack(_("名称最多 30 个字；条件太长的，请减少搜索的字数。"))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows at once count each other's
        own = SavedFilter.objects.filter(user=by)
        if not own.filter(name=name).exists() and own.count() >= MOST:
            raise HeldBack(_("最多保存 20 个常用筛选，请先删去不用的。"))
        SavedFilter.objects.update_or_create(user=by, name=name, defaults={"query": query, "saved_at": at})
