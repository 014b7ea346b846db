"""What endorsing and following share: the case under lock that it is about, public and not merged away."""

from __future__ import annotations

from boards.models import Message
from cases.actions._joined import in_order, root_of
from cases.actions.errors import CaseMissing, StalePage
from cases.models import Case
from cases.rules.states import State


def watched(case_id: int) -> Case:
    """The case that is handled now for `case_id`, under lock. Raises CaseMissing for what the public may not read.

    The root is found before it is locked: two locks at once, in this order, would meet a merge that takes them in the other.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not _is_up(case):
        raise CaseMissing
    root = root_of(case) or case
    locked = in_order(root.pk)[root.pk]
    if locked.state == State.MERGED:  # since a moment ago
        raise StalePage
    if not _is_up(locked):
        raise CaseMissing
    return locked


def _is_up(case: Case) -> bool:
    return case.message_id is not None and Message.objects.filter(pk=case.message_id, is_up=True).exists()
