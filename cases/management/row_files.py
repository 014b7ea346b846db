"""Reading rows of messages from files that others made: JSON lines (plain or gzip), CSV, XLSX. Text in, dictionaries out."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from openpyxl import load_workbook

Row = dict[str, Any]
ENDINGS = (".jsonl", ".jsonl.gz", ".csv", ".xlsx")


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file by its ending; a line that is no JSON object is {"_broken": the line}. Raises ValueError, OSError."""
    name = path.name.lower()
    if name.endswith(".xlsx"):
        yield from _sheet(path)
    elif name.endswith(".csv"):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from csv.DictReader(lines)
    elif name.endswith((".jsonl", ".jsonl.gz")):
        with _text(path) as lines:
            yield from (_object(line) for line in lines if line.strip())
    else:
        raise ValueError(f"unknown kind of file: {path.name} (known: {', '.join(ENDINGS)})")


def _text(path: Path) -> TextIO:
    if path.name.lower().endswith(".gz"):
        return io.TextIOWrapper(gzip.open(path, "rb"), encoding="utf-8", errors="replace")
    return path.open(encoding="utf-8", errors="replace")


def _object(line: str) -> Row:
    try:
        found = json.loads(line)
    except ValueError:
        return {"_broken": line[:200]}
    return found if isinstance(found, dict) else {"_broken": line[:200]}


def _sheet(path: Path) -> Iterator[Row]:
    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    lines = sheet.iter_rows(values_only=True)
    head = [str(cell or "").strip() for cell in next(lines, ())]
    for line in lines:
        if any(cell is not None for cell in line):
            yield dict(zip(head, line, strict=False))
