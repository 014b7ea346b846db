"""What ends by itself when a case goes on: an application that nobody decided, a promise. The door calls it."""

from __future__ import annotations

from datetime import datetime

from cases.models import Answer, Application, Asked, Case, Promise, PromiseStatus
from cases.rules.states import FINISHED, Outcome, State


def tie_up(case: Case, before: str, after: str, *, at: datetime) -> None:
    """End what belongs to the state that the case has just left. The caller writes the case."""
    if case.wants_extension and before == State.HANDLING and after != before:
        case.wants_extension = False
        waiting = Application.objects.filter(case=case, asked=Asked.EXTENSION, answer=Answer.OPEN)
        waiting.update(answer=Answer.LAPSED, decided_at=at)
    if case.wants_return and after not in (State.ASSIGNED, State.HANDLING):
        case.wants_return = False  # the unit answered all the same, or there is nothing left to give back
        waiting = Application.objects.filter(case=case, asked=Asked.RETURN, answer=Answer.OPEN)
        waiting.update(answer=Answer.LAPSED, decided_at=at)
    if case.promise_on and after in FINISHED and before not in FINISHED:
        if after == State.CLOSED:
            case.outcome = Outcome.PROMISED  # closed while the unit still owes what it promised
        else:
            end_promise(case, PromiseStatus.ENDED)


def end_promise(case: Case, status: PromiseStatus) -> None:
    """Write what became of the promise that stands open or is claimed as kept."""
    running = Promise.objects.filter(case=case, status__in=[PromiseStatus.OPEN, PromiseStatus.CLAIMED])
    running.update(status=status)
    case.promise_on = None
