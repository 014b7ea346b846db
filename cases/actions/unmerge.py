"""unmerge (恢复单独办理): a merged case goes on alone with its number, its history and its own deadlines."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions._joined import in_order, part, root_of
from cases.actions.errors import CaseMissing, HeldBack, WrongState
from cases.actions.history import last_event
from cases.models import Case
from cases.rules.states import RUNNING, State


def unmerge(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """Back to where it stood before the merge, while the case that it joined is still open or just answered."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise CaseMissing
    root = root_of(case)
    with transaction.atomic():
        held = in_order(case_id, root.pk if root else case_id)
        with through("unmerge", case_id, by=by, at=at, version=version, reason=reason) as passage:
            now = root_of(passage.case)
            if now is None or root is None or now.pk != root.pk:
                raise WrongState(_("这件留言刚刚又有变动，请刷新页面后再操作。"))
            if held[root.pk].state not in RUNNING:
                raise HeldBack(_("并入的那一件已经结束，不能恢复单独办理；留言人可以重新留言。"))
            merged = last_event(case_id, "merge")
            assert merged is not None
            part(passage.case, root, at=passage.at)
            passage.facts["out_of"] = root.number
            passage.case.merged_into = None
            passage.move_to(State(merged.before))
