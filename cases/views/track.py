"""/track/: where a case stands, for whoever holds its number and lookup code. No sign-in, nothing personal."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.address import address_block, client_address
from cases.forms.track import TrackForm
from cases.models import Case
from cases.reads.track import looked_up, tracked
from cases.rules.numbers import LONGEST_TYPED
from cases.views.tries import Tries

WRONG = Tries("track", most=20)  # wrong pairs from one address


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form; or, by POST so that the code is in no address and no log, the case."""
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:LONGEST_TYPED]})
        return render(request, "cases/track.html", {"form": form})
    form = TrackForm(request.POST)
    case, status = _looked_up(request, form) if form.is_valid() else (None, HTTPStatus.OK)
    page = tracked(case, timezone.now()) if case else None
    return render(request, "cases/track.html", {"form": form, "page": page}, status=status)


def _looked_up(request: HttpRequest, form: TrackForm) -> tuple[Case | None, HTTPStatus]:
    """The case, or None and the form says why. Who has been wrong too often is not told whether this was right."""
    address = address_block(client_address(request))
    if not WRONG.are_left(address):
        form.add_error(None, _("输错的次数过多，请一小时后再试；也可以用手机号登录，在“我的留言”里查看。"))
        return None, HTTPStatus.TOO_MANY_REQUESTS
    given = form.cleaned_data
    case = looked_up(given["number"], given["code"], settings.SECRET_KEY)
    if case is None:
        WRONG.count(address)
        form.add_error(
            None, _("编号和查询码对不上，请对照回执核对；也可以用手机号登录，在“我的留言”里查看。")
        )
    return case, HTTPStatus.OK
