"""The answer to a form that has done its work: 303, so that neither reload nor back sends it again."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse


def see_other(name: str, *args: Any) -> HttpResponseRedirect:
    """Go on to a named page."""
    return see_address(reverse(name, args=args))


def see_address(url: str) -> HttpResponseRedirect:
    """Go on to an address of ours."""
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)
