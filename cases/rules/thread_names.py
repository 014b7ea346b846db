"""The names in one thread (同一件留言里的署名): nobody carries the name of another person there. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

LONGEST: Final = 20  # characters, of the column


def name_in_thread(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or where somebody else has it already: with the first number from 2 on that is free.

    Names that differ in capitals only count as one: readers do not tell them apart.
    """
    folded = {name.casefold() for name in taken}
    name, number = wanted, 1
    while name.casefold() in folded:
        number += 1
        name = f"{wanted[: LONGEST - len(str(number)) - 1]}-{number}"
    return name
