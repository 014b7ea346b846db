"""Make anew what search looks through: after an upgrade that changes it, or when in doubt. May be stopped and run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from boards.actions.write_search_text import rewrite_search_text


class Command(BaseCommand):
    help = "Write the search texts of all public messages anew, in batches, while people work"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only of messages that have none")

    def handle(self, *args: Any, **options: Any) -> None:
        count = rewrite_search_text(only_missing=options["missing"])
        if count or not options["missing"]:
            self.stdout.write(f"{count} search texts written")
