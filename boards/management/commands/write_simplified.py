"""Write boards/rules/simplified.py anew from OpenCC's tables; a developer runs it when OpenCC has a new version."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from boards.rules import simplified

A_LINE = 50
HEAD = '''"""Traditional characters and their simplified ones, one for one, so that positions stay what they are.

Written by `manage.py write_simplified` from OpenCC's tables (Apache License 2.0); not to be edited by hand.
"""

from __future__ import annotations

from typing import Final

# Pairs of lines: traditional above, simplified below.
_PAIRS: Final = """
'''
FOOT = '''"""
_LINES: Final = _PAIRS.split()
SIMPLIFIED: Final[dict[int, int]] = {
    ord(one): ord(other)
    for above, below in zip(_LINES[::2], _LINES[1::2], strict=True)
    for one, other in zip(above, below, strict=True)
}
'''


class Command(BaseCommand):
    help = "Write the table of characters by which traditional characters are taken for simplified ones"

    def handle(self, *args: Any, **options: Any) -> None:
        Path(simplified.__file__).write_text(module(), encoding="utf-8")


def module() -> str:
    """The text of boards/rules/simplified.py."""
    pairs = _pairs()
    above, below = "".join(pairs), "".join(pairs.values())
    lines = [text[at : at + A_LINE] for at in range(0, len(pairs), A_LINE) for text in (above, below)]
    return HEAD + "".join(f"{line}\n" for line in lines) + FOOT


def _pairs() -> dict[str, str]:
    """Every character of the basic plane whose simplified form is another one there; chains are followed to their end."""
    simpler = import_module("opencc").OpenCC("t2s").convert  # a dependency of development only
    found = {char: simpler(char) for char in map(chr, range(0x3400, 0xA000))}
    found = {char: simpler(form) for char, form in found.items()}
    return {
        char: form for char, form in found.items() if form != char and len(form) == 1 and ord(form) < 0x10000
    }
