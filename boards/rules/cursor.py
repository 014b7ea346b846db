"""Where a page of a list ends, as an opaque word in its address: a moment, an id, and which way to go from there."""

from __future__ import annotations

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_SHAPE = struct.Struct(">Bqq")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MICROSECOND = 253_402_300_799_999_999  # 9999-12-31


@dataclass(frozen=True)
class Cursor:
    """A row's place in a list that is ordered by (moment, id), newest first."""

    at: datetime
    id: int
    goes_older: bool = True

    def __str__(self) -> str:
        micros = (self.at - _EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(_SHAPE.pack(self.goes_older, micros, self.id)).rstrip(b"=").decode()


def read_cursor(word: str) -> Cursor | None:
    """The cursor that `word` stands for; None when no page of ours can have made it."""
    try:
        way, micros, row_id = _SHAPE.unpack(base64.urlsafe_b64decode(word + "=" * (-len(word) % 4)))
    except (binascii.Error, struct.error, ValueError):
        return None
    if way > 1 or not 0 <= micros <= _LAST_MICROSECOND or row_id < 0:
        return None
    return Cursor(_EPOCH + timedelta(microseconds=micros), row_id, bool(way))
