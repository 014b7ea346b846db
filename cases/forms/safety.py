"""The forms of what is shown and not shown: release, take down, uphold, put back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from boards.rules.removals import RemovalCode
from cases.forms.desk import NOTHING_CHOSEN, REASON_MOST, VerbForm
from cases.forms.fields import Pick, Words
from cases.rules.watch_levels import Level

SEEN_BY_AUTHOR = _("留言人会看到")


class ReleaseForm(VerbForm):
    words = Words(label=_("审看说明"), rows=3, required=False, most=REASON_MOST)

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        screening = getattr(
            self.case, "screening", None
        )  # none where nothing was found: the door refuses then
        if not words and screening and screening.level == Level.BLOCK:
            raise ValidationError(_("这件留言里有须逐字审看的文字。请写明可以公开的理由。"))
        return words


class TakeDownForm(VerbForm):
    code = Pick(label=_("撤下的理由"), choices=[NOTHING_CHOSEN, *RemovalCode.choices])
    reason = Words(label=_("给留言人的说明"), rows=4, most=REASON_MOST, hint=SEEN_BY_AUTHOR)


class ReasonForm(VerbForm):
    reason = Words(label=_("理由"), rows=4, most=REASON_MOST, hint=SEEN_BY_AUTHOR)


class UpholdForm(ReasonForm):
    """Why the objection is refused."""


class PutBackForm(ReasonForm):
    """Why the message is shown again."""
