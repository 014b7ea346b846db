"""Search over many messages of an invented vocabulary with Zipf's frequencies: rare, common, very common words, one character.

Each question against the same reading of twenty newest rows without a search, and once against a plain scan of all texts.
SEARCH_ROWS says how many messages (1,000,000); bodies have 20 to 1,200 characters, the mean is about 400.
"""

from __future__ import annotations

import io
import itertools
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles

from django.db import connection
from django.utils import timezone

from boards.models import Board, Category, Message, SearchText
from boards.models.search_text import contains
from boards.reads import rows
from boards.reads.search import search
from boards.rules.question import Question
from boards.rules.shingles import FENCE, fenced, folded

ROWS = int(os.environ.get("SEARCH_ROWS", "1000000"))
WORDS, CHARACTERS = 30_000, 1_800
FLATTER = 18  # the first word in a good third of the messages, as 问题 is
ROUNDS = 15
A_BATCH = 20_000
PLANTED = "鼋鼍龃龉"  # in five messages
SPAN = timedelta(days=365 * 8)


def run() -> None:
    vocabulary = _vocabulary(random.Random(1))
    took = _timed(lambda: _fill(vocabulary))
    print(f"{SearchText.objects.count():,} search texts made in {took:.0f} s; {_sizes()}")
    plain = median(_timed(_newest) for _round in range(ROUNDS))
    print(f"twenty newest rows without a search: {plain * 1000:.1f} ms, the unit of the ratios")
    print("question | hits of the newest 20,000 | p50 | p95 | p50 in units | scan of all texts in units")
    for name, asked in _questions(vocabulary).items():
        for sort in ("", "time"):
            _report(name, asked, sort, plain)


def _report(name: str, asked: str, sort: str, plain: float) -> None:
    at = timezone.now()
    search(Question(asked), at=at, sort=sort)
    times = sorted(_timed(lambda: search(Question(asked), at=at, sort=sort)) for _round in range(ROUNDS))
    half, most = median(times), quantiles(times, n=20)[-1]
    scan = f"{_timed(lambda: _scan(asked)) / plain:,.0f}" if not sort else "–"
    print(
        f"{name}{', by time' if sort else ''} | {_frequency(asked)} | {half * 1000:.0f} ms | {most * 1000:.0f} ms"
        f" | {half / plain:.1f} | {scan}"
    )


