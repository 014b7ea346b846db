"""How a board's name is spelled in pinyin, so that people find 市长信箱 by typing szxx; and whether a search fits a name."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from boards.rules.shingles import folded


@dataclass(frozen=True)
class Spelling:
    """Both without spaces, lower case."""

    pinyin: str
    initials: str


def spelled(name: str) -> Spelling:
    """市长信箱 → shizhangxinxiang, szxx. Latin letters and digits stay as they are."""
    # Its dictionaries take 57 MB and half a second: whoever saves a board pays for them, not every process at its start.
    pypinyin = import_module("pypinyin")
    full, first = pypinyin.lazy_pinyin(name), pypinyin.lazy_pinyin(name, style=pypinyin.Style.FIRST_LETTER)
    return Spelling(_bare("".join(full))[:200], _bare("".join(first))[:60])


def fits(asked: str, *, name: str, pinyin: str, initials: str) -> bool:
    """Whether a person who typed `asked` may mean this name: part of it, of its initials, or the start of its pinyin."""
    wanted = _bare(asked)
    return bool(wanted) and (wanted in _bare(name) or wanted in initials or pinyin.startswith(wanted))


def _bare(text: str) -> str:
    return "".join(each for each in folded(text) if each.isalnum())
