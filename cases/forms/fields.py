"""Fields of the desk's forms: typed words with their size, and one choice of a list; both say in Chinese what is missing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.forms.words import WordsField


class Words(WordsField):
    """Typed words; one line, or a text area of `rows` lines."""

    def __init__(self, *, rows: int = 1, hint: str | Promise = "", **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows} if rows > 1 else {"autocomplete": "off"}
        if hint:
            attrs["placeholder"] = hint
        widget = forms.Textarea if rows > 1 else forms.TextInput
        required = _("请填写%(label)s。") % {"label": kwargs.get("label", "")}
        super().__init__(
            is_line=rows == 1, widget=widget(attrs=attrs), error_messages={"required": required}, **kwargs
        )


class Pick(forms.TypedChoiceField):
    """One of a list; `coerce` as in Django."""

    def __init__(self, **kwargs: Any) -> None:
        messages: dict[str, Any] = {
            "required": _("请选择%(label)s。") % {"label": kwargs.get("label", "")},
            "invalid_choice": _("没有这个选项，请重新选择。"),
        }
        super().__init__(error_messages=messages, **kwargs)


def yes_no(value: Any) -> bool:
    """What a pair of radio buttons sends."""
    return str(value) == "yes"
