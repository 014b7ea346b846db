"""Makes a name that a stranger gave to a file fit to be stored, listed and offered for saving."""

from __future__ import annotations

import re
from typing import Final

from cases.rules.words import clean_words

MOST_CHARACTERS: Final = 60
MOST_TYPED: Final = 1000
FALLBACK: Final = "附件"

_EXTENSION: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,9}$")
_UNWANTED: Final = re.compile(r"[^\w（）()《》【】、，\- ]+")
_DEVICE: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(name: str, extension: str) -> str:
    """No path, no control or bidi character, one extension: the one that the content has (`extension` as ".jpg").

    照片.jpg.php with a JPEG inside becomes 照片.jpg.
    """
    stem = re.split(r"[/\\]", clean_words(name[-MOST_TYPED:]))[-1].rstrip(" .")
    while match := _EXTENSION.search(stem):
        stem = stem[: match.start()].rstrip(" .")
    stem = _UNWANTED.sub("_", stem.strip(" .")).strip("_- ")[:MOST_CHARACTERS].strip("_- ")
    if not stem:
        stem = FALLBACK
    elif _DEVICE.fullmatch(stem):
        # CON and its kin are devices on the officials' computers, whatever the extension.
        stem = f"{FALLBACK}_{stem}"
    return stem + extension
