"""Catalogs of phrases: .po files as people edit them, .mo files as gettext reads them. Standard library only, so that the
tests can compare both with the sources on a machine that has no gettext tools.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wenzheng.phrases import Phrase

LOCALE = "locale"
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "zh_Hant": "nplurals=1; plural=0;",
}
Words = tuple[str, ...]  # one for a phrase without plural, else one for each form of the language
Catalog = dict[Phrase, Words]
MAGIC = 0x950412DE


def po_path(root: Path, locale: str) -> Path:
    """Where people edit a catalog; the compiled one lies beside it."""
    return root / LOCALE / locale / "LC_MESSAGES" / "django.po"


def read_po(path: Path) -> Catalog:
    """The phrases of a .po file; the header is left out. Marked ones (fuzzy, obsolete) are comments to us: not there."""
    found: Catalog = {}
    if not path.exists():
        return found
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        said = _said(block)
        if one := said.get("msgid"):
            words = tuple(text for name, text in said.items() if name.startswith("msgstr"))
            found[Phrase(one, said.get("msgid_plural", ""), said.get("msgctxt", ""))] = words
    return found


def _said(block: str) -> dict[str, str]:
    """Keyword → text of one entry, with the lines that continue it."""
    said: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        keyword, quote, text = line.partition('"')
        name = keyword.strip() or name
        said[name] = said.get(name, "") + str(ast.literal_eval(quote + text))
    return said


def written_po(locale: str, places: Mapping[Phrase, Sequence[str]], catalog: Mapping[Phrase, Words]) -> str:
    """A .po file with every phrase of `places` in their order; what has no words yet gets empty ones."""
    entries = [f'msgid ""\nmsgstr ""\n{_quoted(header(locale), is_long=True)}']
    for phrase, files in places.items():
        words = catalog.get(phrase) or ("",) * (forms(locale) if phrase.many else 1)
        lines = [f"#: {' '.join(files)}"]
        lines += ["#, python-format"] if "%(" in phrase.one else []
        lines += [f"msgctxt {_quoted(phrase.context)}"] if phrase.context else []
        lines.append(f"msgid {_quoted(phrase.one)}")
        if phrase.many:
            lines.append(f"msgid_plural {_quoted(phrase.many)}")
            lines += [f"msgstr[{number}] {_quoted(each)}" for number, each in enumerate(words)]
        else:
            lines.append(f"msgstr {_quoted(words[0])}")
        entries.append("\n".join(lines))
    return "\n\n".join(entries) + "\n"


def header(locale: str) -> str:
    """What gettext has to know of a catalog; no dates, so that the same words give the same file."""
    return (
        f"Language: {locale}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
        f"Content-Transfer-Encoding: 8bit\nPlural-Forms: {PLURALS[locale]}\n"
    )


def forms(locale: str) -> int:
    """How many forms a count has in that language."""
    return int(PLURALS[locale].removeprefix("nplurals=")[0])


def _quoted(text: str, *, is_long: bool = False) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if is_long:
        return "\n".join(f'"{line}\\n"' for line in escaped.removesuffix("\\n").split("\\n"))
    return f'"{escaped}"'


def compiled(locale: str, catalog: Mapping[Phrase, Words]) -> bytes:
    """The .mo file: sorted pairs behind two tables of lengths and offsets. Phrases without words are left out."""
    pairs = {b"": header(locale).encode()}
    for phrase, words in catalog.items():
        if all(words):
            key = f"{phrase.context}\x04{phrase.one}" if phrase.context else phrase.one
            pairs["\0".join(filter(None, (key, phrase.many))).encode()] = "\0".join(words).encode()
    keys = sorted(pairs)
    count = len(keys)
    at = 28 + 16 * count
    tables, texts = b"", b""
    for part in (keys, [pairs[key] for key in keys]):
        for text in part:
            tables += struct.pack("<II", len(text), at + len(texts))
            texts += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, count, 28, 28 + 8 * count, 0, at)
    return head + tables + texts


def converted(phrase: Phrase, convert: Callable[[str], str]) -> Words:
    """The words of a language that is written from the source's own, placeholders untouched."""
    return (convert(phrase.many or phrase.one),)
