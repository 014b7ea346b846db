"""A case walked by hand: every verb at the Beijing time that the test names, and what its clocks say then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.actions.sign import sign
from cases.actions.submit import submit
from cases.models import Clock, Event
from cases.rules.workdays import SHANGHAI
from notify.models import Outbox
from tests.factories import a_category, a_citizen, a_submission, cast, next_reply


def on(text: str) -> datetime:
    """2026 is meant where no year is said: "03-09 10:30"."""
    return datetime.fromisoformat(text if len(text) > 11 else f"2026-{text}").replace(tzinfo=SHANGHAI)


def submitted(text: str, **more: Any) -> int:
    author = a_citizen()
    return submit(a_submission(**more), by=author, author=author, at=on(text)).case_id


def accepted(text: str, grade: str = "normal", **more: Any) -> int:
    return accept_it(submitted(text, **more), text, grade)


def assigned(text: str, **more: Any) -> int:
    return assign_it(accepted(text, **more), text)


def signed(text: str) -> int:
    return sign_it(assigned(text), text)


def drafted(text: str, **more: Any) -> int:
    return draft_it(sign_it(assigned(text, **more), text), text)


def replied(text: str, **more: Any) -> int:
    return publish_it(drafted(text, **more), text)


def accept_it(pk: int, text: str, grade: str = "normal") -> int:
    accept(pk, by=cast().intake, at=on(text), category_id=a_category().pk, grade=grade)
    return pk


def assign_it(pk: int, text: str) -> int:
    assign(pk, by=cast().intake, at=on(text), lead_id=cast().lead.pk)
    return pk


def sign_it(pk: int, text: str) -> int:
    sign(pk, by=cast().handler, at=on(text))
    return pk


def draft_it(pk: int, text: str) -> int:
    log_contact(pk, by=cast().handler, at=on(text), way="phone", result="已联系。")
    draft_reply(pk, by=cast().handler, at=on(text), body=next_reply(pk), outcome="solved")
    return pk


def publish_it(pk: int, text: str) -> int:
    countersign(pk, by=cast().signer, at=on(text))
    approve_reply(pk, by=cast().reviewer, at=on(text))
    return pk


def due(pk: int, name: str) -> str | None:
    end = Clock.objects.filter(case=pk, name=name).latest("run").due_at
    return end and end.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def verbs(pk: int) -> list[str]:
    return list(Event.objects.filter(case=pk).order_by("seq").values_list("verb", flat=True))


def event_at(pk: int, verb: str) -> list[str]:
    moments = Event.objects.filter(case=pk, verb=verb).order_by("seq").values_list("at", flat=True)
    return [each.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for each in moments]


def warnings(who: str = "handler") -> int:
    """How often the handler, or another of the cast, was warned before an end."""
    told = Outbox.objects.filter(user=getattr(cast(), who), channel="site", key__startswith="warn-")
    return told.filter(subject__contains="即将到期").count()
