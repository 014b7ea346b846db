"""load_demo: the invented city with a year of messages, made through the real verbs. Same seed and end, same city."""

from __future__ import annotations

import time
from argparse import ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from boards.models import Category
from cases.models import Case, PolicyStamp
from cases.rules.workdays import in_shanghai
from demo.digest import digest_of_cases
from demo.settle import settle
from demo.story import MARK
from demo.year import tell_year

CLOSING = 18  # of a day given by --until


class Command(BaseCommand):
    help = "Load the invented city of Chenglan: units, boards, people and a year of messages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", default="chenglan", help="another seed gives another year")
        parser.add_argument("--cases", type=int, default=600, help="how many messages (default 600)")
        parser.add_argument(
            "--until", type=_day, help="last day of the story, YYYY-MM-DD (default: this hour)"
        )
        parser.add_argument("--force", action="store_true", help="even beside cases that are no demo")

    def handle(self, *args: Any, **options: Any) -> None:
        if Case.objects.filter(source_name=MARK).exists():
            self.stdout.write("演示城市已在库中，没有改动。")
            return
        if Case.objects.exists() and not options["force"]:
            raise CommandError("库中已有其他留言，不再载入演示数据；确实需要请加 --force。")
        until = _until(options["until"])
        begun = time.monotonic()
        if not (Category.objects.exists() and PolicyStamp.objects.exists()):
            call_command("load_basics", stdout=self.stdout)
        with transaction.atomic():  # all of the city or none of it
            settle()
            count = self._tell(options["seed"], options["cases"], until)
        call_command("rebuild_stats", stdout=self.stdout)
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"演示城市澄岚：{count} 件留言，用时 {seconds:.0f} 秒，摘要 {digest_of_cases()[:12]}"
        )

    def _tell(self, seed: str, count: int, until: datetime) -> int:
        with Progress(
            TextColumn("  演示留言"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        ) as bar:
            return tell_year(seed, count, until, track=bar.track)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("a day like 2026-06-30") from None


def _until(day: date | None) -> datetime:
    """The end of the story: closing time of the day given, else the hour that has just begun."""
    now = in_shanghai(timezone.now()).replace(minute=0, second=0, microsecond=0)
    return now.replace(year=day.year, month=day.month, day=day.day, hour=CLOSING) if day else now
