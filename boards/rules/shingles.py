"""Chinese search without a dictionary: texts as overlapping pairs of characters.

PostgreSQL's parser takes a whole Chinese clause for one word on every locale, so it is not asked. A text is folded one
character for one character, and its words of letters and digits are fenced: then a plain search for a fenced string finds
exactly what contains it, with words as words (12路 is not in 112路). The index of pairs only says where to look.
`lexemes` and the SQL function `boards_pairs` (migration 0010) are the same; a test compares them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from boards.rules.simplified import SIMPLIFIED

FENCE = "\x01"  # on both sides of a word of letters and digits
MARK = "\x02"  # begins a word that nobody can type
FIELD_END = "\n"  # between title, body and replies; no phrase crosses it
LONGEST_WORD = 60
MOST_LETTERS = 60  # of what a person types
MOST_TERMS = 8
# Scripts written without spaces: Han with 々〇, kana, hangul.
RUNNING = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
_WORD = re.compile(f"((?:(?![{RUNNING}])[^\\W_])+)")
_PARTS = re.compile(f"{FENCE}[^{FENCE}]+{FENCE}|[{RUNNING}]+")


class _Folding(dict[int, int]):
    """Filled as characters come."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(_folded(chr(code)))
        return self[code]


def _folded(char: str) -> str:
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cs"):
        return " "
    for form in (unicodedata.normalize("NFKC", char), char):
        if len(form.lower()) == 1:
            char = form.lower()
            break
    return chr(SIMPLIFIED.get(ord(char), ord(char)))


_FOLDING = _Folding()


def folded(text: str) -> str:
    """Full width to half, upper case to lower, traditional to simplified: one character stays one character."""
    return text.translate(_FOLDING)


def fenced(text: str) -> str:
    """A folded text as it is stored and looked for: words of letters and digits between fences."""
    return _WORD.sub(rf"{FENCE}\1{FENCE}", text)


def lexemes(text: str) -> set[str]:
    """What the index holds of a fenced text: its words; its other runs as pairs, and their last character (for 灯:*)."""
    found: set[str] = set()
    for part in _PARTS.findall(text):
        if part[0] == FENCE:
            found.add(part[1:-1][:LONGEST_WORD])
        else:
            found.update(part[start : start + 2] for start in range(len(part)))
    return found


def shingles(text: str) -> set[str]:
    """The words and pairs of a text as people write it."""
    return lexemes(fenced(folded(text)))


def shortened(asked: str) -> str:
    """What is read of what a person typed: MOST_TERMS terms, MOST_LETTERS letters at most; no word is cut in two."""
    line = " ".join(asked.replace("\0", " ").split()[:MOST_TERMS])
    if len(line) <= MOST_LETTERS:
        return line
    kept = line[:MOST_LETTERS]
    tail = _WORD.match(folded(line[MOST_LETTERS:]))
    if tail and (words := [found for found in _WORD.finditer(folded(kept)) if found.end() == MOST_LETTERS]):
        kept = kept[: words[0].start()] or kept
    return kept.rstrip()


def terms(asked: str) -> tuple[str, ...]:
    """The strings that must all be there, folded; spaces part them. () when there is nothing that an index can find."""
    found = tuple(dict.fromkeys(folded(shortened(asked)).split()))
    return found if any(shingles(term) for term in found) else ()


def query(term: str) -> str:
    """The tsquery that every text with this term fulfils; "" when only marks are in it."""
    parts, single = [], []
    for part in _PARTS.findall(fenced(term)):
        if part[0] == FENCE:
            parts.append(_quoted(part[1:-1][:LONGEST_WORD]))
        elif len(part) == 1:
            single.append(f"{_quoted(part)}:*")
        else:
            parts += [_quoted(part[start : start + 2]) for start in range(len(part) - 1)]
    # The index reads every pair that begins so: only where there is nothing better to go by.
    return " & ".join(dict.fromkeys(parts or single))


def mark(unit_id: int) -> str:
    """The word that stands for a unit in a stored text: whatever the unit is called by then, it is found by its name."""
    return f"{FENCE}{MARK}{unit_id}{FENCE}"


def query_of_mark(unit_id: int) -> str:
    return _quoted(f"{MARK}{unit_id}")


def hits(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where folded terms stand in a text as people write it: (start, end), apart from each other, in order."""
    if not wanted:
        return []
    longest = sorted(wanted, key=len, reverse=True)
    return [found.span() for found in re.finditer("|".join(map(_pattern, longest)), folded(text))]


def _pattern(term: str) -> str:
    letter = f"(?:(?![{RUNNING}])[^\\W_])"
    before = f"(?<!{letter})" if _WORD.match(term) else ""
    after = f"(?!{letter})" if _WORD.match(term[-1]) else ""
    return f"{before}{re.escape(term)}{after}"


def _quoted(word: str) -> str:
    """Words are letters, digits and MARK: no quote and no backslash can be among them."""
    return f"'{word}'"
