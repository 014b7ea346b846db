"""/my/drafts/ and the address to which the posting form sends what has been typed so far."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from boards.models import Board
from cases.actions.errors import HeldBack
from cases.actions.keep_message_draft import end_message_draft, keep_message_draft
from cases.forms.citizen import typed_in
from cases.reads.message_drafts import draft_of, draft_rows
from cases.rules.workdays import in_shanghai
from cases.views.see_other import see_other


@never_cache
@login_required
@require_safe
def message_drafts(request: HttpRequest) -> HttpResponse:
    """The list."""
    assert isinstance(request.user, User)
    return render(request, "cases/message_drafts.html", {"drafts": draft_rows(request.user.pk)})


@login_required
@require_POST
def delete_draft(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person does not want it any more."""
    assert isinstance(request.user, User)
    end_message_draft(draft_of(request.user.pk, str(key)).key, request.user)
    messages.success(request, _("草稿已删除。"))
    return see_other("cases:drafts")


@never_cache
@require_POST
def keep_draft(request: HttpRequest, slug: str) -> JsonResponse:
    """The script's way to keep a draft: 200 with the key and version that the form shall carry, else why not."""
    user, at = request.user, timezone.now()
    if not isinstance(user, User):
        words = _("没有存上：登录已经过期。文字还在这一页；点“提交留言”登录后可以接着写。")
        return JsonResponse({"words": words}, status=HTTPStatus.UNAUTHORIZED)
    board = get_object_or_404(Board, slug=slug)
    typed = typed_in(request.POST)
    try:
        kept = keep_message_draft(typed.key, by=user, at=at, board=board, seen=typed.seen, typed=typed.words)
    except HeldBack as refused:
        return JsonResponse({"words": refused.words}, status=HTTPStatus.CONFLICT)
    words = (
        _("草稿已存，%(clock)s")
        if not kept.is_copy
        else _("别的窗口改过这份草稿，这里的另存为一份，%(clock)s")
    )
    told = {
        "key": str(kept.key),
        "version": kept.version,
        "words": words % {"clock": f"{in_shanghai(at):%H:%M}"},
    }
    return JsonResponse(told)
