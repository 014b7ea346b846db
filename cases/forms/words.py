"""Fields for what people write: cleaned first, counted afterwards, with errors that say by how much."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.rules.words import clean_words


class WordsField(forms.CharField):
    """A text as it may be stored. No maxlength in the browser: it would cut a pasted text without a word.

    `least` and `most` count characters after cleaning; `is_line` makes one line of it.
    """

    def __init__(self, *, least: int = 0, most: int, is_line: bool = False, **kwargs: Any) -> None:
        self.least, self.most, self.is_line = least, most, is_line
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        words = clean_words(super().to_python(value) or "")
        return " ".join(words.split("\n")) if self.is_line else words

    def validate(self, value: str) -> None:
        super().validate(value)
        count = len(value)
        if value and count < self.least:
            raise ValidationError(_too_short(self._name(), self.least, count))
        if count > self.most:
            raise ValidationError(_too_long(self._name(), self.most, count))

    def _name(self) -> str:
        """The label without what stands in brackets behind it: 地点（可不填）, Place (optional)."""
        return re.split(r"\s*[（(]", str(self.label or ""), maxsplit=1)[0]


def _too_short(label: str, least: int, count: int) -> str:
    return _("%(label)s至少 %(least)d 个字，现在是 %(count)d 个字，请再写详细一些。") % {
        "label": label,
        "least": least,
        "count": count,
    }


def _too_long(label: str, most: int, count: int) -> str:
    return _("%(label)s最多 %(most)d 个字，现在是 %(count)d 个字，请删去 %(over)d 个字。") % {
        "label": label,
        "most": most,
        "count": count,
        "over": count - most,
    }
