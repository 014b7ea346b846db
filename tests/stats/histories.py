"""Case histories for counting: a walker that takes a case through verbs that its state allows, by real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Unit
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.close import close
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.actions.rate import rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.reopen import reopen
from cases.actions.send_back import send_back
from cases.actions.sign import sign
from cases.actions.start_revisit import start_revisit
from cases.actions.submit import submit
from cases.actions.withdraw import withdraw
from cases.models import Case
from cases.rules.states import Kind, State
from tests.factories import BAD, GOOD, Cast, a_board, a_category, a_citizen, a_submission, cast, next_reply

VERBS: dict[str, tuple[str, ...]] = {
    State.SUBMITTED: ("accept", "accept", "accept", "decline", "withdraw"),
    State.ACCEPTED: ("assign", "assign", "assign", "withdraw"),
    State.ASSIGNED: ("sign", "sign", "sign", "withdraw"),
    State.HANDLING: ("draft", "draft", "draft", "withdraw"),
    State.REVIEWING: ("approve", "approve", "send_back"),
    State.REPLIED: ("rate_well", "rate_badly", "close", "start_revisit"),
    State.REVISITING: ("reach", "reach_satisfied", "miss", "reopen"),
    State.CLOSED: ("reopen",),
}


@dataclass
class Walk:
    """One case and the people around it."""

    pk: int
    people: Cast
    author: object
    lead: Unit

    @property
    def state(self) -> str:
        return Case.objects.values_list("state", flat=True).get(pk=self.pk)

    def step(self, choice: int, at: datetime) -> None:
        """Do one of the verbs that the state allows; nothing where there is none."""
        verbs = VERBS.get(self.state, ())
        if verbs:
            self.do(verbs[choice % len(verbs)], at)

    def do(self, verb: str, at: datetime) -> None:
        getattr(self, verb)(at)

    def accept(self, at: datetime) -> None:
        accept(self.pk, by=self.people.intake, at=at, category_id=a_category().pk)

    def decline(self, at: datetime) -> None:
        decline(
            self.pk, by=self.people.intake, at=at, code="N1", words="不属于本市职权范围，请向省住建厅反映。"
        )

    def withdraw(self, at: datetime) -> None:
        withdraw(self.pk, by=self.author, at=at)

    def assign(self, at: datetime) -> None:
        assign(self.pk, by=self.people.intake, at=at, lead_id=self.lead.pk)

    def sign(self, at: datetime) -> None:
        sign(self.pk, by=self.people.handler, at=at)

    def draft(self, at: datetime) -> None:
        log_contact(self.pk, by=self.people.handler, at=at, way="phone", result="已电话联系。")
        draft_reply(self.pk, by=self.people.handler, at=at, body=next_reply(self.pk), outcome="solved")

    def send_back(self, at: datetime) -> None:
        send_back(self.pk, by=self.people.reviewer, at=at, reason="请补充办理结果。")

    def approve(self, at: datetime) -> None:
        countersign(self.pk, by=self.people.signer, at=at)
        approve_reply(self.pk, by=self.people.reviewer, at=at)

    def answer(self, at: datetime) -> None:
        """From handling to replied."""
        self.draft(at)
        self.approve(at)

    def rate_well(self, at: datetime) -> None:
        rate(self.pk, by=self.author, at=at, verdict=GOOD)

    def rate_badly(self, at: datetime) -> None:
        rate(self.pk, by=self.author, at=at, verdict=BAD)

    def close(self, at: datetime) -> None:
        close(self.pk, by=None, at=at)

    def start_revisit(self, at: datetime) -> None:
        start_revisit(self.pk, by=None, at=at, ground="sample")

    def reach(self, at: datetime) -> None:
        self._revisit(at, Finding(is_reached=True, is_solved="partly", satisfaction=3))

    def reach_satisfied(self, at: datetime) -> None:
        self._revisit(at, Finding(is_reached=True, is_solved="yes", satisfaction=5))

    def miss(self, at: datetime) -> None:
        self._revisit(at, Finding(is_reached=False))

    def _revisit(self, at: datetime, finding: Finding) -> None:
        record_revisit(self.pk, by=self.people.revisitor, at=at, finding=finding)

    def reopen(self, at: datetime) -> None:
        reopen(self.pk, by=self.people.supervisor, at=at, reason="群众反映问题依旧。")


def a_walk(at: datetime, *, slug: str = "mayor", kind: str = Kind.HELP_REQUEST, **more: object) -> Walk:
    """A case that has just been submitted."""
    board = a_board(slug, **({"title": "水务局信箱"} if slug != "mayor" else {}))
    people, author = cast(board), a_citizen()
    receipt = submit(a_submission(board, kind=kind, **more), by=author, author=author, at=at)
    return Walk(receipt.case_id, people, author, people.lead)


def walked(at: datetime, *verbs: str, apart: timedelta = timedelta(hours=1), **more: object) -> Walk:
    """A case taken through the verbs, `apart` from each other."""
    walk = a_walk(at, **more)
    for number, verb in enumerate(verbs, start=1):
        walk.do(verb, at + number * apart)
    return walk