def _questions(vocabulary: list[str]) -> dict[str, str]:
    """Kinds of questions, by rank in the vocabulary."""
    running = [word for word in vocabulary if not word.isascii()]
    common = Message.objects.order_by("pk").values_list("title", flat=True)[ROWS // 2]
    by_letter = list(dict.fromkeys("".join(running)))
    return {
        "nothing": "鼋鼍鼋鼍",
        "planted in five": PLANTED,
        "rare": running[-1],
        "rather rare": running[3000],
        "at the border of the ways": running[300],
        "common": running[100],
        "very common": running[0],
        "two very common": f"{running[0]} {running[1]}",
        "very common and rare": f"{running[0]} {running[-2]}",
        "phrase of one title": common[:6],
        "one frequent character": by_letter[0],
        "one rare character": by_letter[-1],
        "a Latin word": next(word for word in vocabulary if word.isascii()),
    }


def _vocabulary(chance: random.Random) -> list[str]:
    """The most frequent first. Frequent characters make more of the words; one word in two hundred is Latin."""
    plain = (char for char in map(chr, range(0x4E00, 0x9FA0, 5)) if folded(char) == char)
    letters = list(itertools.islice(plain, CHARACTERS))
    weights = list(itertools.accumulate(1 / (place + 12) for place in range(CHARACTERS)))
    words: dict[str, None] = {}
    while len(words) < WORDS:
        length = 2 if chance.random() < 0.8 else 3
        word = "".join(chance.choices(letters, cum_weights=weights, k=length))
        words[f"w{len(words)}" if len(words) % 200 == 60 else word] = None
    return list(words)


def _texts(vocabulary: list[str], many: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Title and body; clauses of one to six words with marks between them."""
    weights = list(itertools.accumulate(1 / (place + FLATTER) for place in range(len(vocabulary))))
    marks = ("，", "，", "，", "。", "？", "、")
    for number in range(many):
        length = min(500, max(8, int(chance.lognormvariate(4.6, 0.8))))
        words = chance.choices(vocabulary, cum_weights=weights, k=length + 6)
        for place in range(10, len(words), 5):
            words[place] += marks[place % 6]
        title = "".join(words[:6])
        yield title, "".join(words[6:]) + (PLANTED if number * 5 % many < 5 else "")


def _fill(vocabulary: list[str]) -> None:
    board, category = (
        Board.objects.order_by("pk")[0].pk,
        Category.objects.filter(level=2).order_by("pk")[0].pk,
    )
    with connection.cursor() as sql:
        sql.execute("SET statement_timeout = 0; SET maintenance_work_mem = '512MB'")
        sql.execute("DROP INDEX search_text_pairs")
        last = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        numbered = enumerate(_texts(vocabulary, ROWS, random.Random(2)), start=last + 1)
        while batch := list(itertools.islice(numbered, A_BATCH)):
            _copy(sql.cursor, batch, last, board, category)
        begun = time.perf_counter()
        sql.execute("CREATE INDEX search_text_pairs ON boards_searchtext USING gin (boards_pairs(said))")
        print(f"index of pairs built in {time.perf_counter() - begun:.0f} s")
        sql.execute("VACUUM ANALYZE boards_searchtext")
        sql.execute("VACUUM ANALYZE boards_message")


def _copy(
    cursor: object, batch: list[tuple[int, tuple[str, str]]], last: int, board: int, category: int
) -> None:
    messages, texts = io.StringIO(), io.StringIO()
    for number, (title, body) in batch:
        at = (datetime.now(UTC) - SPAN * (1 - (number - last) / ROWS)).isoformat()
        answered = at if number % 4 else "\\N"
        messages.write(
            f"{number}\tS-{number}\t{board}\t{category}\tcomplaint\t{title}\t{body}\t市民\t\t{at}\t{at}"
        )
        messages.write(
            f"\t{'replied' if number % 4 else 'handling'}\t\t\t\t5\tf\t[]\tt\t0\t{at}\t{answered}\n"
        )
        said = f"{fenced(title)}\\n{fenced(body)}\\n{FENCE}S{number}{FENCE}\\n"
        texts.write(f"{number}\t{board}\t{category}\tcomplaint\t{at}\t{at}\t{said}\n")
    messages.seek(0)
    texts.seek(0)
    cursor.copy_expert(  # type: ignore[attr-defined]
        "COPY boards_message (id, number, board_id, category_id, kind, title, body, author_name, place, posted_at,"
        " put_up_at, state, outcome, decline_code, decline_words, step, is_due_provisional, hops, is_up,"
        " endorsement_count, changed_at, replied_at) FROM STDIN",
        messages,
    )
    cursor.copy_expert(  # type: ignore[attr-defined]
        "COPY boards_searchtext (message_id, board_id, category_id, kind, posted_at, put_up_at, said) FROM STDIN",
        texts,
    )


def _newest() -> object:
    return rows.stretch(Message.objects.up(), None, has_body=True)


def _scan(asked: str) -> object:
    found = SearchText.objects.filter(*(contains(fenced(term)) for term in Question(asked).terms))
    with connection.cursor() as sql:
        sql.execute("SET enable_indexscan = off; SET max_parallel_workers_per_gather = 0")
        made = list(found.order_by("-posted_at").values_list("pk", flat=True)[:20])
        sql.execute("RESET enable_indexscan; RESET max_parallel_workers_per_gather")
    return made


def _frequency(asked: str) -> str:
    newest = SearchText.objects.beyond(None).values_list("said", flat=True)[:20_000]
    wanted = [fenced(term) for term in Question(asked).terms]
    return f"{sum(all(word in said for word in wanted) for said in newest):,}"


def _sizes() -> str:
    with connection.cursor() as sql:
        sql.execute(
            "SELECT (SELECT sum(octet_length(title) + octet_length(body)) FROM boards_message),"
            " pg_table_size('boards_searchtext'), pg_relation_size('search_text_pairs')"
        )
        text, table, index = (int(each) for each in sql.fetchone())
    mb = 2**20
    return (
        f"text {text / mb:,.0f} MB, folded texts {table / mb:,.0f} MB, index of pairs {index / mb:,.0f} MB:"
        f" {(table + index) / text:.2f} times the text"
    )


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
