"""The application for a return (申请退单), decided: what grant_return, refuse_return and arbitrate have in common."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.actions._door import Passage
from cases.actions.errors import HeldBack
from cases.models import Answer, Application, Asked


def decide_return(passage: Passage, answer: Answer) -> Application:
    """Answer the return that is asked for; the reason of the verb is the answer's. The case may be asked of again."""
    case = passage.case
    application = Application.objects.filter(case=case, asked=Asked.RETURN, answer=Answer.OPEN).first()
    if application is None:
        raise HeldBack(_("办理单位没有申请退单。"))
    application.answer, application.words = answer, passage.reason
    application.decided_by, application.decided_at = passage.by, passage.at
    application.save(update_fields=["answer", "words", "decided_by", "decided_at"])
    case.wants_return = False
    passage.facts.update(application=application.pk, returned_by=application.unit_id)
    return application
