"""What was answered last, as Atom feeds: of the whole site, of a board, of a category.

Titles only: the words stay where they can be taken down. Each feed looks at a bounded stretch of a list that has an index.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards import stamps
from boards.models import Board, Category, Message
from boards.models.category import below
from boards.reads.rows import Line, lines

NEWEST = 100
NEWEST_OF_ALL = 2_000  # a category's feed is what is of it among these: who asks once a day misses nothing
MOST_ENTRIES = 20


@require_safe
def site_feed(request: HttpRequest) -> HttpResponse:
    """`/feed/`: the answers of all boards."""
    newest = Message.objects.up().filter(replied_at__isnull=False).order_by("-replied_at", "-id")
    words = _("各留言板最近公开的回复")
    return _feed(
        request,
        settings.SITE_NAME,
        words,
        path="/",
        answered=lines(newest[:MOST_ENTRIES]),
        stamp=stamps.EVERYTHING,
    )


@require_safe
def board_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """`/boards/<slug>/feed/`: the answers among the board's newest messages."""
    board = get_object_or_404(Board, slug=slug)
    newest = lines(Message.objects.up().filter(board=board).beyond(None)[:NEWEST])
    answered = sorted(
        (each for each in newest if each.replied_at), key=attrgetter("replied_at"), reverse=True
    )
    return _feed(
        request,
        f"{board.title} - {settings.SITE_NAME}",
        _("%(board)s最近公开的回复") % {"board": board.title},
        path=board.get_absolute_url(),
        answered=answered[:MOST_ENTRIES],
        stamp=stamps.key_of(board.pk),
    )


@require_safe
def category_feed(request: HttpRequest, code: str) -> HttpResponse:
    """`/categories/<code>/feed/`: the answers to messages of this category and of those below it."""
    category = get_object_or_404(Category, code=code)
    newest = Message.objects.up().filter(replied_at__isnull=False).order_by("-replied_at", "-id")
    wanted: set[int] = set(below(code))
    kept: list[int] = []
    for pk, category_id in newest.values_list("pk", "category_id")[:NEWEST_OF_ALL]:
        if category_id in wanted and len(kept) < MOST_ENTRIES:
            kept.append(pk)
    return _feed(
        request,
        f"{category.name} - {settings.SITE_NAME}",
        _("“%(category)s”一类最近公开的回复") % {"category": category.name},
        path="/",
        answered=lines(Message.objects.filter(pk__in=kept).order_by("-replied_at", "-id")),
        stamp=stamps.EVERYTHING,
    )


def _feed(
    request: HttpRequest, title: str, words: str, *, path: str, answered: Iterable[Line], stamp: str
) -> HttpResponse:
    """The messages as entries of a feed that belongs to the page at `path` and changes with `stamp`."""
    feed = Atom1Feed(
        title=title,
        link=f"{settings.PUBLIC_URL}{path}",
        description=words,
        language=get_language(),
        feed_url=f"{settings.PUBLIC_URL}{request.path}",
    )
    for message in answered:
        link = f"{settings.PUBLIC_URL}/messages/{message.number}/"
        feed.add_item(
            message.title,
            link,
            _("%(unit)s已回复") % {"unit": message.unit or message.board__title},
            unique_id=link,
            pubdate=message.posted_at,
            updateddate=message.replied_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    if not request.GET:  # what is none of ours may not fill the shelf
        response[stamps.KEEP_BY] = stamp
    return response
