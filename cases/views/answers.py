"""Answers that several views of the desk give."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render


class SeeOther(HttpResponseRedirect):
    """303: a POST is done, look there now; a reload of that page repeats nothing."""

    status_code = 303


def forbidden(request: HttpRequest, words: str) -> HttpResponse:
    """403 with the sentence that says who could."""
    return render(request, "403.html", {"reason": words}, status=403)
