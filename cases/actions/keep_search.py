"""keep_search: a person wants to be told of new public messages that a search finds; drop_search: no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from boards.models.scope import is_known
from boards.rules.question import Question
from cases.actions.errors import HeldBack
from cases.models import SavedSearch
from cases.models.saved_search import stored

MOST = 20  # each is asked for every person every hour
QUERY_MOST = 500


def keep_search(question: Question, *, by: User, at: datetime) -> SavedSearch:
    """The same search again is the same row. Raises HeldBack with what to do."""
    if not question.terms or not is_known(question):
        raise HeldBack(_("还没有搜索词：请先搜索，再在结果页上点“有新留言时通知我”。"))
    query = stored(question)
    if len(query) > QUERY_MOST:
        raise HeldBack(_("搜索条件太长，请减少字数或筛选条件。"))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two windows at once count each other's
        own = SavedSearch.objects.filter(user=by)
        kept = own.filter(query=query).first()
        if kept is not None:
            return kept
        if own.count() >= MOST:
            raise HeldBack(_("最多订阅 20 个搜索，请先取消不用的。"))
        return own.create(user=by, query=query, saved_at=at, looked_to=at)


def drop_search(pk: int, *, by: User) -> bool:
    """Whether there was one; another's is as if it were not there."""
    count, _rows = SavedSearch.objects.filter(pk=pk, user=by).delete()
    return count > 0
