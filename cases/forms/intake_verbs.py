"""The desk's forms for what is not simply accepted: ask for more, merge, put back, split."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.split import LEAST_PARTS, MOST_PARTS, Part
from cases.forms.desk import NOTHING_CHOSEN, REASON_MOST, VerbForm
from cases.forms.fields import Pick, Words
from cases.models import Attachment, Purpose
from cases.reads.joinable import joinable
from cases.reads.posting import categories_offered
from cases.rules.numbers import parse_number

TITLE_LEAST, TITLE_MOST, BODY_LEAST, BODY_MOST = 5, 40, 10, 5000  # as on the posting form
OTHER = ("", _("其他编号（填在下面）"))


class AskInfoForm(VerbForm):
    words = Words(
        label=_("请留言人补充什么"),
        rows=5,
        least=5,
        most=REASON_MOST,
        hint=_("缺什么、为什么需要、怎样提供"),
        help_text=_("留言人会原样看到。补充期间办理期限暂停，到期未补充自动恢复。"),
    )


class MergeForm(VerbForm):
    likely = Pick(label=_("可能是同一件事"), required=False, widget=forms.RadioSelect)
    number = Words(label=_("并入的编号"), required=False, most=40, hint=_("如：WZ-2026-000123-4"))
    reason = Words(label=_("并案理由"), rows=3, most=REASON_MOST, hint=_("为什么是同一件事；留言人会看到"))

    def prepare(self) -> None:
        found = [(each.number, each.words) for each in joinable(self.case)]
        self.fields["likely"].choices = [*found, OTHER]  # type: ignore[attr-defined]
        if not found:
            self.fields["likely"].widget = forms.HiddenInput()

    def clean_number(self) -> str:
        typed: str = self.cleaned_data["number"]
        if not typed:
            return ""
        number = parse_number(typed)
        if number is None:
            raise forms.ValidationError(_("编号不对，请核对；最后一位是校验码。"))
        return number

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("likely") and not given.get("number") and "number" not in self.errors:
            self.add_error("number", _("请选择一件，或者填写并入的编号。"))
        return given

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"into": given["number"] or given["likely"], "reason": given["reason"]}


class UnmergeForm(VerbForm):
    reason = Words(label=_("恢复单独办理的理由"), rows=3, most=REASON_MOST, hint=_("留言人会看到"))


class SplitForm(VerbForm):
    """Two to four matters. The second half of the fields may stay empty."""

    reason = Words(
        label=_("给留言人的说明"),
        rows=2,
        required=False,
        most=REASON_MOST,
        hint=_("不填则写：一条留言反映了多件事，按一事一报拆分办理。"),
    )

    def prepare(self) -> None:
        files = Attachment.objects.filter(
            case=self.case, purpose__in=(Purpose.MESSAGE, Purpose.SUPPLEMENT)
        ).values_list("pk", "name")
        categories = [NOTHING_CHOSEN, *categories_offered()]
        for n in range(1, MOST_PARTS + 1):
            self.fields |= _of_part(n, categories, list(files))
        if not self.is_bound and "title_1" not in self.initial:
            self.initial.update(title_1=self.case.title[:TITLE_MOST], body_1=self.case.body)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n in range(1, MOST_PARTS + 1):
            title, body = given.get(f"title_{n}"), given.get(f"body_{n}")
            if (n <= LEAST_PARTS or body) and not title and f"title_{n}" not in self.errors:
                self.add_error(f"title_{n}", _("请填写第 %(n)d 件的标题。") % {"n": n})
            if (n <= LEAST_PARTS or title) and not body and f"body_{n}" not in self.errors:
                self.add_error(f"body_{n}", _("请填写第 %(n)d 件的正文。") % {"n": n})
        return given

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        parts = [
            Part(
                title=given[f"title_{n}"],
                body=given[f"body_{n}"],
                category_id=given[f"category_{n}"],
                file_ids=[int(pk) for pk in given.get(f"files_{n}", ())],
            )
            for n in range(1, MOST_PARTS + 1)
            if given[f"title_{n}"]
        ]
        return {"parts": parts, "words": given["reason"]}


def _of_part(n: int, categories: list[Any], files: list[tuple[int, str]]) -> dict[str, forms.Field]:
    needs = "" if n <= LEAST_PARTS else _("（可不填）")
    found: dict[str, forms.Field] = {
        f"title_{n}": Words(
            label=_("第 %(n)d 件 标题%(needs)s") % {"n": n, "needs": needs},
            required=False,
            least=TITLE_LEAST,
            most=TITLE_MOST,
        ),
        f"body_{n}": Words(
            label=_("第 %(n)d 件 正文%(needs)s") % {"n": n, "needs": needs},
            required=False,
            rows=5,
            least=BODY_LEAST,
            most=BODY_MOST,
        ),
        f"category_{n}": Pick(
            label=_("第 %(n)d 件 类别") % {"n": n},
            required=False,
            coerce=int,
            empty_value=None,
            choices=categories,
        ),
    }
    if files:
        found[f"files_{n}"] = forms.MultipleChoiceField(
            label=_("第 %(n)d 件 带上附件") % {"n": n},
            required=False,
            choices=files,
            widget=forms.CheckboxSelectMultiple,
        )
    return found
