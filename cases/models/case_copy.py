"""Cases as their reader may read them: of a report (举报) only the redacted copy leaves the database for most of the staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models.query import ModelIterable
from django.utils.translation import gettext as _

from cases.rules.report_copy import masked
from cases.rules.sight import sees_original
from cases.rules.states import Kind

if TYPE_CHECKING:
    from accounts.roles import Standing
    from cases.models.case import Case


class CopiesOfReports(ModelIterable):
    """The rows of `visible_to`. No page has to remember what it may print: it never holds the other words."""

    def __iter__(self) -> Iterator[Any]:
        reader: Standing = self.queryset.reader  # type: ignore[attr-defined]
        for case in super().__iter__():
            if _shows_words(case) and not _may_read(reader, case):
                show_copy(case)
            yield case


def show_copy(case: Case) -> None:
    """Put the copy in the place of the words, in memory; such an object is for showing and is never saved."""
    held = case.__dict__
    case.is_copy = True
    title, body = held.get("title", ""), held.get("body", "")
    case.title = case.redacted_title or masked(title) or _("举报件")
    case.body = held.get("redacted_body", "") or masked(body)
    case.place, case.author_name = "", _("举报人")
    case.region, case.group_size, case.private_passages = (
        None,
        None,
        [],
    )  # a hidden passage is the author's word


def _shows_words(case: Case) -> bool:
    """Neither title nor body was asked for: nothing to hide, and no query for it."""
    return bool(case.__dict__.keys() & {"title", "body"})


def _may_read(reader: Standing, case: Case) -> bool:
    if case.kind != Kind.REPORT:
        return True
    author_id = case.author_id
    if sees_original(reader, kind=case.kind, desk_id=None, author_id=author_id):
        return True
    return sees_original(reader, kind=case.kind, desk_id=case.board.desk_id, author_id=author_id)
