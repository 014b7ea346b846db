"""Forms of a reader about somebody else's message or a board: endorse, follow."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.words import WordsField
from cases.rules.following import Rhythm

MOST_WORDS = 200


class EndorseForm(forms.Form):
    """A few words for the handlers; none are needed."""

    words = WordsField(
        label=_("想对办理单位补充的话（可不填）"),
        most=MOST_WORDS,
        required=False,
        help_text=_("例如您那里的地点、时间和情况，最多 200 字。只有办理人员能看到，不公开。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FollowBoardForm(forms.Form):
    """How often."""

    rhythm = forms.ChoiceField(
        label=_("多久告诉您一次"),
        choices=Rhythm.choices,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选择一项。")),
    )
