"""Draws an uploaded picture anew: only pixels survive, so no place, no note and no second file inside does.

The rule of this file: the size is judged from the header before anything is decoded.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from cases.rules.upload_refusals import MEGABYTE, MOST_FILE_MEGABYTES, MOST_MEGAPIXELS, UploadRefused

MOST_PIXELS: Final = MOST_MEGAPIXELS * 1_000_000
LONGEST_SIDE: Final = 4096  # of what is stored: enough to read a letter in, a tenth of the bytes
THUMBNAIL_SIDE: Final = 480  # sharp in a third of a telephone, some 20 KB

_SAVING: Final[dict[str, dict[str, int | bool]]] = {
    "JPEG": {"quality": 85},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85, "method": 2},
}
_HAS_ALPHA: Final = ("LA", "La", "PA", "RGBA", "RGBa")


@dataclass(frozen=True)
class Picture:
    content: bytes
    width: int
    height: int


def redraw(content: bytes, kind: str) -> Picture:
    """`kind` is JPEG, PNG or WEBP; the first frame, turned upright, at most 4096 pixels a side, without metadata."""
    fresh = _read(content, kind)
    stored = io.BytesIO()
    fresh.save(stored, kind, **_SAVING[kind])
    if stored.tell() > MOST_FILE_MEGABYTES * MEGABYTE:
        raise UploadRefused("too_big")
    return Picture(stored.getvalue(), fresh.width, fresh.height)


def draw_thumbnail(content: bytes, mime: str) -> Picture:
    """A small WebP of a picture that we stored. Raises UploadRefused when the file is damaged."""
    kind = mime.removeprefix("image/").upper()
    small = _read(content, kind)
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    stored = io.BytesIO()
    small.save(stored, "WEBP", quality=75, method=4)
    return Picture(stored.getvalue(), small.width, small.height)


def size_within(width: int, height: int, side: int) -> tuple[int, int]:
    """How large a picture is shown in a square of `side`: never larger than it is, never without an extent."""
    share = min(1.0, side / max(width, height, 1))
    return max(1, round(width * share)), max(1, round(height * share))


def _read(content: bytes, kind: str) -> Image.Image:
    if kind == "WEBP":
        _refuse_large(*_webp_size(content))
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as opened:
            _refuse_large(opened.width, opened.height)
            return _fresh(opened, kind)
    except UploadRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as fault:
        raise UploadRefused("too_many_pixels") from fault
    except Exception as fault:
        # Pillow's readers raise whatever their parsing trips over: struct.error, SyntaxError, IndexError, OSError …
        raise UploadRefused("broken") from fault


def _refuse_large(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise UploadRefused("too_many_pixels")


def _webp_size(content: bytes) -> tuple[int, int]:
    """From the first chunk: WebP's reader claims memory for the whole canvas already when it opens the file."""
    chunk, body = content[12:16], content[20:30]
    if len(body) < 10:
        raise UploadRefused("broken")
    if chunk == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF


def _fresh(opened: Image.Image, kind: str) -> Image.Image:
    """A new bitmap in a plain mode, which carries nothing of the old file but its colours."""
    has_alpha = kind != "JPEG" and (opened.mode in _HAS_ALPHA or "transparency" in opened.info)
    if kind == "JPEG":
        # Before anything is decoded: the reader then shrinks by two, four or eight as it goes.
        opened.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    upright = _upright(opened)
    if upright.mode == "I;16":
        # Converting alone would turn every grey of a 16-bit scan into white.
        upright = upright.point(lambda grey: grey * (1 / 256)).convert("L")
    plain = upright.convert("RGBA" if has_alpha else "L" if upright.mode in ("1", "L") else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _upright(image: Image.Image) -> Image.Image:
    """A picture whose EXIF cannot be read stays as it lies: it is a picture all the same."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image
