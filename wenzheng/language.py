"""简体, 繁體 or English: one small cookie, no JavaScript needed, the same address in every language.

The choice is the reader's own: Accept-Language is not asked, because a phone's factory setting is not a wish, and because
kept pages would have to be kept once more for each of its thousand spellings.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wenzheng.reading import A_YEAR, way_back

COOKIE = "language"
SOURCE = settings.LANGUAGE_CODE
# code → (what <html lang> says, the language's own name, its short name in the strip)
LANGUAGES = {
    SOURCE: ("zh-Hans", "简体中文", "简体"),
    "zh-hant": ("zh-Hant", "繁體中文", "繁體"),
    "en": ("en", "English", "English"),
}
DESK = ("/admin/", "/supervise/")  # the staff works in the language of its files


def language_of(request: HttpRequest) -> str:
    """The language that a request is answered in; anything strange in the cookie is the source language."""
    asked = request.COOKIES.get(COOKIE, SOURCE)
    return asked if asked in LANGUAGES and not request.path_info.startswith(DESK) else SOURCE


class LanguageMiddleware:
    """Stands behind the kept pages, which have their language in their key. The source language costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = language_of(request)
        if wanted == SOURCE:
            return self.get_response(request)
        with translation.override(wanted):
            return self.get_response(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Choose, and go back to where one came from."""
    back = way_back(request)
    if request.method != "POST":
        return render(request, "language.html", {"way_back": back})
    response = HttpResponseRedirect(back)
    wanted = request.POST.get("language")
    if wanted in LANGUAGES and wanted != SOURCE:
        response.set_cookie(COOKIE, wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
