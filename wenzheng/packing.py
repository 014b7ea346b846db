"""Words are sent packed. Files are not: pictures are packed by nature, and a stream would only wait for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORDS = ("text/", "application/xml", "application/atom+xml", "application/json", "image/svg+xml")


class PackingMiddleware(GZipMiddleware):
    """Django's own, with random padding against guessing by length; kept pages and static files come packed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)
