"""The ledger of pauses (暂停台账) and the kept drafts beside a case: one query, whatever there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils.translation import gettext as _

from accounts.roles import Role, Standing
from boards.rules.times import moment
from cases.models import Case, Pause, WorkingDraft
from cases.models.pause import PauseEnd
from cases.rules.states import Kind, PauseGround

Read = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One row of a panel: what, how it stands (`is_open`: something is still to come), facts by name, and what people wrote."""

    title: str
    standing: str
    is_open: bool
    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Panels:
    """Each is shown where it has rows, newest first."""

    pauses: Sequence[Item]
    working_drafts: Sequence[Item]
    paused_until: datetime | None  # the end of the pause that is on


def panels(case: Case, who: Standing) -> Panels:
    """Of a visible case. One query, whatever there is."""
    rows = Case.objects.filter(pk=case.pk).order_by().annotate(**_ASKED)
    found = rows.values(*_ASKED).get()
    is_secret = (
        case.kind == Kind.REPORT
    )  # what its author wrote is read in the timeline, masked there where it must be
    drafts = [each for each in found["found_drafts"] if who.in_unit(Role.HANDLER, each["unit_id"])]
    return Panels(
        pauses=[_pause(each, is_secret) for each in found["found_pauses"]],
        working_drafts=[_draft(each) for each in drafts],
        paused_until=next(
            (_at(each["until_at"]) for each in found["found_pauses"] if not each["ended_at"]), None
        ),
    )


def _named(path: str) -> Any:
    """What a unit or a person is called."""
    return Coalesce(NullIf(f"{path}__short_name", Value("")), f"{path}__name")


def _rows(model: type[Model], order: str, *columns: str, **named: Any) -> ArraySubquery:
    found = {each: each for each in columns} | named
    rows = model._default_manager.filter(case=OuterRef("pk")).order_by(order, "-id")
    return ArraySubquery(rows.values(row=JSONObject(**found)))


_ASKED: Mapping[str, Any] = {
    "found_pauses": _rows(
        Pause, "-from_at", "ground", "words", "plan", "from_at", "until_at", "ended_at", "ended_how", "answer",
        who="by__name",
    ),
    "found_drafts": _rows(
        WorkingDraft, "-saved_at", "unit_id", "saved_at", unit_name=_named("unit"), who="saved_by__name"
    ),
}  # fmt: skip


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _moment(value: str | None) -> str:
    return moment(_at(value)) if value else ""


def _filled(*pairs: tuple[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(words)) for name, words in pairs if words)


def _by(who: str | None, at: str | None) -> str:
    return " · ".join(filter(None, [who, _moment(at)]))


def _pause(row: Read, is_secret: bool) -> Item:
    ended = str(PauseEnd(row["ended_how"]).label) if row["ended_how"] else ""
    return Item(
        title=str(PauseGround(row["ground"]).label),
        standing=ended or _("暂停中，最迟 %(at)s 恢复") % {"at": _moment(row["until_at"])},
        is_open=not ended,
        facts=_filled((_("决定"), _by(row["who"], row["from_at"])), (_("恢复"), _moment(row["ended_at"]))),
        texts=_filled(
            (_("要求或说明"), row["words"]),
            (_("后续安排"), row["plan"]),
            (_("留言人补充"), "" if is_secret else row["answer"]),
        ),
    )


def _draft(row: Read) -> Item:
    return Item(
        title=row["unit_name"],
        standing=_("未送审"),
        is_open=True,
        facts=_filled((_("保存"), _by(row["who"], row["saved_at"]))),
        texts=(),
    )
