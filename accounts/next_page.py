"""Where to go after signing in: a path of this site and nothing else."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def next_page(request: HttpRequest) -> str:
    """The `next` that the request carries, or "" when it has none or one that leads away from this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_local = (
        wanted.startswith("/")
        and wanted.isprintable()  # browsers drop tabs and newlines: "/\t/evil" would become "//evil"
        and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    )
    return wanted if is_local else ""
