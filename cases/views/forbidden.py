"""403 of the desk: not merely "no", but who could."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, words: str) -> HttpResponse:
    """The page with the sentence."""
    return render(request, "403.html", {"reason": words}, status=HTTPStatus.FORBIDDEN)
