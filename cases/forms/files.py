"""Files of a form: several in one field, each judged by its content, and kept from one try to the next by a signed list."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.actions._files import StoredFile
from cases.actions.keep_files import KEPT_SECONDS, KeptFile
from cases.rules.uploads import ACCEPTED, Upload, UploadRefused, check_together, inspect_upload

SHOWN_NAME = 40


class ManyFilesInput(forms.FileInput):
    """<input type="file" multiple>"""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Takes any number of files; what may be in them is judged later, with what is kept already."""

    widget = ManyFilesInput(attrs={"accept": ",".join(ACCEPTED)})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files as they came, empty ones too: they get words of their own."""
        return [each for each in data or [] if isinstance(each, UploadedFile)]


class CheckedFilesField(ManyFilesField):
    """Files of the staff: judged at once, returned fit to be stored. What was refused has to be chosen again."""

    def clean(self, data: Any, initial: Any = None) -> list[StoredFile]:  # type: ignore[override]
        chosen, fresh, errors = super().clean(data, initial), list[StoredFile](), list[str]()
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        self.check_all([each.size or 0 for each in chosen])
        for each in chosen:
            try:
                fresh.append(inspected(each))
            except UploadRefused as refused:
                errors.append(refusal_words(each, refused))
        if errors:
            raise ValidationError(errors)
        return fresh

    @staticmethod
    def check_all(sizes: Sequence[int]) -> None:
        """Number and size of all files together."""
        try:
            check_together(sizes)
        except UploadRefused as refused:
            raise ValidationError(refused.words) from None


def inspected(file: UploadedFile) -> StoredFile:
    """A file fit to be stored. Raises UploadRefused."""
    upload: Upload = inspect_upload(file.name or "", file.read())
    return StoredFile(upload.safe_name, upload.mime, upload.content, upload.width, upload.height)


def refusal_words(file: UploadedFile, refused: UploadRefused) -> str:
    """Which file, and why."""
    name = (file.name or "")[:SHOWN_NAME]
    return _("“%(name)s”没有加上：%(words)s") % {"name": name, "words": refused.words}


def sealed(files: Sequence[KeptFile], user_id: int) -> str:
    """The kept files as a word that only we can have written, for this user's form."""
    rows = [[each.key.hex, each.name, each.mime, each.size, each.width, each.height] for each in files]
    return signing.dumps(rows, salt=_salt(user_id), compress=True) if rows else ""


def unsealed(word: str, user_id: int) -> list[KeptFile] | None:
    """What `sealed` wrote; None when it is too old, somebody else's or made up."""
    if not word:
        return []
    try:
        rows = signing.loads(word, salt=_salt(user_id), max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return [KeptFile(uuid.UUID(key), *rest) for key, *rest in rows]


def without(files: Sequence[KeptFile], dropped: Collection[str]) -> tuple[list[KeptFile], list[KeptFile]]:
    """(files that stay, files that the person ticked for removal)"""
    stay = [each for each in files if each.key.hex not in dropped]
    return stay, [each for each in files if each.key.hex in dropped]


def _salt(user_id: int) -> str:
    return f"cases.kept-files.{user_id}"
