"""/my/files/: a file that goes up as soon as it is chosen. The form's script asks; without it files go up with the form."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.rules.limits import come_back
from accounts.tries import Tries, hold_off
from cases.actions.keep_files import keep_files, let_go
from cases.forms.kept import KeepForm

UPLOADS = Tries("upload")  # files of forms that are never sent


@never_cache
@require_POST
def keep_file(request: HttpRequest) -> HttpResponse:
    """JSON: `kept`, the word by which the form finds all its files, and the `files`; or the `words` that say why not."""
    user, at = request.user, timezone.now()
    if not isinstance(user, User):
        return _refused(
            _("登录已经过期。您写的内容还在这一页：请在新窗口登录后回来接着传。"), HTTPStatus.FORBIDDEN
        )
    form = KeepForm(request.POST, request.FILES, user_id=user.pk)
    if not form.is_valid():
        return _refused(" ".join(map(str, form.errors["attachments"])), HTTPStatus.BAD_REQUEST)
    if not UPLOADS.count(str(user.pk), len(form.fresh)):
        until = UPLOADS.again_at(str(user.pk))
        words = _("您上传的文件太多。") + come_back(until, at)
        return hold_off(_refused(words, HTTPStatus.TOO_MANY_REQUESTS), until, at)
    let_go(form.dropped)
    form.kept += keep_files(form.fresh)
    rows = [{"key": each.key.hex, "name": each.name, "size": filesizeformat(each.size)} for each in form.kept]
    return JsonResponse({"kept": form.kept_word, "files": rows})


def _refused(words: str, status: HTTPStatus) -> JsonResponse:
    return JsonResponse({"words": words}, status=status)
