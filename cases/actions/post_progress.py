"""post_progress (阶段性回复): the unit's signer says publicly how far things are. No deadline stops for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions._publish import ReplyWords
from cases.actions.errors import HeldBack


def post_progress(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, body: str
) -> None:
    """Publish an interim reply; the author is told, the deadline runs on."""
    with through("post_progress", case_id, by=by, at=at, version=version) as passage:
        if not body.strip():
            raise HeldBack(_("请填写阶段性回复的内容。"))
        unit = passage.case.lead
        assert unit is not None  # a constraint of the table: whatever is handled has a lead unit
        signer = _("%(unit)s网络发言人") % {"unit": unit}
        passage.reply = ReplyWords(body.strip(), unit.pk, signer, is_interim=True)
        passage.facts.update(words=body.strip(), unit=unit.pk)
