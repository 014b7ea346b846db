"""fulfil (承诺兑现): the unit reports that it has kept its promise, with a picture or a document. Its clock stops."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions._files import StoredFile, attach
from cases.actions.errors import HeldBack
from cases.models import Case, Promise, PromiseStatus, Purpose


def promise_known(case: Case) -> dict[str, Any]:
    """Whether fulfilment has been reported and waits for the supervisor: facts for the guards."""
    return {"has_claimed": Promise.objects.filter(case=case, status=PromiseStatus.CLAIMED).exists()}


def fulfil(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    reason: str,
    files: Sequence[StoredFile],
) -> None:
    """Report with words in `reason` and at least one file as evidence; a supervisor confirms or refutes."""
    with through(
        "fulfil", case_id, by=by, at=at, version=version, reason=reason, known=promise_known
    ) as passage:
        if not files:
            raise HeldBack(_("请附上照片或文件，证明承诺已经兑现。"))
        promise = Promise.objects.get(case=passage.case, status=PromiseStatus.OPEN)
        promise.status, promise.evidence = PromiseStatus.CLAIMED, passage.reason
        promise.fulfilled_by, promise.fulfilled_at = by, passage.at
        promise.save(update_fields=["status", "evidence", "fulfilled_by", "fulfilled_at"])
        attach(passage.case, files, at=passage.at, purpose=Purpose.EVIDENCE, seq=passage.seq)
        passage.facts.update(promise=promise.pk, files=len(files))
