"""受理 with what a report (举报) needs besides: who is reported, and the copy without names that its handlers will read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.accept import hidden_words
from cases.forms.choices import unit_choices
from cases.forms.desk import AcceptForm as PlainAcceptForm
from cases.forms.fields import Words
from cases.rules.report_copy import marked_words, masked
from cases.rules.states import Kind

OF_REPORTS = ("reported_ids", "is_no_unit", "hide", "redacted_title", "redacted_body")
SHOWN_UNITS = 8


class AcceptForm(PlainAcceptForm):
    """For every other kind the fields of a report are not there."""

    looks = (("mask", _("遮盖这些词"), "hide"),)
    reported_ids = forms.TypedMultipleChoiceField(
        label=_("被举报单位"),
        coerce=int,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": SHOWN_UNITS}),
        help_text=_("可按住 Ctrl 键多选。这些单位及其下属单位的人员从此查不到此件，也不能经办。"),
    )
    is_no_unit = forms.BooleanField(label=_("被举报的不是名单中的单位"), required=False)
    hide = Words(
        label=_("还要遮盖的词"),
        required=False,
        most=200,
        help_text=_("如举报人的姓名、住处、职务，用空格隔开；遮盖后请再通读一遍。"),
    )
    redacted_title = Words(label=_("给承办单位看的标题"), required=False, most=400)
    redacted_body = Words(label=_("给承办单位看的正文"), rows=8, required=False, most=10000)

    def prepare(self) -> None:
        super().prepare()
        if self.case.kind != Kind.REPORT:
            for name in OF_REPORTS:
                del self.fields[name]
            return
        self.fields["reported_ids"].choices = unit_choices()  # type: ignore[attr-defined]
        if not self.is_bound:
            names = hidden_words(self.case)
            self.initial.setdefault("redacted_title", masked(self.case.title, names))
            self.initial.setdefault("redacted_body", masked(self.case.body, names))

    def look(self, name: str) -> None:
        """Mask the words that were typed, in the copy as it stands now."""
        for field in ("redacted_title", "redacted_body"):
            self.initial[field] = masked(str(self.initial.get(field) or ""), self._hidden("initial"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.case.kind != Kind.REPORT:
            return given
        if bool(given.get("reported_ids")) == bool(given.get("is_no_unit")):
            self.add_error("reported_ids", _("请选择被举报单位；确实不在名单中的，请勾选下面一项。"))
        for field in ("redacted_title", "redacted_body"):
            if field in given and not given[field]:
                self.add_error(field, _("请核对并保留给承办单位看的文字。"))
        return given

    def _hidden(self, source: str) -> list[str]:
        given: dict[str, Any] = getattr(self, source)
        return marked_words(str(given.get("hide") or ""))

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        hidden = self._hidden("cleaned_data")
        for name in ("is_no_unit", "hide"):
            given.pop(name, None)
        for field in ("redacted_title", "redacted_body"):
            if field in given:
                given[field] = masked(given[field], hidden)
        return given
