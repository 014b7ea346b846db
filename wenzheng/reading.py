"""大字版, 高对比 and 关怀版: how a visitor wants the pages set; one small cookie, no JavaScript needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

COOKIE = "reading"
CHOICES = ("large", "contrast", "care")
A_YEAR = 365 * 24 * 3600


def chosen(request: HttpRequest) -> tuple[str, ...]:
    """The choices the visitor made, in the order of CHOICES; anything else in the cookie is ignored."""
    kept = request.COOKIES.get(COOKIE, "").split(".")
    return tuple(name for name in CHOICES if name in kept)


def classes(request: HttpRequest) -> str:
    """Class names for <html>; css/tokens.css knows what they change."""
    return " ".join(f"wz-{name}" for name in chosen(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """Choose, and go back to where one came from."""
    back = way_back(request)
    if request.method != "POST":
        return render(request, "reading.html", {"chosen": chosen(request), "way_back": back})
    wanted = ".".join(name for name in CHOICES if name in request.POST)
    response = HttpResponseRedirect(back)
    if wanted:
        response.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def way_back(request: HttpRequest) -> str:
    """The own address that `next` names; the front page for anything else."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if own else "/"
