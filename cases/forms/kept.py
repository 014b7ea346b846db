"""Forms whose files outlive a try: what was good is held, named by a signed word, and need not be chosen again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from cases.actions._files import StoredFile
from cases.actions.keep_files import KeptFile, kept_content
from cases.forms.files import ManyFilesField, inspected, refusal_words, sealed, unsealed, without
from cases.rules.uploads import UploadRefused, check_together


class KeepsFiles:
    """Mixin of a form with a field `attachments`. `kept` are files of earlier tries, `fresh` those of this one."""

    data: Any
    cleaned_data: dict[str, Any]

    def begin_files(self, user_id: int) -> None:
        """Call it from __init__; kept files are this user's only."""
        self.user_id = user_id
        self.kept: list[KeptFile] = []
        self.dropped: list[KeptFile] = []
        self.fresh: list[StoredFile] = []
        self._kept_contents: list[StoredFile] = []

    def clean_attachments(self) -> list[UploadedFile]:
        """Files of this try and of earlier ones; what is good is kept even when another is refused."""
        chosen: list[UploadedFile] = self.cleaned_data["attachments"]
        errors = self._take_kept()
        try:
            check_together([*(each.size for each in self.kept), *(each.size or 0 for each in chosen)])
        except UploadRefused as refused:
            raise ValidationError([*errors, refused.words]) from None
        for each in chosen:
            try:
                self.fresh.append(inspected(each))
            except UploadRefused as refused:
                errors.append(refusal_words(each, refused))
        if errors:
            raise ValidationError(errors)
        return chosen

    def _take_kept(self) -> list[str]:
        named = unsealed(self.data.get("kept", ""), self.user_id)
        ticked = self.data.getlist("drop") if isinstance(self.data, MultiValueDict) else []
        stay, self.dropped = without(named or [], ticked)
        for each in stay:
            if (content := kept_content(each)) is not None:
                self.kept.append(each)
                self._kept_contents.append(StoredFile(each.name, each.mime, content, each.width, each.height))
        if named is None or len(self.kept) < len(stay):
            return [_("先前选的附件已经过期，请重新选择。")]
        return []

    @property
    def kept_word(self) -> str:
        """The hidden field by which the next try finds the kept files."""
        return sealed(self.kept, self.user_id)

    @property
    def all_files(self) -> list[StoredFile]:
        """Of a valid form: the kept ones first, as they came first."""
        return [*self._kept_contents, *self.fresh]


class KeepForm(KeepsFiles, forms.Form):
    """Files that go up ahead of their form."""

    attachments = ManyFilesField(required=False)

    def __init__(self, *args: Any, user_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begin_files(user_id)

    def clean(self) -> dict[str, Any]:
        """Nothing at all is no upload."""
        if not self.fresh and not self.errors:
            self.add_error("attachments", _("没有收到文件，请重新选择。"))
        return self.cleaned_data
