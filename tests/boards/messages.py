"""Messages for tests of the public pages, put up by the one door there is."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from boards import posting
from boards.models import Board, Message
from tests import factories
from tests.factories import MONDAY

_next = itertools.count(1).__next__
BODY = "小区东门外的三盏路灯坏了半个月，晚上一片漆黑。\n\n请问什么时候能修好？"


def a_message(board: Board | None = None, *, at: datetime = MONDAY, **more: Any) -> Message:
    """A message that is being handled; words and standing may be given by name."""
    board = board or factories.a_board()
    number = more.pop("number", f"WZ-2026-{_next():06d}-0")
    given = {
        "title": "小区东门路灯不亮",
        "body": BODY,
        "author_name": "市民7K3F",
        "place": "",
        "category_id": None,
    }
    words = {name: more.pop(name, value) for name, value in {**given, "kind": "complaint"}.items()}
    standing = {"state": "handling", "step": 4, **more}
    return posting.put_up(
        posting.Words(number=number, board_id=board.pk, posted_at=at, **words), at=at, **standing
    )


def an_answered_message(board: Board | None = None, *, at: datetime = MONDAY, **more: Any) -> Message:
    """A message with one reply, two days after it was posted."""
    replied_at = at + timedelta(days=2)
    message = a_message(board, at=at, **{"state": "replied", "step": 5, "replied_at": replied_at, **more})
    unit = factories.a_unit("housing", "市住房和城乡建设局")
    posting.add_reply(
        message.pk,
        board_id=message.board_id,
        body=factories.REPLY,
        unit_id=unit.pk,
        signer="市政科",
        at=replied_at,
    )
    return message
