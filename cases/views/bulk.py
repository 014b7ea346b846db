"""One verb on many cases: each goes through the door by itself, and each refusal is said with its number."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import standing_of
from cases.actions.errors import CaseError
from cases.desk import DESK
from cases.models import Case, Event
from cases.rules.states import Kind
from cases.rules.transitions import MOVES

MOST = 100  # cases at once
SAID = 10  # refusals that are spelled out; the rest are counted


@dataclass(frozen=True)
class Result:
    """What became of one case; `words` are empty where it went well. `version` is the case's as it stands now."""

    pk: int
    number: str
    version: int
    words: str
    is_done_before: bool = False  # by this very person, with this very verb: a second click


def run(verb: str, seen: Iterable[tuple[int, int]], *, by: User, at: datetime, **more: Any) -> list[Result]:
    """Do a verb on (case id, version) pairs that the person sees. A second click finds the versions moved on."""
    versions = dict(list(seen)[:MOST])
    rows = list(
        Case.objects.visible_to(standing_of(by))
        .filter(pk__in=versions)
        .order_by("id")
        .values_list("pk", "number", "kind", "version")
    )
    before = _done_before(verb, versions, {pk: version for pk, *_rest, version in rows}, by)
    return [
        _result(verb, (pk, number, kind, version), versions[pk], before, by, at, more)
        for pk, number, kind, version in rows
    ]


def _result(
    verb: str,
    row: tuple[int, str, str, int],
    seen: int,
    before: Container[int],
    by: User,
    at: datetime,
    more: dict[str, Any],
) -> Result:
    pk, number, kind, version = row
    if pk in before:
        return Result(pk, number, version, str(_("这一步刚才已经完成，没有重复提交。")), is_done_before=True)
    return Result(pk, number, version, _one_by_one(verb, kind) or _try(verb, pk, seen, by, at, more))


def _done_before(verb: str, seen: Mapping[int, int], now: Mapping[int, int], by: User) -> set[int]:
    """Cases on which since the page was opened only this very verb has happened, by this very person. At most one query."""
    one_on = [pk for pk, version in now.items() if version == seen[pk] + 1]
    if not one_on:
        return set()
    events = Event.objects.filter(case__in=one_on).exclude(verb="overdue").order_by("case_id", "-seq")
    last = events.distinct("case_id").values_list("case_id", "verb", "by_id")
    return {pk for pk, done, who in last if (done, who) == (verb, by.pk)}


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


def count(request: HttpRequest, verb: str, results: Sequence[Result]) -> None:
    """Tell the person how many went well; which did not stands on the page."""
    if done := sum(not each.words for each in results):
        words = _("%(label)s：%(done)d 件已完成。") % {"label": MOVES[verb].label, "done": done}
        messages.success(request, words)
    if refused := sum(bool(each.words) and not each.is_done_before for each in results):
        messages.warning(request, _("%(refused)d 件没有完成，原因见下。") % {"refused": refused})
    if not results:
        messages.warning(request, _("没有选中诉求件，什么也没有改动。"))


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
