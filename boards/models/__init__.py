"""Rows that anybody may see: boards, categories, messages, replies, progress."""

from boards.models.board import Board, BoardKind, BoardLevel, Publication, Review
from boards.models.category import Category
from boards.models.figures import BoardFigures
from boards.models.message import Message, Step
from boards.models.progress import Progress
from boards.models.region import Region, RegionLevel
from boards.models.reply import Reply

__all__ = [
    "Board",
    "BoardFigures",
    "BoardKind",
    "BoardLevel",
    "Category",
    "Message",
    "Progress",
    "Publication",
    "Region",
    "RegionLevel",
    "Reply",
    "Review",
    "Step",
]
