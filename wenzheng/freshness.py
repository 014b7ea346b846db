"""Public pages that are read again without being made again, and are never older than the rows they show.

A view names the tokens that its page depends on (boards/stamps.py). The page is kept with the tokens' values and is good
only as long as Redis holds the same values; posting.py changes them right after its commit. Pages lie in this process
and, for the other processes, in Redis. Without Redis every page is made anew, which is slow and right.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from boards.stamps import EVERYTHING, KEEP_BY, stamp
from wenzheng.language import language_of
from wenzheng.reading import chosen

MOST_SECONDS = 30  # a safety net only: a process killed between its commit and the change of the token
REMEMBERED_SECONDS = 3600  # for how long Last-Modified is kept while the body stays the same
MOST_BYTES_HERE = 4 * 1024 * 1024
LONGEST_ADDRESS = 300
POLICY = "Content-Security-Policy"
CONDITIONS = frozenset(
    {"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}
)
NOT_KEPT = frozenset({"Vary", "Cache-Control", "Content-Length", KEEP_BY})
WANTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Page:
    """A page as it was made, ready to be sent again."""

    packed: bytes
    headers: Mapping[str, str]
    etag: str
    changed_at: int
    stamps: Mapping[str, str]
    until: float

    def is_good(self) -> bool:
        """Not too old, and nothing that it shows has changed. One question to Redis."""
        return time.time() < self.until and cache.get_many(list(self.stamps)) == self.stamps


class Shelf:
    """The pages that this process used last, up to MOST_BYTES_HERE; threads share it."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Page | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: str, page: Page) -> None:
        with self._lock:
            self._take(key)
            self._pages[key] = page
            self._bytes += len(page.packed)
            while self._bytes > MOST_BYTES_HERE:
                self._take(next(iter(self._pages)))

    def _take(self, key: str) -> None:
        if page := self._pages.pop(key, None):
            self._bytes -= len(page.packed)


class FreshnessMiddleware:
    """Stands before the policy and sessions: a visitor who is not signed in costs neither a query nor a cookie."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.shelf = Shelf()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_kept(request):
            return self._past(request)
        key = _key(request)
        page = self._found(key)
        if page is None:
            made = self._made(request, key)
            if isinstance(made, HttpResponse):
                return made
            page = made
        return _sent(request, page)

    def _past(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _names(response):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    def _found(self, key: str) -> Page | None:
        page = self.shelf.get(key)
        if page is not None and page.is_good():
            return page
        page = cache.get(f"page:{key}")
        if isinstance(page, Page) and page.is_good():
            self.shelf.put(key, page)
            return page
        return None

    def _made(self, request: HttpRequest, key: str) -> Page | HttpResponse:
        """Make the page. EVERYTHING is asked before and after: had anything changed meanwhile, it is not kept."""
        before = stamp(EVERYTHING)
        response = self.get_response(request)
        names = _names(response)
        if not names or response.status_code != 200 or response.streaming or response.cookies:
            return response
        stamps = {name: stamp(name) for name in names}
        page = _page(key, response, stamps)
        now = cache.get_many([*stamps, EVERYTHING])
        if (
            before
            and now.get(EVERYTHING) == before
            and all(now.get(name) == value for name, value in stamps.items())
        ):
            self.shelf.put(key, page)
            cache.set(f"page:{key}", page, MOST_SECONDS)
        return page


def _may_be_kept(request: HttpRequest) -> bool:
    """A plain GET of somebody who is not signed in and for whom no message waits."""
    return (
        request.method == "GET"
        and not request.path_info.startswith(settings.STATIC_URL)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _names(response: HttpResponse) -> list[str]:
    """The tokens that the page depends on; the header that says so stays here."""
    names = response.headers.get(KEEP_BY, "").split()
    del response.headers[KEEP_BY]
    return names


def _key(request: HttpRequest) -> str:
    """Host (checked), path, query and the visitor's choices of reading and language, made short."""
    choices = (".".join(chosen(request)), language_of(request))
    parts = (request.scheme, request.get_host(), request.get_full_path(), *choices)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]


def _page(key: str, response: HttpResponse, stamps: Mapping[str, str]) -> Page:
    """The response as a page; Last-Modified stays what it was while the body is the same."""
    etag, now = hashlib.sha256(response.content).hexdigest()[:32], time.time()
    seen = cache.get(f"seen:{key}")
    changed_at = seen[1] if seen and seen[0] == etag else int(now)
    cache.set(f"seen:{key}", (etag, changed_at), REMEMBERED_SECONDS)
    return Page(
        packed=gzip.compress(response.content, compresslevel=6, mtime=0),
        headers={
            **{name: value for name, value in response.headers.items() if name not in NOT_KEPT},
            "Last-Modified": http_date(changed_at),
            "Cache-Control": "public, no-cache",
            "Vary": "Accept-Encoding, Cookie",
        },
        etag=etag,
        changed_at=changed_at,
        stamps=dict(stamps),
        until=now + MOST_SECONDS,
    )


def _sent(request: HttpRequest, page: Page) -> HttpResponse:
    """The page as an answer: 304 where the visitor has it already, packed where the browser can unpack."""
    is_packed = bool(WANTS_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    response = HttpResponse(page.packed if is_packed else gzip.decompress(page.packed), headers=page.headers)
    etag = f'W/"{page.etag}"' if is_packed else f'"{page.etag}"'
    response["ETag"] = etag
    if is_packed:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    if not CONDITIONS.isdisjoint(request.META):
        answer = get_conditional_response(request, etag, page.changed_at, response) or response
        answer.headers.setdefault(POLICY, page.headers.get(POLICY, ""))
        return answer
    return response
