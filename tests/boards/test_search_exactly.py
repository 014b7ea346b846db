"""What search finds against a plain scan: real messages, where they are beside the project."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from boards.actions.write_search_text import write_search_text
from boards.models import Message, Reply
from boards.models.scope import scope_of
from boards.reads import finding
from boards.rules.question import Question
from boards.rules.shingles import folded, terms
from tests import factories
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "replied_dev.jsonl.gz"
MOST_MESSAGES, SAMPLES = 250, 500
MANY = 10**6
LETTER = "[a-z0-9]"


def is_in(term: str, text: str) -> bool:
    """The term stands in the folded text, and no word of letters and digits is cut by its ends."""
    before = f"(?<!{LETTER})" if re.match(LETTER, term) else ""
    after = f"(?!{LETTER})" if re.match(LETTER, term[-1]) else ""
    return term in text and re.search(before + re.escape(term) + after, text) is not None


def put_up_all(found):
    board, unit = factories.a_board(), factories.a_unit("housing", "市住房和城乡建设局")
    times = {"posted_at": MONDAY, "put_up_at": MONDAY, "changed_at": MONDAY}
    Message.objects.bulk_create(
        Message(
            number=f"N{at}", board=board, title=row["subject"][:400], body=row["body"], unit=unit, **times
        )
        for at, row in enumerate(found)
    )
    messages = list(Message.objects.order_by("pk"))
    Reply.objects.bulk_create(
        Reply(message=message, unit=unit, body=row["reply"], replied_at=MONDAY)
        for message, row in zip(messages, found, strict=True)
    )
    write_search_text([each.pk for each in messages])
    return {
        message.pk: tuple(map(folded, (message.title, message.body, row["reply"])))
        for message, row in zip(messages, found, strict=True)
    }


def samples(texts, chance):
    """Pieces of the texts of one to twelve characters, a quarter of them around a mark, a letter or a digit."""
    pieces = [piece for fields in texts.values() for piece in fields]
    while True:
        text = chance.choice(pieces)
        odd = [place for place, char in enumerate(text) if re.match(r"[a-z0-9，。、？！：（）.%\-]", char)]
        place = chance.choice(odd) if odd and chance.random() < 0.4 else chance.randrange(len(text) or 1)
        start = max(0, place - chance.randrange(4))
        piece = text[start : start + chance.randint(1, 12)].strip()
        if piece and terms(piece):
            yield piece


@pytest.mark.skipif(not DATA.is_file(), reason="the real messages are not beside the project")
def test_every_text_with_the_typed_string_is_found_and_no_other():
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    chance = random.Random(20)
    texts = put_up_all(chance.sample(rows, MOST_MESSAGES))
    wrong = []
    for _nth, typed in zip(range(SAMPLES), samples(texts, chance), strict=False):
        scope = scope_of(Question(typed))
        expected = {
            pk
            for pk, said in texts.items()
            if all(term in scope.units or any(is_in(term, field) for field in said) for term in terms(typed))
        }  # where a unit is named, each of its messages
        walked = {pk for _at, pk in finding.walk(scope, None, steps=MANY, wanted=MANY).places}
        sifted = {pk for _at, pk in finding.sift(scope, None) or ()}
        if not expected == walked == sifted:
            wrong.append((typed, len(expected), len(walked), len(sifted)))
    assert wrong == []
