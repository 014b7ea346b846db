"""/boards/<slug>/post/: the citizen's posting form, from the empty page to the receipt."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.address import address_block, client_address
from accounts.models import User
from accounts.tries import Tries, hold_off
from boards.models import Board
from cases.actions.errors import CaseError, HeldBack
from cases.actions.keep_files import keep_files, let_go
from cases.actions.keep_message_draft import keep_message_draft
from cases.actions.submit import Receipt, submit
from cases.forms.citizen import PostForm, typed_in
from cases.reads.alike_posts import alike_posts
from cases.reads.emergency import urgent_of
from cases.reads.message_drafts import draft_of
from cases.reads.my_case import own_case
from cases.reads.posting import (
    Preview,
    categories_offered,
    intake_length,
    kinds_offered,
    preview,
    regions_offered,
)
from cases.rules.sight import masked_phone
from cases.rules.workdays import in_shanghai
from cases.views.receipt import give
from cases.views.see_other import see_address, see_other

DRAFT = "post_draft"  # session key: what was typed before the sign-in, {"slug", and the fields of DRAFTED}
DRAFT_SECONDS = 3600
DRAFTS = Tries("post_draft")  # rows for people who are not signed in
KEPT_FILES = Tries("upload")  # files of forms that are never sent


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the form, the preview, the errors; or take the message and go on to its page."""
    board = get_object_or_404(Board, slug=slug)
    if not board.is_open:
        return _closed(request, board)
    user = request.user
    if not isinstance(user, User):
        return _sign_in_first(request, slug)
    if not user.phone:
        return render(request, "cases/no_phone.html", {"board": board}, status=HTTPStatus.FORBIDDEN)
    if "keep" in request.POST:
        return _kept(request, board, user)
    form = _form(request, user, slug)
    shown, status = None, HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST or form.asks_first:
            shown = _preview(form, board, user)
        elif receipt := _submitted(form, board, user):
            return _received(request, receipt)
        else:
            status = HTTPStatus.TOO_MANY_REQUESTS
    _keep(form, user)
    return _page(request, board, form, shown, status)


def _form(request: HttpRequest, user: User, slug: str) -> PostForm:
    offered = {"categories": categories_offered(), "regions": regions_offered()}
    if request.method == "POST":
        return PostForm(request.POST, request.FILES, user_id=user.pk, **offered)
    if "draft" in request.GET:
        draft = draft_of(user.pk, request.GET["draft"])
        form = PostForm(initial=draft.opened(), user_id=user.pk, **offered)
        form.key, form.draft_version = draft.key, draft.version
        return form
    typed = request.session.get(DRAFT, {})
    initial = typed if typed.get("slug") == slug else {}
    return PostForm(initial=initial, user_id=user.pk, **offered)


def _kept(request: HttpRequest, board: Board, user: User) -> HttpResponse:
    """存草稿 without a script: kept as it stands, right or wrong, and shown again."""
    typed, at = typed_in(request.POST), timezone.now()
    try:
        kept = keep_message_draft(typed.key, by=user, at=at, board=board, seen=typed.seen, typed=typed.words)
    except HeldBack as refused:
        messages.warning(request, refused.words)
        return _page(request, board, _form(request, user, board.slug), None, HTTPStatus.CONFLICT)
    if kept.is_copy:
        messages.warning(
            request, _("这份草稿在别的窗口里改过，这里的文字另存为一份新草稿，两份都在“我的草稿”里。")
        )
    else:
        messages.success(request, _("草稿已存，30 天内可以在“我的草稿”里接着写。照片和文件不随草稿保存。"))
    return see_address(f"{reverse('cases:post', args=[board.slug])}?draft={kept.key}")


def _preview(form: PostForm, board: Board, user: User) -> Preview:
    return preview(form.as_case(board, user))


def _submitted(form: PostForm, board: Board, user: User) -> Receipt | None:
    """The receipt; None when the form now says why not."""
    words = form.submission(board.pk, user)
    try:
        receipt = submit(words, by=user, author=user, at=timezone.now())
    except CaseError as refused:
        form.add_error(None, refused.words)
        form.until = refused.until
        return None
    earlier = None if receipt.is_new else own_case(user.pk, receipt.number)
    if receipt.is_new or (earlier and (earlier.title, earlier.body) == (words.title, words.body)):
        return receipt
    # Not a second click: somebody went back, wrote something else and sent the old page again.
    form.key = uuid.uuid4()
    form.add_error(
        None, _("这一页先前已经提交过一件留言。这一件还没有提交，如要提交，请再点一次“提交留言”。")
    )
    return None


def _received(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    request.session.pop(DRAFT, None)
    response = see_other("cases:my_case", receipt.number)
    if receipt.is_new:
        give(response, receipt, is_secure=request.is_secure())
    else:
        messages.info(request, _("这件留言已经提交过，没有重复提交。"))
    return response


def _keep(form: PostForm, user: User) -> None:
    """Hold the files for the next try; who sends endless tries is asked to choose them again."""
    let_go(form.dropped)
    if form.fresh and KEPT_FILES.count(str(user.pk), len(form.fresh)):
        form.kept += keep_files(form.fresh)
    elif form.fresh:
        form.add_error("attachments", _("附件没有保留，请在提交前重新选择。"))


def _page(
    request: HttpRequest, board: Board, form: PostForm, shown: Preview | None, status: int
) -> HttpResponse:
    user, at = request.user, timezone.now()
    today = in_shanghai(at).date()
    assert isinstance(user, User)
    response = render(
        request,
        "cases/post.html",
        {
            "board": board,
            "form": form,
            "kinds": kinds_offered(today),
            "intake": intake_length(today),
            "preview": shown,
            "alike": alike_posts(form.cleaned_data["title"], board_id=board.pk, at=at) if shown else (),
            "urgent": urgent_of(request.POST),
            "phone": masked_phone(user.phone or ""),
            "is_restored": bool(form.initial) and not form.is_bound and not form.draft_version,
        },
        status=status,
    )
    return hold_off(response, form.until, at) if form.until else response


def _closed(request: HttpRequest, board: Board) -> HttpResponse:
    """No form; what somebody has typed meanwhile is shown for copying."""
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    typed = [request.POST.get(name, "") for name in ("title", "body")]
    return render(request, "cases/closed.html", {"board": board, "typed": typed}, status=status)


def _sign_in_first(request: HttpRequest, slug: str) -> HttpResponse:
    """To the sign-in and back here; what was typed meanwhile waits in the session."""
    if request.method == "POST" and DRAFTS.count(address_block(client_address(request))):
        request.session[DRAFT] = {"slug": slug, **typed_in(request.POST).words}
        request.session.set_expiry(DRAFT_SECONDS)
        messages.info(request, _("请先登录。您写的文字替您留着，登录后接着提交；附件请到时重新选择。"))
    return redirect_to_login(request.get_full_path())
