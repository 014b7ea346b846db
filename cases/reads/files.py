"""The files of a case by what they are there for: the author's first, then what the units added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import reverse

from cases.models import Attachment, Purpose
from cases.rules.pictures import size_within

SHOWN_SIDE = 160  # CSS pixels
NOT_YET = "img/picture.svg"  # of the same size, so that nothing shifts when the small picture takes its place


@dataclass(frozen=True)
class Thumbnail:
    """The small picture in a list: its address and the size in which it is shown."""

    src: str
    width: int
    height: int


@dataclass(frozen=True)
class GroupFile:
    """One file of a group; `thumbnail` of pictures only."""

    file: Attachment
    thumbnail: Thumbnail | None


@dataclass(frozen=True)
class FileGroup:
    """The files of one purpose, in the order in which they came."""

    label: str
    files: Sequence[GroupFile]


def by_purpose(files: Iterable[Attachment]) -> list[FileGroup]:
    """In the order of Purpose; a purpose without files is left out."""
    rows = list(files)
    groups = [
        FileGroup(
            str(Purpose(value).label),
            [GroupFile(each, thumbnail_of(each)) for each in rows if each.purpose == value],
        )
        for value in Purpose.values
    ]
    return [each for each in groups if each.files]


def thumbnail_of(attachment: Attachment) -> Thumbnail | None:
    """The small picture, or a neutral one in its size until it is drawn."""
    if not attachment.is_picture:
        return None
    is_there = attachment.has_thumbnail
    src = reverse("cases:thumbnail", args=[attachment.key]) if is_there else static(NOT_YET)
    return Thumbnail(src, *size_within(attachment.width, attachment.height, SHOWN_SIDE))
