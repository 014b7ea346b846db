"""/track/: where a case stands, for whoever holds its number and lookup code. No sign-in, nothing personal."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.address import address_block, client_address
from accounts.rules.limits import come_back
from accounts.tries import Tries, hold_off
from cases.forms.track import TrackForm
from cases.models import Case
from cases.reads.track import looked_up, tracked
from cases.rules.numbers import LONGEST_TYPED

WRONG = Tries("track")  # wrong pairs


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The form; or, by POST so that the code is in no address and no log, the case."""
    if request.method != "POST":
        form = TrackForm(initial={"number": request.GET.get("number", "")[:LONGEST_TYPED]})
        return render(request, "cases/track.html", {"form": form})
    form, at = TrackForm(request.POST), timezone.now()
    case, until = _looked_up(request, form, at) if form.is_valid() else (None, None)
    page = tracked(case, at) if case else None
    response = render(request, "cases/track.html", {"form": form, "page": page})
    return hold_off(response, until, at) if until else response


def _looked_up(request: HttpRequest, form: TrackForm, at: datetime) -> tuple[Case | None, datetime | None]:
    """The case, or None and the form says why; and until when an address waits that has been wrong too often.

    It is not told whether this was right.
    """
    address = address_block(client_address(request))
    if not WRONG.are_left(address):
        until = WRONG.again_at(address)
        form.add_error(
            None,
            _("输错的次数过多。%(when)s也可以用手机号登录，在“我的留言”里查看。")
            % {"when": come_back(until, at)},
        )
        return None, until
    given = form.cleaned_data
    case = looked_up(given["number"], given["code"], settings.SECRET_KEY)
    if case is None:
        WRONG.count(address)
        form.add_error(
            None, _("编号和查询码对不上，请对照回执核对；也可以用手机号登录，在“我的留言”里查看。")
        )
    return case, None
