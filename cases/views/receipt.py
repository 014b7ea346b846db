"""The lookup code on its way to the author: in a signed cookie of one page, for half an hour. We keep only its digest.

So the page may be loaded again, a GET writes nothing, and no table ever holds the code in clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.actions.submit import Receipt

COOKIE = "receipt"
SECONDS = 1800


@dataclass(frozen=True)
class Slip:
    """What the printable slip shows. The picture leads to /track/ with the number; the code is never in an address."""

    number: str
    code: str
    address: str
    picture: str  # path data of the QR squares
    width: int


def give(response: HttpResponse, receipt: Receipt, *, is_secure: bool) -> None:
    """Give the code along with the way to the case's page."""
    response.set_signed_cookie(
        COOKIE,
        receipt.lookup_code,
        salt=receipt.number,
        max_age=SECONDS,
        path=reverse("cases:my_case", args=[receipt.number]),
        secure=is_secure,
        httponly=True,
        samesite="Strict",
    )


def take_back(response: HttpResponse, number: str) -> None:
    """The author has written the code down."""
    response.delete_cookie(COOKIE, path=reverse("cases:my_case", args=[number]), samesite="Strict")


def slip_of(request: HttpRequest, number: str) -> Slip | None:
    """The slip, while the browser still holds the code of this case."""
    code = request.get_signed_cookie(COOKIE, default="", salt=number, max_age=SECONDS)
    if not code:
        return None
    track = settings.PUBLIC_URL + reverse("cases:track")
    picture, width = _squares(f"{track}?{urlencode({'number': number})}")
    return Slip(number, code, track, picture, width)


def _squares(text: str) -> tuple[str, int]:
    """A QR code as path data, one square of side 1 a dark module, with the quiet border; and its width."""
    modules = segno.make(text, error="m", micro=False).matrix_iter(scale=1, border=4)
    rows = [list(row) for row in modules]
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, bit in enumerate(row) if bit]
    return "".join(dark), len(rows)
