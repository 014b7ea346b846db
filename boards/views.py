"""Public pages. Each finds its rows, reads, prints, and says on which tokens the page depends so that it can be kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.address import address_block, client_address
from accounts.tries import Tries, too_many
from boards import stamps
from boards.models import Board, Message
from boards.reads.board import STANDINGS, board_page
from boards.reads.directory import directory as read_directory
from boards.reads.home import home as read_home
from boards.reads.message import message_page
from boards.reads.search import MOST_LETTERS, number_of
from boards.reads.search import search as read_search
from boards.rules.cursor import Cursor, read_cursor

ALL = (_("全部留言板"), "/boards/")
SEARCHES = Tries("search")
CLOSED_TO_ROBOTS = ("/search/", "/accounts/", "/my/", "/track/", "/reading/", "/admin/", "/supervise/")


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
    page = board_page(found, standing=standing, field=field, cursor=_cursor(request), at=timezone.now())
    names = ("state", "field", "from")
    return _kept(
        request, "boards/board.html", {"page": page, "crumbs": [ALL]}, stamps.key_of(found.pk), names
    )


@require_safe
def message(request: HttpRequest, number: str) -> HttpResponse:
    """`/messages/<number>/`; 410 with a tombstone for what was taken down."""
    rows = Message.objects.select_related("board", "unit", "category").defer("words")
    found = get_object_or_404(rows, number=number)
    if not found.is_up:
        return render(request, "boards/message_gone.html", {"number": found.number}, status=410)
    context = {
        "page": message_page(found, timezone.now()),
        "crumbs": [ALL, (found.board.title, found.board.get_absolute_url())],
        "canonical": f"{settings.PUBLIC_URL}{found.get_absolute_url()}",
    }
    return _kept(request, "boards/message.html", context, stamps.key_of(found.board_id))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """`/search/?q=`; never kept, because what people type has no end."""
    asked, at = request.GET.get("q", ""), timezone.now()
    address = address_block(client_address(request))
    if asked and address and not SEARCHES.count(address):
        return too_many(SEARCHES.again_at(address), at)
    if number := number_of(asked[:MOST_LETTERS]):
        return HttpResponseRedirect(f"/messages/{number}/")
    found = read_search(asked, cursor=_cursor(request), at=at)
    return render(request, "boards/search.html", {"found": found})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`"""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


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
