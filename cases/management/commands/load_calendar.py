"""load_calendar FILE…: the State Council's holiday notice as JSON becomes calendar rows.

Deadlines that were provisional are computed anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.actions.load_policy import days_of_notice, load_days, recount_provisional


class Command(BaseCommand):
    help = "Load holiday JSON files (year, papers, days: name, date, isOffDay) and recount provisional deadlines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                days = days_of_notice(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise CommandError(f"{path}: not a holiday file ({error})") from error
            if not days:
                self.stdout.write(f"{path.name}: the notice is not out yet, nothing loaded")
                continue
            self.stdout.write(f"{path.name}: {load_days(days, at=timezone.now())} days changed")
        self.stdout.write(f"{recount_provisional(timezone.now())} cases recounted")
