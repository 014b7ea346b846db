"""rebuild_clocks [--check]: do all deadlines follow from the events? Prints each difference; with --check nothing is written."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.actions.rebuild_clocks import compare_all, rebuild_clocks
from cases.models import Case

STEP = 10_000


class Command(BaseCommand):
    help = "Compare every clock with the fold of its case's events, and write it anew where it differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only compare; exit status 1 on a difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        checked, wrong = 0, list[str]()
        for number, differences in compare_all():
            checked += 1
            for each in differences:
                self.stdout.write(f"{number}: {each}")
            wrong += [number] if differences else []
            if checked % STEP == 0:
                self.stderr.write(f"{checked} cases …")
        self.stdout.write(f"{checked} cases checked, {len(wrong)} differ")
        if wrong and options["check"]:
            raise CommandError("clocks and events disagree")
        for pk in Case.objects.filter(number__in=wrong).values_list("pk", flat=True):
            rebuild_clocks(pk)
        if wrong:
            self.stdout.write(f"{len(wrong)} cases written anew")
