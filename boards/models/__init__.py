"""Rows that anybody may see: boards, categories, messages, replies, progress, and what search looks through."""

from boards.models.board import Board, BoardKind, BoardLevel, Publication, Review
from boards.models.category import Category
from boards.models.figures import BoardFigures
from boards.models.message import Message, Step
from boards.models.progress import Progress
from boards.models.region import Region, RegionLevel
from boards.models.reply import Reply
from boards.models.search_text import SearchText
from boards.models.standing import STANDINGS

__all__ = [
    "STANDINGS",
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
    "SearchText",
    "Step",
]
