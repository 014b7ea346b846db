"""draw_states: print the table of transitions into docs/states.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from cases.rules.drawing import page


class Command(BaseCommand):
    help = "Write docs/states.md from the table of transitions."

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("zh-hans"):
            Path(settings.BASE_DIR, "docs", "states.md").write_text(page(), encoding="utf-8")
