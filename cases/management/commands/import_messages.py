"""import_messages FILE --board SLUG | --route-by category: messages of another platform become cases, with their history.

Idempotent by (source, id): interrupted and started again it ends with the same rows.
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from boards.models import Board, Category
from cases.actions.errors import CaseError
from cases.actions.history import history
from cases.actions.import_case import StandIns, import_case, known_refs, stand_ins
from cases.management.row_files import Row, rows_of
from cases.rules.imported import Imported, RowRefused, read_row
from cases.rules.states import Kind
from cases.rules.workdays import SHANGHAI

BATCH = 50  # pairs a transaction: an interruption loses at most these, and the next start takes them up again


class Command(BaseCommand):
    help = "Import messages (JSONL, JSONL.GZ, CSV, XLSX) through the real verbs at their historical times."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--board", metavar="SLUG", help="all rows go to this board")
        where.add_argument("--route-by", choices=["category"], help="each row goes to its category's board")
        parser.add_argument(
            "--source", default="", help="name of the other platform (default: the file's name)"
        )
        parser.add_argument(
            "--posted-at", type=_moment, help="for rows without a time, e.g. 2026-01-05T09:00"
        )
        parser.add_argument(
            "--kind", choices=Kind.values, default=Kind.HELP_REQUEST, help="for rows without a kind"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        source = options["source"] or path.name.partition(".")[0]
        try:
            rows = list(rows_of(path))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        refused: list[Row] = []
        begun = time.monotonic()
        read = list(_read(rows, refused, options["posted_at"], options["kind"]))
        done = self._import(read, refused, source, _Route(options["board"]))
        seconds = time.monotonic() - begun
        self._report(path, len(rows), done, refused, seconds)

    def _import(self, read: list[Imported], refused: list[Row], source: str, route: _Route) -> int:
        people, until, done = stand_ins(route.unit_ids()), timezone.now(), 0
        bar = Progress(TextColumn("导入"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with history(), bar:
            job = bar.add_task("import", total=len(read))
            for batch in _batches(read):
                with transaction.atomic():
                    here = known_refs(source, (row.ref for row in batch))
                    fresh = [row for row in batch if row.ref not in here]
                    done += sum(self._one(row, refused, source, route, people, until) for row in fresh)
                bar.advance(job, len(batch))
        return done

    def _one(
        self, row: Imported, refused: list[Row], source: str, route: _Route, people: StandIns, until: datetime
    ) -> bool:
        try:
            board, category_id = route.of(row)
            import_case(
                row, board=board, category_id=category_id, source_name=source, people=people, until=until
            )
        except (RowRefused, CaseError) as error:
            refused.append({"id": row.ref, "reason": str(error)})
            return False
        return True

    def _report(self, path: Path, total: int, done: int, refused: list[Row], seconds: float) -> None:
        if refused:
            beside = path.with_name(f"{path.name}.refused.jsonl")
            beside.write_text(
                "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in refused), encoding="utf-8"
            )
            self.stdout.write(f"拒收 {len(refused)} 行，原因见 {beside}")
        rate = done / seconds if seconds else 0
        already = total - done - len(refused)
        self.stdout.write(
            f"共 {total} 行：新导入 {done}，已在库 {already}，用时 {seconds:.1f} 秒（每秒 {rate:.1f} 件）"
        )


class _Route:
    """To which board a row goes: one for all, or that of its category."""

    def __init__(self, slug: str | None) -> None:
        self._board = Board.objects.filter(slug=slug).first() if slug else None
        if slug and self._board is None:
            raise CommandError(f"没有地址名为 {slug} 的留言板")
        self._by_category = {
            category.name: category for category in Category.objects.filter(is_active=True).order_by("-level")
        }
        ids = {category.board_id for category in self._by_category.values() if category.board_id}
        self._boards = Board.objects.in_bulk(ids | ({self._board.pk} if self._board else set()))

    def unit_ids(self) -> set[int]:
        """Units in which the import acts."""
        return {unit for board in self._boards.values() for unit in (board.desk_id, board.owner_id)}

    def of(self, row: Imported) -> tuple[Board, int | None]:
        """(board, category id) of a row. A case cannot be accepted without a category: raises RowRefused."""
        category = self._by_category.get(row.category)
        if self._board is not None:
            fallback = category or self._by_category.get(OTHER)
            if fallback is None and row.reply:
                raise RowRefused(f"类别“{row.category}”不在类别表中，也没有“{OTHER}”类")
            return self._board, fallback.pk if fallback else None
        if category is None:
            raise RowRefused(f"类别“{row.category}”不在类别表中")
        if category.board_id is None:
            raise RowRefused(f"类别“{row.category}”没有设默认留言板，请先在类别表中设置")
        return self._boards[category.board_id], category.pk


OTHER = "其他"


def _read(
    rows: Iterable[Row], refused: list[Row], posted_at: datetime | None, kind: str
) -> Iterator[Imported]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        try:
            imported = read_row(row, posted_at=posted_at, kind=kind)
            if imported.ref in seen:
                raise RowRefused("同一编号在文件中出现了两次")
        except RowRefused as error:
            refused.append({"line": number, "id": row.get("id"), "reason": str(error)})
            continue
        seen.add(imported.ref)
        yield imported


def _batches(rows: list[Imported]) -> Iterator[list[Imported]]:
    walk = iter(rows)
    while batch := list(islice(walk, BATCH)):
        yield batch


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("a date and time like 2026-01-05T09:00") from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
