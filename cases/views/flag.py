"""/messages/<number>/flag/: a reader points at a public message. No account needed, works without scripts, is never kept."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.address import address_block, client_address
from accounts.rules.limits import come_back
from accounts.tries import Tries, hold_off
from boards.models import Message
from cases.actions.errors import CaseMissing
from cases.actions.flags import raise_flag
from cases.forms.flags import FlagForm
from cases.rules.numbers import parse_number

BY_ACCOUNT = Tries("flag")
BY_ADDRESS = Tries("flag_address")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, number: str) -> HttpResponse:
    """The form; after it the same page, which says thank you."""
    message = _public(number)
    shown = {"message": message, "is_done": "done" in request.GET}
    form = FlagForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "cases/flag.html", {**shown, "form": form})
    address, at = address_block(client_address(request)), timezone.now()
    tries, key = (
        (BY_ACCOUNT, str(request.user.pk)) if request.user.is_authenticated else (BY_ADDRESS, address)
    )
    if not tries.count(key):
        until = tries.again_at(key)
        form.add_error(None, _("反映的次数较多。%(when)s") % {"when": come_back(until, at)})
        return hold_off(render(request, "cases/flag.html", {**shown, "form": form}), until, at)
    try:
        raise_flag(message.number, sender_digest=_digest(tries, key), at=at, **form.cleaned_data)
    except CaseMissing as gone:
        raise Http404 from gone
    return HttpResponseRedirect(f"{reverse('cases:flag', args=[message.number])}?done=1", status=303)


def _public(number: str) -> Message:
    """What is not public is not there, whatever it is."""
    known = parse_number(number)
    message = Message.objects.up().filter(number=known).only("number", "title").first() if known else None
    if message is None:
        raise Http404
    return message


def _digest(tries: Tries, key: str) -> str:
    """The same reader gives the same digest; without our key it leads to nobody."""
    kind = "account" if tries is BY_ACCOUNT else "address"
    return salted_hmac(
        "cases.flag", f"{kind}:{key}", secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()
