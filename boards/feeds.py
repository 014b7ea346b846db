"""A board's answers as an Atom feed: those among its newest messages, so that the list's own index serves it."""

from __future__ import annotations

from operator import attrgetter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boards import stamps
from boards.models import Board, Message
from boards.reads.rows import lines

NEWEST = 100
MOST_ENTRIES = 20


@require_safe
def board_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """`/boards/<slug>/feed/`: the messages answered last, titles only; the words stay where they can be taken down."""
    board = get_object_or_404(Board, slug=slug)
    feed = Atom1Feed(
        title=f"{board.title} - {settings.SITE_NAME}",
        link=f"{settings.PUBLIC_URL}{board.get_absolute_url()}",
        description=_("%(board)s最近公开的回复") % {"board": board.title},
        language=settings.LANGUAGE_CODE,
        feed_url=f"{settings.PUBLIC_URL}{request.path}",
    )
    newest = lines(Message.objects.up().filter(board=board).beyond(None)[:NEWEST])
    answered = sorted(
        (each for each in newest if each.replied_at), key=attrgetter("replied_at"), reverse=True
    )
    for message in answered[:MOST_ENTRIES]:
        link = f"{settings.PUBLIC_URL}/messages/{message.number}/"
        words = _("%(unit)s已回复") % {"unit": message.unit or board.title}
        feed.add_item(
            message.title,
            link,
            words,
            unique_id=link,
            pubdate=message.posted_at,
            updateddate=message.replied_at,
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response[stamps.KEEP_BY] = stamps.key_of(board.pk)
    return response
