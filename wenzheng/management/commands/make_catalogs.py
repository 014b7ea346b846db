"""manage.py make_catalogs: gather the phrases into locale/, write 繁體 by rule, leave English to people, compile both."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from wenzheng.catalogs import compiled, converted, po_path, read_po, written_po
from wenzheng.phrases import phrases

RULE = "s2hk"  # characters as Hong Kong and the mainland's own traditional pages write them; words stay the mainland's
# What the rule gets wrong or writes in a form that few readers know.
CORRECTIONS = {
    "羣": "群", "峯": "峰", "説": "說", "户": "戶", "週": "周", "閲": "閱", "兑": "兌", "脱": "脫", "税": "稅", "悦": "悅",
    "回復": "回覆", "發布": "發佈", "審籤": "審簽", "併發佈": "並發佈", "提交併": "提交並", "隻影響": "只影響",
}  # fmt: skip


class Command(BaseCommand):
    help = "Gathers phrases into locale/, converts the traditional catalog (needs OpenCC) and compiles both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only compile what was edited by hand")

    def handle(self, *args: Any, **options: Any) -> None:
        root = settings.BASE_DIR
        places = phrases(root)
        for locale in ("en", "zh_Hant"):
            path = po_path(root, locale)
            catalog = read_po(path)
            if not options["compile"]:
                if locale == "zh_Hant":
                    catalog = {phrase: converted(phrase, traditional) for phrase in places}
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(written_po(locale, places, catalog), encoding="utf-8")
                catalog = read_po(path)
            path.with_suffix(".mo").write_bytes(compiled(locale, catalog))
            missing = sum(not all(words) for words in catalog.values())
            self.stdout.write(f"{locale}: {len(catalog)} phrases, {missing} without words")


@cache
def _rule() -> Any:
    return import_module("opencc").OpenCC(RULE)  # a tool of whoever changes words, not of the portal


def traditional(words: str) -> str:
    """The words in traditional characters."""
    found = str(_rule().convert(words))
    for wrong, right in CORRECTIONS.items():
        found = found.replace(wrong, right)
    return found
