"""What a row of another platform must be to become a case here: pure checks, each refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.rules.states import Kind
from cases.rules.words import clean_words
from cases.rules.workdays import SHANGHAI

MOST_CHARACTERS = 20_000
TITLE_COLUMN = 400
TITLE_FROM_BODY = 30


class RowRefused(ValueError):
    """The row cannot become a case; the text says why."""


@dataclass(frozen=True)
class Imported:
    """A row in our terms. `replied_at` is None where the row has no reply."""

    ref: str
    title: str
    body: str
    posted_at: datetime
    author_name: str
    kind: str
    category: str
    reply: str
    replied_at: datetime | None
    is_date_only: bool


def read_row(row: Mapping[str, Any], *, posted_at: datetime | None, kind: str) -> Imported:
    """Check and clean a row: columns id, subject, body, posted_at, reply, replied_at, author, category, kind.

    `posted_at` and `kind` serve rows that have none. Raises RowRefused.
    """
    if "_broken" in row:
        raise RowRefused("不是一行完整的数据")
    ref = str(row.get("id") or "").strip()
    if not ref or len(ref) > 100:
        raise RowRefused("缺少编号（id），或编号超过 100 个字符")
    body = _words(row.get("body"), "正文")
    reply = _words(row.get("reply"), "回复")
    title = " ".join(_words(row.get("subject"), "标题").split()) or body[:TITLE_FROM_BODY]
    if not title:
        raise RowRefused("标题和正文都是空的")
    if len(title) > TITLE_COLUMN:
        raise RowRefused(f"标题超过 {TITLE_COLUMN} 个字符")
    posted = _moment(row.get("posted_at"), "留言时间") or posted_at
    if posted is None:
        raise RowRefused("没有留言时间，请用 --posted-at 指定")
    replied = _moment(row.get("replied_at"), "回复时间") if reply else None
    if reply and replied is None:
        raise RowRefused("有回复但没有回复时间")
    if replied and replied < posted:
        raise RowRefused("回复时间早于留言时间")
    chosen = str(row.get("kind") or kind)
    if chosen not in Kind.values:
        raise RowRefused(f"未知的类型：{chosen[:20]}")
    return Imported(
        ref=ref,
        title=title,
        body=body or title,
        posted_at=posted,
        author_name=clean_words(str(row.get("author") or ""))[:20] or "网民",
        kind=chosen,
        category=str(row.get("category") or "").strip(),
        reply=reply,
        replied_at=replied,
        is_date_only=str(row.get("replied_at_date_only") or "").lower() in ("true", "1"),
    )


def _words(value: Any, name: str) -> str:
    text = clean_words("" if value is None else str(value)).strip()
    if len(text) > MOST_CHARACTERS:
        raise RowRefused(f"{name}超过 {MOST_CHARACTERS} 个字符")
    return text


def _moment(value: Any, name: str) -> datetime | None:
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise RowRefused(f"{name}看不懂：{str(value)[:40]}") from None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
