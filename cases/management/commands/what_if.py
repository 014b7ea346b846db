"""what_if KIND WORKDAYS --since DAY --from DAY --to DAY: the supervisor's calculation without a limit on cases."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cases.models import Case
from cases.reads.what_if import Period, what_if
from cases.rules.states import Kind
from cases.rules.what_if import Assumption


class Command(BaseCommand):
    help = "How many first answers would have been in time under another length; prints tab separated lines by unit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=Kind.values)
        parser.add_argument("workdays", type=int)
        parser.add_argument("--since", type=date.fromisoformat, required=True)
        parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True)

    def handle(self, *args: Any, **given: Any) -> None:
        assumed = Assumption(given["kind"], given["workdays"], given["since"])
        period = Period(given["first"], given["last"])
        found = what_if(Case.objects.all(), assumed, period, timezone.now(), most=0)
        for unit in [*found.units, found.all]:
            self.stdout.write(f"{unit.name or '合计'}\t{unit.count}\t{unit.in_time}\t{unit.would_be}")
