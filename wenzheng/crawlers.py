"""What machines that read the whole web are told: robots.txt, and the sitemaps that it names."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from boards.reads.sitemap import Part, Place, board_part, message_part, message_parts
from boards.stamps import EVERYTHING, KEEP_BY

# Private, without end, or a form: nothing that anybody would look for.
CLOSED = (
    "/my/",
    "/track/",
    "/accounts/",
    "/admin/",
    "/supervise/",
    "/attachments/",
    "/search/",
    "/reading/",
    "/language/",
    "/unsubscribe/",
)
PAGES = ("/", "/boards/", "/statistics/", "/deadlines/")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`"""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: the list of the others."""
    names = ["pages-0", "boards-0", *(f"messages-{part}" for part in message_parts())]
    entries = (_entry("sitemap", Place(f"/sitemap-{name}.xml")) for name in names)
    response = _xml("sitemapindex", entries)
    response[KEEP_BY] = EVERYTHING
    return response


@require_safe
def sitemap_part(request: HttpRequest, section: str, part: int) -> HttpResponse:
    """`/sitemap-messages-12.xml` and its like; a part without an address does not exist."""
    found = _part(section, part)
    if not found.places:
        raise Http404
    response = _xml("urlset", (_entry("url", place) for place in found.places))
    if found.changed_at is None:
        return response
    changed_at = int(found.changed_at.timestamp())
    response["Last-Modified"] = http_date(changed_at)
    return get_conditional_response(request, last_modified=changed_at, response=response) or response


def _part(section: str, part: int) -> Part:
    if section == "messages":
        return message_part(part)
    if part == 0 and section == "boards":
        return board_part()
    return Part(tuple(map(Place, PAGES)) if (section, part) == ("pages", 0) else ())


def _entry(tag: str, place: Place) -> str:
    changed = f"<lastmod>{place.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if place.changed_at else ""
    return f"<{tag}><loc>{escape(settings.PUBLIC_URL + place.path)}</loc>{changed}</{tag}>\n"


def _xml(root: str, entries: Iterable[str]) -> HttpResponse:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    return HttpResponse(f"{head}{''.join(entries)}</{root}>\n", content_type="application/xml; charset=utf-8")
