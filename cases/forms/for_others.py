"""Fields for whoever writes for somebody else (代他人留言) or for a group: shown on demand, judged only when used."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.submit import NamedPerson
from cases.forms.words import WordsField
from cases.models import LEAST_GROUP, Part

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MOST_REPRESENTATIVES = 5
MOST_PEOPLE = 100_000
PLACES = range(1, MOST_REPRESENTATIVES + 1)
ABOUT_OTHER = ("other_name", "other_relation", "other_phone", "other_consent")
ABOUT_GROUP = (
    "group_size",
    *(f"rep_{what}_{place}" for place in PLACES for what in ("name", "phone")),
)
_SEPARATORS = re.compile(r"[\s\-—–()（）]+")
_TELEPHONE = re.compile(r"\+?\d{7,15}")


class TelephoneField(forms.CharField):
    """A mobile or landline number; blanks and hyphens do not count."""

    def clean(self, value: Any) -> str:
        number = _SEPARATORS.sub("", unicodedata.normalize("NFKC", super().clean(value)))
        if number and not (number.isascii() and _TELEPHONE.fullmatch(number)):
            raise ValidationError(_("请填写能打通的号码：手机，或带区号的座机。"))
        return number


def _telephone(label: str | _StrPromise) -> TelephoneField:
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    return TelephoneField(label=label, max_length=40, required=False, widget=widget)


def _name(label: str | _StrPromise, most: int = 50, help_text: str | _StrPromise = "") -> WordsField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return WordsField(
        label=label, most=most, is_line=True, required=False, widget=widget, help_text=help_text
    )


class ForOthersForm(forms.Form):
    """What the posting form asks about other people. All of it is optional; what is begun must be whole."""

    other_name = _name(gettext_lazy("他（她）的姓名"))
    other_relation = _name(gettext_lazy("您与他（她）的关系"), 20, gettext_lazy("例如：母亲、邻居。"))
    other_phone = _telephone(gettext_lazy("他（她）的电话（可不填）"))
    other_consent = forms.BooleanField(
        label=gettext_lazy("他（她）同意由我代为留言，并同意把以上信息交给办理人员"), required=False
    )
    group_size = forms.IntegerField(
        label=gettext_lazy("一共代表多少人"),
        required=False,
        min_value=LEAST_GROUP,
        max_value=MOST_PEOPLE,
        help_text=gettext_lazy("人数会公开，例如“代表 12 人”。"),
        error_messages={
            "invalid": gettext_lazy("人数请填数字。"),
            "min_value": gettext_lazy("人数至少是 2；只为自己留言的，不用填。"),
            "max_value": gettext_lazy("人数太大，请核对。"),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self.fields[f"rep_name_{place}"] = _name(_("代表 %(place)d 的姓名") % {"place": place})
            self.fields[f"rep_phone_{place}"] = _telephone(_("代表 %(place)d 的电话") % {"place": place})

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if any(given.get(name) for name in ABOUT_OTHER):
            self._check_other(given)
        if any(given.get(name) for name in ABOUT_GROUP):
            self._check_group(given)
        return given

    def _check_other(self, given: dict[str, Any]) -> None:
        wanted = {
            "other_name": _("请填写他（她）的姓名；不是代他人留言的，请把这一栏清空。"),
            "other_relation": _("请填写您与他（她）的关系。"),
            "other_consent": _("请先征得本人同意，再在这里打勾。"),
        }
        for name, words in wanted.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, words)

    def _check_group(self, given: dict[str, Any]) -> None:
        if not given.get("group_size") and "group_size" not in self.errors:
            self.add_error("group_size", _("请填写一共代表多少人；不是代表多人留言的，请把代表一栏清空。"))
        for place in PLACES:
            name, phone = f"rep_name_{place}", f"rep_phone_{place}"
            if given.get(name) and not given.get(phone) and phone not in self.errors:
                self.add_error(phone, _("请填写这位代表的电话，办理人员好与他（她）联系。"))
            if given.get(phone) and not given.get(name):
                self.add_error(name, _("请填写这位代表的姓名。"))

    def people(self) -> list[NamedPerson]:
        """Who is named in the valid form."""
        given, found = self.cleaned_data, list[NamedPerson]()
        if given["other_name"]:
            name, phone, relation = (given[f"other_{what}"] for what in ("name", "phone", "relation"))
            found.append(NamedPerson(Part.BENEFICIARY, name, phone, relation))
        for place in PLACES:
            if given[f"rep_name_{place}"]:
                name, phone = given[f"rep_name_{place}"], given[f"rep_phone_{place}"]
                found.append(NamedPerson(Part.REPRESENTATIVE, name, phone))
        return found

    @property
    def is_for_other(self) -> bool:
        """Whether the fields are in use, so that the page shows them open."""
        return self._uses(ABOUT_OTHER)

    @property
    def is_for_group(self) -> bool:
        return self._uses(ABOUT_GROUP)

    def _uses(self, names: tuple[str, ...]) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def representatives(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and telephone, five times."""
        return [(self[f"rep_name_{place}"], self[f"rep_phone_{place}"]) for place in PLACES]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ABOUT_OTHER]
