"""The forms that give a case to a unit: 交办, 改派, 责任审定, with any number of co-handling units; and asking to give it back.

Without a script: a co-unit is chosen from the list, “加为协办单位” shows the form again with a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.actions._units import CoUnit
from cases.forms.choices import Option, likely_units, unit_choices
from cases.forms.desk import NOTHING_CHOSEN, REASON_MOST, WORDS_MOST, VerbForm
from cases.forms.fields import Pick, Words
from cases.models import Answer, Application, Asked, Case, CoHandling, duty_of
from cases.rules.workdays import in_shanghai

CO_WORDS = "co_words_"


class UnitsForm(VerbForm):
    """One lead unit and its co-units. Each chosen co-unit has a field for what it is asked."""

    looks = (("narrow", _("筛选单位"), "search"), ("add", _("加为协办单位"), "co_add"))
    search = Words(label=_("按名称筛选"), required=False, most=40, hint=_("如：住建"))
    lead_id = Pick(label=_("主办单位"), coerce=int)
    words = Words(label=_("办理要求"), rows=3, required=False, most=WORDS_MOST)
    co_add = Pick(
        label=_("协办单位"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("需要几个单位的，逐个选择并加入；协办意见的期限比主办单位早 2 个工作日。"),
    )
    co_unit_ids = forms.TypedMultipleChoiceField(
        label=_("已加入的协办单位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        self._offer("")
        self._line_up()

    def proposed(self) -> list[Option]:
        """The units that stand first in the list of lead units."""
        return [*_decided(self), *likely_units(self.case)]

    def kept(self) -> Sequence[CoUnit]:
        """The co-units that the form begins with."""
        return ()

    def look(self, name: str) -> None:
        if name == "narrow":
            self._offer(str(self.initial.get("search") or "").strip())

    @classmethod
    def looked(cls, data: QueryDict, *, case: Case, at: datetime) -> VerbForm:
        """The words for each co-unit are kept as well."""
        form = super().looked(data, case=case, at=at)
        form.initial.update({name: words for name, words in data.items() if name.startswith(CO_WORDS)})
        return form

    def _offer(self, containing: str) -> None:
        found = unit_choices(containing)
        self.names = {pk: label for _group, units in found for pk, label in units}  # type: ignore[attr-defined]
        # what was sent is checked against all units; whom to propose is asked for a person who is still choosing
        first = [] if containing or self.is_bound else self.proposed()
        self.fields["lead_id"].choices = [NOTHING_CHOSEN, *first, *found]  # type: ignore[attr-defined]
        self.fields["co_add"].choices = [NOTHING_CHOSEN, *found]  # type: ignore[attr-defined]
        if containing:
            self.fields["lead_id"].help_text = (
                _("只列出名称含“%(words)s”的单位。") if found else _("没有名称含“%(words)s”的单位。")
            ) % {"words": containing}

    def _line_up(self) -> None:
        """A tick and a field for each co-unit chosen so far, in the order of choosing."""
        chosen = self._chosen()
        if not chosen:
            del self.fields["co_unit_ids"]
            return
        ticks = self.fields["co_unit_ids"]
        ticks.choices = [(pk, self.names[pk]) for pk in chosen]  # type: ignore[attr-defined]
        ticks.help_text = _("去掉勾选就是不请该单位协办。")
        self.initial["co_unit_ids"] = chosen
        order = list(self.fields)
        for pk in reversed(chosen):
            label = _now("请%(unit)s协办的事项") % {"unit": self.names[pk]}
            self.fields[f"{CO_WORDS}{pk}"] = Words(label=label, rows=2, required=False, most=WORDS_MOST)
            order.insert(order.index("co_unit_ids") + 1, f"{CO_WORDS}{pk}")
        self.order_fields(order)

    def _chosen(self) -> list[int]:
        if self.is_bound:
            typed = [*self.data.getlist("co_unit_ids"), self.data.get("co_add")]  # type: ignore[attr-defined]
        elif "co_unit_ids" in self.initial:  # a look at what was typed
            typed = [*(self.initial["co_unit_ids"] or ()), self.initial.pop("co_add", None)]
        else:
            typed = [each.unit_id for each in self.kept()]
            self.initial.update({f"{CO_WORDS}{each.unit_id}": each.words for each in self.kept()})
        known = {str(pk): pk for pk in self.names}
        return list(dict.fromkeys(known[str(each)] for each in typed if str(each) in known))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("lead_id") in {each.unit_id for each in self._co_units()}:
            field = "co_unit_ids" if "co_unit_ids" in self.fields else "co_add"
            self.add_error(field, _("协办单位不能与主办单位相同。"))
        return given

    def _co_units(self) -> Iterator[CoUnit]:
        given = self.cleaned_data
        for pk in dict.fromkeys([*given.get("co_unit_ids", ()), given.get("co_add")]):
            if pk:
                yield CoUnit(pk, given.get(f"{CO_WORDS}{pk}", ""))

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"lead_id": given["lead_id"], "words": given["words"], "co_units": list(self._co_units())}


def _decided(form: UnitsForm) -> list[Option]:
    """The unit that a decision has made competent for such matters (职责清单), with the reference; chosen beforehand."""
    duty = duty_of(form.case)
    if duty is None or duty.unit_id not in form.names:
        return []
    on = in_shanghai(duty.decided_at)
    words = _now("%(unit)s（%(number)s，%(on)s责任审定）") % {
        "unit": duty.unit,
        "number": duty.case.number,
        "on": f"{on.year}年{on.month}月{on.day}日",
    }
    if not form.is_bound:
        form.initial.setdefault("lead_id", duty.unit_id)
    form.fields["lead_id"].help_text = _now("此类事项已审定：%(words)s。") % {"words": words}
    return [(_("职责清单"), [(duty.unit_id, words)])]


class AssignForm(UnitsForm):
    """Nothing more."""


class TransferForm(UnitsForm):
    """After a return was asked for: the unit that was named stands first, and the co-units stay unless changed."""

    reason = Words(label=_("改派理由"), rows=3, most=REASON_MOST, help_text=_("写入办理过程，新的单位可见。"))

    def proposed(self) -> list[Option]:
        asked = _asked(self.case)
        if asked is None or asked.competent_id not in self.names:
            return super().proposed()
        if not self.is_bound:
            self.initial.setdefault("lead_id", asked.competent_id)
        self.fields["lead_id"].help_text = _now("%(unit)s认为应由%(competent)s办理。依据：%(reason)s") % {
            "unit": asked.unit,
            "competent": asked.competent,
            "reason": asked.reason,
        }
        named: list[Option] = [(_("申请退单时提出的单位"), [(asked.competent_id, str(asked.competent))])]
        return [*named, *super().proposed()]

    def kept(self) -> Sequence[CoUnit]:
        rows = CoHandling.objects.filter(case=self.case, unit__in=self.case.co_unit_ids)
        named = {self.initial.get("lead_id")}
        return [CoUnit(each.unit_id, each.words) for each in rows if each.unit_id not in named]

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "reason": self.cleaned_data["reason"]}


class ArbitrateForm(TransferForm):
    reason = Words(
        label=_("审定意见"),
        rows=4,
        most=REASON_MOST,
        help_text=_("写明职责依据。决定是终局的，并记入职责清单：今后同区域同类事项照此交办。"),
    )


def _asked(case: Case) -> Application | None:
    rows = Application.objects.filter(case=case, asked=Asked.RETURN, answer=Answer.OPEN)
    return rows.select_related("unit", "competent").first()


class AskReturnForm(VerbForm):
    looks = (("narrow", _("筛选单位"), "search"),)
    search = Words(label=_("按名称筛选"), required=False, most=40, hint=_("如：水务"))
    competent_id = Pick(label=_("应由哪个单位办理"), coerce=int)
    reason = Words(
        label=_("理由和依据"),
        rows=5,
        most=REASON_MOST,
        hint=_("写明法律法规或者“三定”规定的条款"),
        help_text=_("每个单位对一件留言只能申请一次退单；决定以前办理期限照常计算。"),
    )

    def prepare(self) -> None:
        self._offer("")

    def look(self, name: str) -> None:
        self._offer(str(self.initial.get("search") or "").strip())

    def _offer(self, containing: str) -> None:
        found = [
            (group, [each for each in units if each[0] != self.case.lead_id])  # type: ignore[attr-defined]
            for group, units in unit_choices(containing)
        ]
        self.fields["competent_id"].choices = [NOTHING_CHOSEN, *found]  # type: ignore[attr-defined]

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("competent_id", "reason")}


class RefuseReturnForm(VerbForm):
    reason = Words(label=_("驳回理由"), rows=4, most=REASON_MOST)
