"""rebuild_stats [--from --to]: count days anew. --check: compare what is stored with a recount from the events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from stats.differences import differences, of_boards, span_of_all
from stats.models import FillMark, StaleDay
from stats.rollup import Busy, policy_version, rebuild_range


class Command(BaseCommand):
    help = "Count the days from --from to --to (default: all) anew. With --check nothing is written, only compared."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="last", type=_day, metavar="YYYY-MM-DD")
        parser.add_argument(
            "--check", action="store_true", help="compare only; exit status 1 when a figure is wrong"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        earliest, latest = span_of_all(at)
        first, last = options["first"] or earliest, options["last"] or latest
        if first > last:
            raise CommandError(f"--from {first} lies after --to {last}")
        if options["check"]:
            self._check(first, last, is_all=not (options["first"] or options["last"]))
            return
        try:
            with _bar("days") as progress:
                done = rebuild_range(first, last, at=at, progress=progress)
        except Busy as busy:
            raise CommandError("another rebuild is at work; try again when it has ended") from busy
        self.stdout.write(f"{done} days counted, complete up to {timezone.localtime(at):%Y-%m-%d %H:%M}")

    def _check(self, first: date, last: date, *, is_all: bool) -> None:
        mark = FillMark.objects.filter(name="days").first()
        if mark is None:
            raise CommandError("nothing has been counted yet: run rebuild_stats first")
        if mark.policy != policy_version():
            self.stdout.write(
                "the calendar has changed since the last count: handling times may differ until the next one"
            )
        wrong = 0
        with _bar("months") as progress:
            for difference in differences(first, last, progress=progress):
                wrong += 1
                self.stdout.write(str(difference))
        waiting = StaleDay.objects.count()
        for difference in of_boards() if is_all and not waiting else ():
            wrong += 1
            self.stdout.write(str(difference))
        if waiting:
            self.stdout.write(f"{waiting} days wait to be counted again and were left out")
        self.stdout.write(f"{first} to {last} checked, {wrong} differences")
        if wrong:
            raise CommandError("stored figures and events disagree; rebuild_stats writes them anew")


def _day(text: str) -> date:
    return date.fromisoformat(text)


@contextmanager
def _bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on a terminal, silence elsewhere."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=None)

        def step(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield step
