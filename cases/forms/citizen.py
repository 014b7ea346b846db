"""The posting form: what a citizen may write, judged field by field in Chinese. It checks and never saves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from boards.models import Board
from cases.actions.submit import Submission
from cases.forms.files import ManyFilesField
from cases.forms.for_others import ABOUT_GROUP, ABOUT_OTHER, ForOthersForm
from cases.forms.kept import KeepsFiles
from cases.forms.private_marks import PrivateMarksForm
from cases.forms.words import WordsField
from cases.models import Case
from cases.reads.posting import Options
from cases.rules.states import Kind

PUBLIC, PRIVATE = "public", "private"
# fmt: off
DRAFTED = (  # kept while signing in, and in drafts
    "kind", "title", "body", "category", "region", "place", "wants_place", "visibility", "contact_name", "hide_more",
    *ABOUT_OTHER, *ABOUT_GROUP,
)
# fmt: on
LONGEST_DRAFT = 20_000  # characters a field


@dataclass(frozen=True)
class Typed:
    """What stands in a form, right or wrong: its key, the version of the draft that it shows (0: none), its words."""

    key: uuid.UUID
    seen: int
    words: dict[str, str]


def typed_in(data: QueryDict) -> Typed:
    """The form as it is kept for later; files are not in it."""
    given = {name: data.get(name, "") for name in DRAFTED} | {"hide": "\n".join(data.getlist("hide"))}
    words = {name: typed[:LONGEST_DRAFT].replace("\0", "") for name, typed in given.items() if typed}
    return Typed(_key(data.get("submission_key", "")), _number(data.get("draft_version", "")), words)


class PostForm(KeepsFiles, ForOthersForm, PrivateMarksForm):
    """A message to one board. `kept` are files of an earlier try, `fresh` those of this one."""

    kind = forms.ChoiceField(
        label=gettext_lazy("留言类型"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("请选择留言类型。")),
    )
    title = WordsField(
        label=gettext_lazy("标题"),
        least=5,
        most=40,
        is_line=True,
        help_text=gettext_lazy("一句话说清是什么事，5–40 个字。"),
        error_messages={"required": gettext_lazy("请填写标题。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = WordsField(
        label=gettext_lazy("正文"),
        least=10,
        most=5000,
        help_text=gettext_lazy("写清时间、地点、经过和您的要求，10–5000 个字。请不要写身份证号、银行卡号。"),
        error_messages={"required": gettext_lazy("请填写正文。")},
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    place = WordsField(
        label=gettext_lazy("具体地点（可不填）"),
        most=100,
        is_line=True,
        required=False,
        help_text=gettext_lazy("事情发生在哪里，例如：人民路与建设街路口东侧。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    region = forms.TypedChoiceField(
        label=gettext_lazy("所在区域（可不选）"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("事情发生在哪个县区、哪个乡镇或街道。"),
        error_messages={"invalid_choice": gettext_lazy("请从列表里选一个区域，或者不选。")},
    )
    wants_place = forms.BooleanField(
        label=gettext_lazy("公开具体地点"),
        required=False,
        help_text=gettext_lazy("不打勾，公开时只显示到县（市、区）；是自己住址的，请不要打勾。"),
    )
    category = forms.TypedChoiceField(
        label=gettext_lazy("事项类别（可不选）"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("说不准就不选，工作人员会替您选。"),
        error_messages={"invalid_choice": gettext_lazy("请从列表里选一个类别，或者不选。")},
    )
    attachments = ManyFilesField(
        label=gettext_lazy("照片或文件（可不加）"),
        required=False,
        help_text=gettext_lazy(
            "最多 6 个，每个不超过 10 MB、合计不超过 20 MB；JPEG、PNG、WebP 图片或 PDF。附件不公开。"
        ),
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("是否公开"),
        choices=[
            (
                PUBLIC,
                gettext_lazy("公开：大家能看到标题、正文和回复；您的姓名、电话不公开，正文里的号码会隐去"),
            ),
            (PRIVATE, gettext_lazy("不公开：只有您和办理人员能看到")),
        ],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请选择公开或不公开。")},
    )
    contact_name = WordsField(
        label=gettext_lazy("您的称呼（可不填）"),
        most=50,
        is_line=True,
        required=False,
        help_text=gettext_lazy("办理人员与您联系时这样称呼您，不公开。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    submission_key = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        user_id: int,
        categories: list[tuple[str, Options]],
        regions: list[tuple[str, Options]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.begin_files(user_id)
        self.fields["category"].choices = [("", _("说不准，请工作人员选")), *categories]  # type: ignore[attr-defined]
        self.fields["region"].choices = [("", _("不选")), *regions]  # type: ignore[attr-defined]
        self.key = uuid.uuid4()
        self.draft_version = _number(self.data.get("draft_version", ""))
        self.until: datetime | None = None  # set by the view: of too many messages, when the next is taken

    def clean_submission_key(self) -> uuid.UUID:
        """Something else than what we gave is replaced: it only serves to know a second click."""
        self.key = _key(self.cleaned_data["submission_key"] or "")
        return self.key

    def clean(self) -> dict[str, Any]:
        """A report (举报) is never public; for everything else the author has to say."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") == Kind.REPORT:
            given["visibility"] = PRIVATE
        elif not given.get("visibility") and "visibility" not in self.errors:
            self.add_error("visibility", _("请选择公开或不公开。"))
        return given

    @property
    def is_public(self) -> bool:
        """The author's wish; only of a valid form."""
        return bool(self.cleaned_data["visibility"] == PUBLIC)

    @property
    def asks_first(self) -> bool:
        """Whether there is something to decide before the public may read it; only of a valid form."""
        return self.is_public and bool(self.undecided)

    def as_case(self, board: Board, author: User) -> Case:
        """The case that it would become, for looking at."""
        names = ("title", "body", "place", "wants_place", "group_size")
        return Case(
            board=board,
            region_id=self.cleaned_data["region"],
            private_passages=self.passages,
            wants_public=self.is_public,
            author_name=author.nickname,
            **{name: self.cleaned_data[name] for name in names},
        )

    def submission(self, board_id: int, author: User) -> Submission:
        """The valid form as the action takes it."""
        given = self.cleaned_data
        return Submission(
            board_id=board_id,
            kind=given["kind"],
            title=given["title"],
            body=given["body"],
            author_name=author.nickname,
            category_id=given["category"],
            place=given["place"],
            wants_public=self.is_public,
            wants_place=given["wants_place"],
            submission_key=self.key,
            contact_name=given["contact_name"],
            contact_phone=author.phone or "",
            files=self.all_files,
            region_id=given["region"],
            private_passages=self.passages,
            group_size=given["group_size"],
            people=self.people(),
        )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0


def _key(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        return uuid.uuid4()
