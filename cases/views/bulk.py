"""One verb on many cases: each goes through the door by itself, and each refusal is said with its number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazily

from accounts.models import User
from accounts.roles import standing_of
from cases.actions.errors import CaseError
from cases.desk import DESK
from cases.models import Case
from cases.rules.states import Kind
from cases.rules.transitions import MOVES

MOST = 100  # cases at once
SAID = 10  # refusals that are spelled out; the rest are counted


@dataclass(frozen=True)
class Result:
    """What became of one case; `words` are empty where it went well."""

    number: str
    words: str


def run(verb: str, seen: Iterable[tuple[int, int]], *, by: User, at: datetime, **more: Any) -> list[Result]:
    """Do a verb on (case id, version) pairs that the person sees. A second click finds the versions moved on."""
    versions = dict(list(seen)[:MOST])
    rows = Case.objects.visible_to(standing_of(by)).filter(pk__in=versions).order_by("id")
    return [
        Result(number, _one_by_one(verb, kind) or _try(verb, pk, versions[pk], by, at, more))
        for pk, number, kind in rows.values_list("pk", "number", "kind")
    ]


def _one_by_one(verb: str, kind: str) -> str:
    """Who is reported has to be named, so a report is not accepted with a tick."""
    if verb == "accept" and kind == Kind.REPORT:
        return str(_("举报件须逐件受理，并指明被举报单位。"))
    return ""


def _try(verb: str, pk: int, version: int, by: User, at: datetime, more: dict[str, Any]) -> str:
    try:
        DESK[verb].action(pk, by=by, at=at, version=version, **more)
    except CaseError as refused:
        return refused.words
    return ""


def pairs(texts: Iterable[str]) -> list[tuple[int, int]]:
    """ "12:3" as (case id, version); whatever else was sent is left out."""
    found = []
    for text in texts:
        pk, _colon, version = text.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, version)):
            found.append((int(pk), int(version)))
    return found


def say(request: HttpRequest, verb: str, results: Sequence[Result]) -> None:
    """Tell the person: how many went well, and each that did not with its reason."""
    label = MOVES[verb].label
    refused = [each for each in results if each.words]
    if done := len(results) - len(refused):
        messages.success(request, _("%(label)s：%(done)d 件已完成。") % {"label": label, "done": done})
    for each in refused[:SAID]:
        messages.warning(request, f"{each.number} {each.words}")
    if len(refused) > SAID:
        messages.warning(
            request, _("还有 %(more)d 件没有完成，请逐件打开查看。") % {"more": len(refused) - SAID}
        )
    if not results:
        messages.warning(request, _("没有选中诉求件，什么也没有改动。"))


def bulk_action(verb: str) -> Any:
    """An action of the queue that does `verb` on the ticked cases."""

    @admin.action(description=_bulk_words(verb), permissions=["view"])
    def act(model_admin: Any, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        assert isinstance(request.user, User)
        ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
        seen = [pair for pair in pairs(request.POST.getlist("seen")) if str(pair[0]) in ticked]
        say(request, verb, run(verb, seen, by=request.user, at=timezone.now()))

    act.__name__ = f"bulk_{verb}"
    return act


def _bulk_words(verb: str) -> Any:
    return lazily("%(verb)s所选诉求件") % {"verb": MOVES[verb].label}
