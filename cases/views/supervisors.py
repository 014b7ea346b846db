"""Who comes into the supervisors' pages: an official signed in at the desk who is a supervisor; the same door for all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.views.forbidden import forbidden


def for_supervisors(
    view: Callable[[HttpRequest, User], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The view is given the supervisor; a stranger is sent to sign in, others are told whose page it is."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not (person.is_staff and standing_of(person).has(Role.SUPERVISOR)):
            return forbidden(request, _("“督办台”只对督查员开放。"))
        return view(request, person)

    return guarded
