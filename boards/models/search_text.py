"""What search looks through: one row a message that is up, its public words folded into one text.

Apart from the message, so that a message that only moves on writes nothing into the index of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from boards.models.board import Board
from boards.models.category import Category
from boards.models.message import Message
from boards.models.standing import of_message
from boards.rules.cursor import Cursor
from boards.rules.question import Question
from boards.rules.shingles import fenced, mark, query, query_of_mark
from boards.rules.times import CHINA

Units = Mapping[str, Sequence[int]]  # term → the units that it names


class SearchTextQuerySet(models.QuerySet["SearchText"]):
    def indexed(self, terms: Sequence[str], units: Units) -> SearchTextQuerySet:
        """What the index of pairs proposes: all pairs of each term, or one of the units that it names."""
        asked = " & ".join(filter(None, (_proposing(term, units) for term in terms)))
        return self.filter(
            RawSQL(
                "boards_pairs(boards_searchtext.said) @@ %s::tsquery", [asked], output_field=BooleanField()
            )
        )

    def beyond(self, cursor: Cursor | None) -> SearchTextQuerySet:
        """The rows on the far side of a cursor in its direction, in the order of (posted_at, message)."""
        if cursor is None:
            return self.order_by("-posted_at", "-message_id")
        same = Q(posted_at=cursor.at)
        if cursor.goes_older:
            beyond = Q(posted_at__lt=cursor.at) | same & Q(message_id__lt=cursor.id)
            return self.filter(beyond, posted_at__lte=cursor.at).order_by("-posted_at", "-message_id")
        beyond = Q(posted_at__gt=cursor.at) | same & Q(message_id__gt=cursor.id)
        return self.filter(beyond, posted_at__gte=cursor.at).order_by("posted_at", "message_id")

    def of_year(self, year: str) -> SearchTextQuerySet:
        """Posted in that year; "" is any."""
        if not year:
            return self
        first, after = (datetime(int(year) + more, 1, 1, tzinfo=CHINA) for more in (0, 1))
        return self.filter(posted_at__gte=first, posted_at__lt=after)


class SearchText(models.Model):
    message = models.OneToOneField(
        Message,
        verbose_name=_("留言"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="search_text",
    )
    board = models.ForeignKey(
        Board, verbose_name=_("留言板"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        Category,
        verbose_name=_("类别"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("类型"), max_length=12)
    posted_at = models.DateTimeField(_("留言时间"))
    put_up_at = models.DateTimeField(_("公开时间"))
    said = models.TextField(_("检索文本"))

    objects: ClassVar[SearchTextQuerySet] = SearchTextQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("检索文本")
        verbose_name_plural = _("检索文本")
        indexes = [
            # /search/: a frequent word is met on a walk by time, of all boards or of one
            models.Index(fields=["-posted_at", "-message"], name="search_text_by_time"),
            models.Index(fields=["board", "-posted_at", "-message"], name="search_text_of_board"),
            # saved searches: what went up since the last look
            models.Index(fields=["put_up_at", "message"], name="search_text_new"),
            # /search/: a rare word; pairs of characters of all that is said
            GinIndex(
                Func(F("said"), function="boards_pairs", output_field=SearchVectorField()),
                name="search_text_pairs",
            ),
        ]

    def __str__(self) -> str:
        return str(self.message_id)


def says(terms: Sequence[str], units: Units) -> Q:
    """The text has every term, or the mark of a unit that the term names."""
    return reduce(and_, (_has(term, units) for term in terms))


def fits(question: Question, boards: Sequence[int] | None, categories: Sequence[int] | None) -> Q:
    """The row passes the filters; `boards` and `categories` are those that the question allows, None for all."""
    condition = Q()
    if boards is not None:
        condition &= Q(board__in=boards)
    if categories is not None:
        condition &= Q(category__in=categories)
    if question.kind:
        condition &= Q(kind=question.kind)
    if question.state:
        condition &= of_message(question.state)
    return condition


def contains(words: str) -> Q:
    """The stored text has these fenced words as they are; LIKE would read % and _ as something else."""
    return Q(GreaterThan(StrIndex(F("said"), Value(words)), 0))


def _has(term: str, units: Units) -> Q:
    return reduce(or_, (contains(word) for word in (fenced(term), *map(mark, units.get(term, ())))))


def _proposing(term: str, units: Units) -> str:
    own = query(term)
    named = [query_of_mark(unit) for unit in units.get(term, ())]
    return " | ".join([f"({own})", *named]) if named and own else own
