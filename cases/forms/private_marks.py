"""What the author keeps from the public: a tick at each place found, and passages typed line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.words import WordsField
from cases.rules.personal_places import Found, PlaceKind, personal_places
from cases.rules.private import LEAST, MOST, MOST_PASSAGES, still_there

AUTHORS_WORDS = ("title", "body", "place")


@dataclass(frozen=True)
class Place:
    """A passage with its tick."""

    words: str
    label: str
    is_hidden: bool


class PrivateMarksForm(forms.Form):
    """`hide` are ticked passages, `shown` those that the author has been asked about; both name passages as they stand."""

    hide_more = WordsField(
        label=gettext_lazy("只给办理人员看的文字（可不填）"),
        most=2000,
        required=False,
        help_text=gettext_lazy(
            "把不想公开的词句照抄在这里，一行一处。公开时显示为“〔作者隐去〕”，办理人员仍能看到原文。"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticked = self._many("hide") if self.is_bound else _lines(self.initial.get("hide", ""))
        self.shown = self._many("shown") if self.is_bound else []
        self.passages: list[str] = []
        self.found: list[Found] = []

    def _many(self, name: str) -> list[str]:
        given = self.data.getlist(name) if isinstance(self.data, MultiValueDict) else []
        return [each for each in given if LEAST <= len(each) <= MOST][: 2 * MOST_PASSAGES]

    def clean(self) -> dict[str, Any]:
        """What is to be hidden must stand in the words: else the author would think it hidden, and it is not."""
        given = super().clean() or self.cleaned_data
        texts = [given.get(name, "") for name in AUTHORS_WORDS]
        more = _lines(given.get("hide_more", ""))
        for each in more:
            if words := _trouble(each, texts):
                self.add_error("hide_more", words)
        self.ticked = still_there(self.ticked, texts)
        self.passages = still_there([*self.ticked, *more], texts)
        self.found = personal_places(texts)
        if len({*self.ticked, *more}) > MOST_PASSAGES:
            self.add_error("hide_more", _("最多隐去 %(most)d 处，请减少一些。") % {"most": MOST_PASSAGES})
        return given

    @property
    def places(self) -> list[Place]:
        """What is ticked or not on the preview: what was found, and what the author ticked before."""
        labels = {PlaceKind.NAME: _("像是姓名"), PlaceKind.DOOR: _("像是门牌住址")}
        found = {each.words: str(labels[each.kind]) for each in self.found}
        found |= {each: "" for each in self.ticked if each not in found}
        return [Place(words, label, words in self.ticked) for words, label in found.items()]

    @property
    def undecided(self) -> list[Found]:
        """Places found that the author has neither ticked nor been asked about."""
        return [each for each in self.found if each.words not in {*self.shown, *self.passages}]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _trouble(passage: str, texts: Sequence[str]) -> str:
    told = {"passage": passage[:20], "least": LEAST, "most": MOST}
    if not LEAST <= len(passage) <= MOST:
        return _("“%(passage)s”：每处 %(least)d 至 %(most)d 个字，请改长或分成几行。") % told
    if not any(passage in text for text in texts):
        return _("标题、正文和地点里都没有“%(passage)s”，请照抄原文，或者删去这一行。") % told
    return ""
