"""The one place that turns a fault of the outside world into a page: a database that is away is a 503, never a 500."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable

import psycopg2
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request as plain_bad_request
from django.views.defaults import server_error as plain_server_error

log = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MOST_BYTES = 24 * 1024 * 1024  # the attachments of one message and what is around them


class FaultsMiddleware:
    """Last in the chain, so that it stands nearest to the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES:
            return too_large()  # before anything of it is read and laid on the disk
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer in plain words what is nobody's mistake; leave everything else to Django's 500."""
        if is_away(exception):
            log.error("database away: %s", type(exception).__name__)
            return unavailable()
        if isinstance(exception, TOO_LARGE):
            return too_large()
        return None


def is_away(problem: BaseException | None) -> bool:
    """Whether the database could not answer. A line that breaks within an answer is told by the driver as an error of no
    particular kind; what the server itself has to say always carries a code.
    """
    if isinstance(problem, (OperationalError, InterfaceError)):
        return True
    told = problem.__cause__ if isinstance(problem, DatabaseError) else None
    return isinstance(told, psycopg2.Error) and told.pgcode is None


def unavailable() -> HttpResponse:
    """503 with the time to come back; needs neither database nor cache."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "15"})


def too_large() -> HttpResponse:
    """413: what was sent is larger than any form of ours."""
    return HttpResponse(render_to_string("413.html"), status=413)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a form is read first where its token is checked, outside of every view."""
    return too_large() if isinstance(exception, TOO_LARGE) else plain_bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: the session is written after the view, where no process_exception looks."""
    return unavailable() if is_away(sys.exc_info()[1]) else plain_server_error(request)
