"""How the launcher speaks: a step, a refusal, the end of a log."""

import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Refusal(Exception):
    """The launcher cannot go on: one sentence that says what is wrong and what to do, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def say(words: str = "") -> None:
    print(words, flush=True)


def complain(words: object) -> None:
    print(words, file=sys.stderr, flush=True)


def overwrite(words: str) -> None:
    """Shows progress on one line of a terminal; says nothing into a file."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {words}", end="", flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Says what is being done and, afterwards, how long it took."""
    began = time.monotonic()
    print(f"  {words} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def width(words: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in words)


def block(lines: list[str]) -> None:
    rule = "─" * min(100, max(width(line) for line in lines) + 2)
    say("\n".join(["", rule, *(f" {line}" for line in lines), rule, ""]))


def tail(log: Path, lines: int = 20) -> str:
    """The last lines of a log, indented, for a person who must find out why something did not start."""
    try:
        text = log.read_bytes()[-20_000:].decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
