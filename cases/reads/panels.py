"""What stands beside the state of a case (pauses, applications, co-units, orders, promises …) and is still to come of it."""

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
from cases.models import (
    Application,
    Case,
    CoHandling,
    Instruction,
    Pause,
    Promise,
    Supervision,
    WorkingDraft,
)
from cases.models.application import Answer, Asked
from cases.models.pause import PauseEnd
from cases.models.promise import PromiseStatus
from cases.models.supervision import Urgency
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
    applications: Sequence[Item]
    co_units: Sequence[Item]
    supervisions: Sequence[Item]
    promises: Sequence[Item]
    instructions: Sequence[Item]
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
        applications=[_application(each) for each in found["found_applications"]],
        co_units=[_co_unit(each) for each in found["found_co_units"]],
        supervisions=[_supervision(each) for each in found["found_supervisions"]],
        promises=[_promise(each) for each in found["found_promises"]],
        instructions=[_instruction(each) for each in found["found_instructions"]],
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
    "found_applications": _rows(
        Application, "-asked_at", "asked", "asked_at", "reason", "workdays", "answer", "decided_at", "words",
        "due_before", "due_after",
        who="by__name", unit_name=_named("unit"), competent_name=_named("competent"), decider="decided_by__name",
    ),
    "found_co_units": _rows(
        CoHandling, "-asked_at", "words", "asked_at", "due_at", "advice", "advised_at",
        unit_name=_named("unit"), who="advised_by__name",
    ),
    "found_supervisions": _rows(
        Supervision, "-issued_at", "year", "ordinal", "urgency", "demand", "issued_at", "due_at", "report", "reported_at",
        "lifted_at", "lift_words",
        who="issued_by__name", unit_name=_named("unit"), reporter="reported_by__name", lifter="lifted_by__name",
    ),
    "found_promises": _rows(
        Promise, "-made_at", "words", "due_on", "made_at", "status", "fulfilled_at", "evidence", "decided_at",
        unit_name=_named("unit"), who="fulfilled_by__name", decider="decided_by__name",
    ),
    "found_instructions": _rows(
        Instruction, "-recorded_at", "words", "instructed_on", "is_priority", who="by__name"
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


def _application(row: Read) -> Item:
    days = _("%(days)d 个工作日") % {"days": row["workdays"]} if row["workdays"] else ""
    due = " → ".join(filter(None, [_moment(row["due_before"]), _moment(row["due_after"])]))
    return Item(
        title=str(Asked(row["asked"]).label),
        standing=str(Answer(row["answer"]).label),
        is_open=row["answer"] == Answer.OPEN,
        facts=_filled(
            (_("申请"), " · ".join(filter(None, [row["unit_name"], _by(row["who"], row["asked_at"])]))),
            (_("延长"), days),
            (_("建议改由"), row["competent_name"]),
            (_("审批"), _by(row["decider"], row["decided_at"])),
            (_("期限"), due),
        ),
        texts=_filled((_("理由和依据"), row["reason"]), (_("审批意见"), row["words"])),
    )


def _co_unit(row: Read) -> Item:
    is_open = not row["advised_at"]
    return Item(
        title=row["unit_name"],
        standing=_("待反馈") if is_open else _("已反馈"),
        is_open=is_open,
        facts=_filled(
            (_("交办"), _moment(row["asked_at"])),
            (_("协办期限"), _moment(row["due_at"])),
            (_("反馈"), _by(row["who"], row["advised_at"])),
        ),
        texts=_filled((_("协办要求"), row["words"]), (_("协办意见"), row["advice"])),
    )


def _supervision(row: Read) -> Item:
    return Item(
        title=_("督〔%(year)d〕%(ordinal)d号") % {"year": row["year"], "ordinal": row["ordinal"]},
        standing=_("已解除")
        if row["lifted_at"]
        else _("已反馈，待解除")
        if row["reported_at"]
        else _("待反馈"),
        is_open=not row["lifted_at"],
        facts=_filled(
            (_("被督办单位"), row["unit_name"]),
            (_("缓急"), Urgency(row["urgency"]).label),
            (_("下达"), _by(row["who"], row["issued_at"])),
            (_("反馈期限"), _moment(row["due_at"])),
            (_("反馈"), _by(row["reporter"], row["reported_at"])),
            (_("解除"), _by(row["lifter"], row["lifted_at"])),
        ),
        texts=_filled(
            (_("督办要求"), row["demand"]), (_("督办反馈"), row["report"]), (_("解除意见"), row["lift_words"])
        ),
    )


def _promise(row: Read) -> Item:
    return Item(
        title=_("%(day)s 前") % {"day": row["due_on"]},
        standing=str(PromiseStatus(row["status"]).label),
        is_open=row["status"] in (PromiseStatus.OPEN, PromiseStatus.CLAIMED),
        facts=_filled(
            (_("承诺单位"), row["unit_name"]),
            (_("报兑现"), _by(row["who"], row["fulfilled_at"])),
            (_("确认"), _by(row["decider"], row["decided_at"])),
        ),
        texts=_filled((_("承诺内容"), row["words"]), (_("兑现说明"), row["evidence"])),
    )


def _instruction(row: Read) -> Item:
    return Item(
        title=row["who"] or _("领导"),
        standing=_("优先办理") if row["is_priority"] else "",
        is_open=row["is_priority"],
        facts=_filled((_("批示日期"), row["instructed_on"])),
        texts=_filled((_("批示内容"), row["words"])),
    )


def _draft(row: Read) -> Item:
    return Item(
        title=row["unit_name"],
        standing=_("未送审"),
        is_open=True,
        facts=_filled((_("保存"), _by(row["who"], row["saved_at"]))),
        texts=(),
    )
