"""Endorsing (附议) and following (关注): pages of their own, because public pages are kept and hold no form."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from boards.models import Board
from cases.actions.endorse import endorse, take_back_endorsement
from cases.actions.errors import CaseError
from cases.actions.follow import follow, unfollow
from cases.actions.follow_board import follow_board, unfollow_board
from cases.forms.watching import EndorseForm, FollowBoardForm
from cases.reads.watching import (
    Standing,
    board_follow,
    endorsed_page,
    followed_boards,
    follows_page,
    standing_to,
)
from cases.rules.numbers import parse_number

BIGGEST_ID = 2**63 - 1


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def endorse_page(request: HttpRequest, number: str) -> HttpResponse:
    """`/messages/<number>/endorse/`: endorse, or take it back."""
    standing, status = _standing(request, number), HTTPStatus.OK
    form = EndorseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if "undo" in request.POST:
                take_back_endorsement(standing.case.pk, by=_person(request))
                done = _("附议已撤回。")
            else:
                words = form.cleaned_data["words"]
                endorse(standing.case.pk, by=_person(request), at=timezone.now(), words=words)
                done = _("附议成功。单位回复和办结时，会通知您。")
        except CaseError as refused:
            form.add_error(None, refused.words)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, done)
            return redirect("cases:endorse", standing.number)
    return render(request, "cases/endorse.html", {"standing": standing, "form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest, number: str) -> HttpResponse:
    """`/messages/<number>/follow/`: follow, or stop."""
    standing = _standing(request, number)
    if request.method == "POST":
        try:
            if "undo" in request.POST:
                unfollow(standing.follow_id or 0, by=_person(request))
                messages.success(request, _("已取消关注。"))
            else:
                follow(standing.case.pk, by=_person(request), at=timezone.now())
                messages.success(request, _("已关注。单位回复和办结时，会通知您。"))
        except CaseError as refused:
            messages.error(request, refused.words)
        return redirect("cases:follow", standing.number)
    return render(request, "cases/follow.html", {"standing": standing})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def follow_board_page(request: HttpRequest, slug: str) -> HttpResponse:
    """`/boards/<slug>/follow/`: how often a digest of new messages comes, or none."""
    board, person = get_object_or_404(Board, slug=slug), _person(request)
    found = board_follow(board, person.pk)
    initial = {"rhythm": found.rhythm} if found else None
    form = FollowBoardForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and "undo" in request.POST:
        unfollow_board(board.pk, by=person)
        messages.success(request, _("已取消关注。"))
        return redirect("cases:follows")
    if form.is_valid():
        follow_board(board.pk, by=person, at=timezone.now(), rhythm=form.cleaned_data["rhythm"])
        messages.success(request, _("已关注“%(board)s”。") % {"board": board.title})
        return redirect("cases:follows")
    return render(request, "cases/follow_board.html", {"board": board, "form": form, "found": found})


@never_cache
@login_required
@require_safe
def endorsed(request: HttpRequest) -> HttpResponse:
    """`/my/endorsed/`"""
    before = _number(request.GET.get("before", ""))
    page = endorsed_page(_person(request).pk, timezone.now(), before)
    return render(request, "cases/endorsed.html", {"page": page, **_ways(page.older, before)})


@never_cache
@login_required
@require_safe
def follows(request: HttpRequest) -> HttpResponse:
    """`/my/follows/`: messages and boards."""
    person, before = _person(request), _number(request.GET.get("before", ""))
    page = follows_page(person.pk, timezone.now(), before)
    boards = () if before else followed_boards(person.pk)
    return render(
        request, "cases/follows.html", {"page": page, "boards": boards, **_ways(page.older, before)}
    )


@login_required
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a followed message from the list."""
    unfollow(min(pk, BIGGEST_ID), by=_person(request))
    messages.success(request, _("已取消关注。"))
    return redirect("cases:follows")


def _ways(older: int | None, before: int | None) -> dict[str, str]:
    """Addresses for the pager."""
    return {"older": f"?before={older}" if older else "", "first": "?" if before else ""}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _standing(request: HttpRequest, number: str) -> Standing:
    known = parse_number(number)
    found = standing_to(known, _person(request)) if known else None
    if found is None:
        raise Http404
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(BIGGEST_ID)) else None
