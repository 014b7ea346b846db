"""Public pages. Each finds its rows, reads, prints, and says on which tokens the page depends so that it can be kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.address import address_block, client_address
from accounts.tries import Tries, too_many
from boards import stamps
from boards.models import STANDINGS, Board, Message
from boards.models.scope import is_known
from boards.reads.board import board_page
from boards.reads.directory import directory as read_directory
from boards.reads.home import home as read_home
from boards.reads.message import message_page
from boards.reads.search import number_of
from boards.reads.search import search as read_search
from boards.rules.cursor import Cursor, read_cursor
from boards.rules.numbers import as_written
from boards.rules.question import BY_TIME, Question, question_of
from boards.rules.shingles import MOST_LETTERS

ALL = (_("全部留言板"), "/boards/")
SEARCHES = Tries("search")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`"""
    return _kept(request, "boards/home.html", {"page": read_home(timezone.now())}, stamps.EVERYTHING)


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """`/boards/`, also with ?q= part of a name, its pinyin or initials."""
    asked = request.GET.get("q", "").strip()[:MOST_LETTERS]
    page = {"groups": read_directory(asked), "asked": asked}
    return _kept(request, "boards/directory.html", page, stamps.EVERYTHING)


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """`/boards/<slug>/`, also with ?state= ?field= and ?from= the end of another page."""
    found = get_object_or_404(Board.objects.select_related("owner", "figures"), slug=slug)
    standing = request.GET.get("state", "")
    if standing not in STANDINGS:
        raise Http404
    field = request.GET.get("field", "")[:12].replace("\0", "")
    cursor = _cursor(request)
    page = board_page(found, standing=standing, field=field, cursor=cursor, at=timezone.now())
    context = {"page": page, "crumbs": [ALL], "is_stretch": cursor is not None}
    if cursor and not page.is_filtered:  # another stretch of the list is no copy of its beginning
        context["canonical"] = f"{settings.PUBLIC_URL}{found.get_absolute_url()}?from={cursor}"
    return _kept(request, "boards/board.html", context, stamps.key_of(found.pk), ("state", "field", "from"))


@require_safe
def message(request: HttpRequest, number: str) -> HttpResponse:
    """`/messages/<number>/`; 410 with a tombstone for what was taken down; a number typed otherwise leads to it."""
    rows = Message.objects.select_related("board", "unit", "category")
    found = get_object_or_404(rows, number=as_written(number))
    if found.number != number:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    if not found.is_up:
        return render(request, "boards/message_gone.html", {"message": found}, status=410)
    page = message_page(found, timezone.now())
    context = {
        "page": page,
        "crumbs": [ALL, (found.board.title, found.board.get_absolute_url())],
        "address": f"{settings.PUBLIC_URL}{found.get_absolute_url()}",
        "canonical": f"{settings.PUBLIC_URL}{page.goes_on_at or found.get_absolute_url()}",
    }
    return _kept(request, "boards/message.html", context, stamps.key_of(found.board_id))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=` and filters; never kept, because what people type has no end."""
    typed, at = request.GET.get("q", ""), timezone.now()
    address = address_block(client_address(request))
    if typed and address and not SEARCHES.count(address):
        return too_many(SEARCHES.again_at(address), at)
    if number := number_of(typed):
        return HttpResponseRedirect(f"/messages/{number}/")
    sort = BY_TIME if request.GET.get("sort") == BY_TIME else ""
    found = read_search(_question(request), at=at, sort=sort, cursor=_cursor(request), typed=typed)
    return render(request, "boards/search.html", {"found": found})


@require_safe
def qr(request: HttpRequest, number: str) -> HttpResponse:
    """`/messages/<number>/qr.svg`: the message's address, to be held before a telephone."""
    found = get_object_or_404(Message.objects.up(), number=number)
    picture = BytesIO()
    address = f"{settings.PUBLIC_URL}{found.get_absolute_url()}"
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, light="#fff"
    )
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    if not request.GET:
        response[stamps.KEEP_BY] = stamps.key_of(found.board_id)
    return response


def _question(request: HttpRequest) -> Question:
    question = question_of(request.GET)
    if not is_known(question):
        raise Http404
    return question


def _cursor(request: HttpRequest) -> Cursor | None:
    word = request.GET.get("from", "")
    cursor = read_cursor(word) if word else None
    if word and cursor is None:
        raise Http404
    return cursor


def _kept(
    request: HttpRequest, template: str, context: dict[str, Any], stamp: str, names: tuple[str, ...] = ()
) -> HttpResponse:
    """The page, marked as depending on `stamp` alone; not marked when the address has parts that are none of ours."""
    response = render(request, template, context)
    if set(request.GET) <= set(names):
        response[stamps.KEEP_BY] = stamp
    return response
