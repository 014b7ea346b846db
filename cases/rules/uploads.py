"""Judges an uploaded file by its content, never by its name or declared type: bytes in, safe bytes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cases.rules.file_names import safe_name
from cases.rules.pdfs import check_pdf
from cases.rules.pictures import redraw
from cases.rules.upload_refusals import (
    MEGABYTE,
    MOST_FILE_MEGABYTES,
    MOST_FILES,
    MOST_TOTAL_MEGABYTES,
    UploadRefused,
)

__all__ = ["MOST_FILES", "Upload", "UploadRefused", "check_together", "inspect_upload"]

PICTURES: Final = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
}
ACCEPTED: Final = (".jpg", ".jpeg", ".png", ".webp", ".pdf")  # for the file picker; the content decides
HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")


@dataclass(frozen=True)
class Upload:
    """A file fit to be stored. `content` is not what came in: a picture is drawn anew."""

    kind: str  # image, pdf
    mime: str
    extension: str
    content: bytes
    safe_name: str
    width: int = 0
    height: int = 0


def inspect_upload(name: str, content: bytes) -> Upload:
    """The file as it may be stored, or UploadRefused with a sentence for the person."""
    if not content:
        raise UploadRefused("empty")
    if len(content) > MOST_FILE_MEGABYTES * MEGABYTE:
        raise UploadRefused("too_big")
    if content.startswith(b"%PDF-"):
        check_pdf(content)
        return Upload("pdf", "application/pdf", ".pdf", content, safe_name(name, ".pdf"))
    kind = _picture_kind(content)
    mime, extension = PICTURES[kind]
    picture = redraw(content, kind)
    return Upload(
        "image", mime, extension, picture.content, safe_name(name, extension), picture.width, picture.height
    )


def check_together(sizes: Sequence[int]) -> None:
    """What holds for all files of one message; ask before reading any of them."""
    if len(sizes) > MOST_FILES:
        raise UploadRefused("too_many")
    if sum(sizes) > MOST_TOTAL_MEGABYTES * MEGABYTE:
        raise UploadRefused("too_big_together")


def _picture_kind(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        raise UploadRefused("heic")
    raise UploadRefused("type")
