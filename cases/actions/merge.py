"""merge (并案): a case joins another open one of the same desk; its author becomes a co-author there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from cases.actions._door import acting, through
from cases.actions._joined import in_order, join
from cases.actions.errors import HeldBack
from cases.models import Case
from cases.rules.states import OPEN, Kind


def merge(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    into: str,
    reason: str,
) -> None:
    """Merge into the open case with the number `into`. The number stays; unmerge puts the case back.

    Raises HeldBack where the target is none: itself, unknown to this person, ended, a report, or not to be shown to others.
    """
    target_id = Case.objects.visible_to(acting(by)).filter(number=into).values_list("pk", flat=True).first()
    if target_id is None:
        raise HeldBack(_("没有找到编号为 %(number)s 的留言，请核对。") % {"number": into})
    with transaction.atomic():
        target = in_order(case_id, target_id)[target_id]
        with through("merge", case_id, by=by, at=at, version=version, reason=reason) as passage:
            if words := why_not(passage.case, target, by):
                raise HeldBack(words)
            passage.case.merged_into = target
            passage.facts.update(into=target.number, target=target.pk)
            join(passage.case, target, at=passage.at)


def why_not(case: Case, target: Case, by: User | None) -> str:
    """Why the one cannot join the other; "" when it can."""
    if target.pk == case.pk:
        return _("不能并入自己，请填写另一件留言的编号。")
    if not acting(by).in_unit(Role.INTAKE, target.board.desk_id):
        return _("只能并入本单位受理的留言。")
    if target.state not in OPEN:
        return _("%(number)s 现在是“%(state)s”，只能并入正在办理的留言。") % {
            "number": target.number,
            "state": target.get_state_display(),
        }
    if Kind.REPORT in (case.kind, target.kind):
        return _("举报件一律单独办理，不能并案。")
    if not target.wants_public and target.author_id != case.author_id:
        return _("目标留言的作者不同意公开，不能让其他留言人看到，请另选一件。")
    return ""
