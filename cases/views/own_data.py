"""/my/data/: a copy of the own data, asked for, waited for, downloaded by its owner alone."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from cases.actions.export_data import ask_export, drop_exports
from cases.models import DataExport

log = logging.getLogger(__name__)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """Where the copy stands; a button to ask for one, another to delete it before its day is over."""
    user, at = request.user, timezone.now()
    assert isinstance(user, User)
    if user.is_staff:
        raise Http404  # what officials did belongs to the files of the cases
    if request.method == "POST" and "delete" in request.POST:
        drop_exports(list(DataExport.objects.ready(at).filter(user=user)))
        messages.success(request, _("数据副本已删除。"))
        return redirect("cases:data")
    if request.method == "POST":
        ask_export(user.pk, at=at)
        return redirect("cases:data")
    last = DataExport.objects.filter(user=user).order_by("-asked_at", "-pk").first()
    is_over = bool(last and last.until and last.until <= at)
    return render(request, "cases/own_data.html", {"last": last, "is_over": is_over})


@never_cache
@login_required
@require_safe
def download(request: HttpRequest) -> FileResponse:
    """The ready copy of whoever asks: there is no address by which anybody could ask for another's."""
    row = DataExport.objects.ready(timezone.now()).filter(user=request.user.pk).first()
    if row is None:
        raise Http404
    try:
        file = (Path(settings.MEDIA_ROOT) / row.path).open("rb")
    except FileNotFoundError:
        log.error("copy of own data %s has no file", row.pk)
        raise Http404 from None
    name = _("我的数据-%(day)s.zip") % {"day": timezone.localdate(row.made_at).isoformat()}
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
