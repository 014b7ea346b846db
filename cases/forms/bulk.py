"""What a bulk verb asks once for all ticked cases; each case then goes through the door by itself."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.note import NoteKind
from cases.forms.choices import unit_choices
from cases.forms.desk import NOTHING_CHOSEN, WORDS_MOST
from cases.forms.fields import Pick, Words


class BulkForm(forms.Form):
    """A form whose tags and token the page writes."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices."""


class BulkAssignForm(BulkForm):
    lead_id = Pick(label=_("主办单位"), coerce=int, help_text=_("所选诉求件都交给这个单位。"))
    words = Words(label=_("办理要求"), rows=3, required=False, most=WORDS_MOST)

    def prepare(self) -> None:
        self.fields["lead_id"].choices = [NOTHING_CHOSEN, *unit_choices()]  # type: ignore[attr-defined]


class BulkNoteForm(BulkForm):
    kind = Pick(label=_("记录类型"), choices=NoteKind, widget=forms.RadioSelect)
    words = Words(
        label=_("记录内容"), rows=4, most=WORDS_MOST, help_text=_("每件都记同样的话，只在内部可见。")
    )


BULK_FORMS: dict[str, type[BulkForm]] = {"assign": BulkAssignForm, "note": BulkNoteForm}
