"""Words that must not wait for a reply (煤气泄漏, 触电 …): which of them a text has, and the list for the page's script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import current_watch
from cases.rules.watch_levels import Level

TYPED = ("title", "body")


@dataclass(frozen=True)
class Urgent:
    """`found` stands in what was typed; `words` is [[word, [exceptions]], …] as JSON."""

    found: tuple[str, ...]
    words: str


def urgent_of(typed: Mapping[str, str]) -> Urgent:
    """Of what the posting form sent, or of nothing yet."""
    watch = current_watch()
    hits = [
        hit.word for name in TYPED for hit in watch.search(typed.get(name) or "", only=(Level.EMERGENCY,))
    ]
    listed = [[each.word, list(each.exceptions)] for each in watch.words if each.level == Level.EMERGENCY]
    return Urgent(tuple(dict.fromkeys(hits)), json.dumps(listed, ensure_ascii=False, separators=(",", ":")))
