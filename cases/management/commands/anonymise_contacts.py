"""anonymise_contacts: erases contact data that have been kept long enough; --dry-run says what it would do."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.actions.anonymise_contacts import anonymise_contacts, terms_on
from cases.rules.workdays import in_shanghai


class Command(BaseCommand):
    help = "Erase name, number and address of cases that ended long ago (个人信息保存期限 in the admin says when)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="list the cases and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at, is_dry, count = timezone.now(), options["dry_run"], 0
        terms = terms_on(at)
        self.stdout.write(f"kept after the end: {_days(terms.contact)}; reports: {_days(terms.report)}")
        for batch in anonymise_contacts(at, is_dry=is_dry):
            for case in batch:
                count += 1
                ended = in_shanghai(case.closed_at).date() if case.closed_at else "?"
                self.stdout.write(f"{case.number} ended {ended}")
        self.stdout.write(f"{count} cases {'would lose' if is_dry else 'lost'} their contact data")


def _days(days: int | None) -> str:
    return "for ever" if days is None else f"{days} days"
