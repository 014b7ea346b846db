"""load_basics: what every installation needs before the first message; safe to run again and again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from boards.actions import load_categories
from cases.actions.load_policy import load_defaults


class Command(BaseCommand):
    help = "Load service levels, office hours, the calendar and the category tree (idempotent)."

    def handle(self, *args: Any, **options: Any) -> None:
        load_defaults(at=timezone.now())
        tree = Path(settings.BASE_DIR) / "boards" / "data" / "categories.json"
        load_categories(json.loads(tree.read_text(encoding="utf-8")))
        self.stdout.write("basics loaded")
