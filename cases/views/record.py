"""登记来电: the intake desk writes down a call as a case of its own; number and lookup code are shown once, to be read out."""

from __future__ import annotations

from django.contrib.admin import site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.actions.errors import CaseError
from cases.actions.submit import submit
from cases.forms.record import RecordForm
from cases.views.forbidden import forbidden


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """The form, and after it the receipt. The same form sent twice is one case."""
    assert isinstance(request.user, User)  # the site lets nobody else in
    who = standing_of(request.user)
    if not who.has(Role.INTAKE):
        return forbidden(request, _("“登记来电”只能由受理单位的受理员操作。"))
    form = RecordForm(request.POST if request.method == "POST" else None, who=who)
    shown = {**site.each_context(request), "title": _("登记来电"), "form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "admin/cases/case/record.html", shown)
    try:
        receipt = submit(form.submission(), by=request.user, at=timezone.now())
    except CaseError as refused:
        form.add_error(None, refused.words)
        return render(request, "admin/cases/case/record.html", shown)
    return render(request, "admin/cases/case/recorded.html", {**shown, "receipt": receipt})
