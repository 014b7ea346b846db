"""load_regions FILE: the regions of an installation, [{"code", "name", "children": […]}], become rows; safe to run again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from boards.actions import BadRegions, load_regions
from boards.models import RegionLevel


class Command(BaseCommand):
    help = "Load a tree of regions from JSON: code, name, children. The top is a city, or counties with --top county."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--top", choices=[RegionLevel.CITY, RegionLevel.COUNTY], default=RegionLevel.CITY)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            count = load_regions(json.loads(path.read_text(encoding="utf-8")), level=options["top"])
        except (OSError, ValueError, BadRegions, AttributeError, TypeError) as error:
            raise CommandError(f"{path}: not a file of regions ({error})") from error
        self.stdout.write(f"{count} regions loaded")
