"""Setting up boards, categories and regions: what administrators and loaders do, not what cases do (that is posting.py)."""

from boards.actions.load_categories import load_categories
from boards.actions.load_regions import BadRegions, load_regions
from boards.actions.save_board import save_board

__all__ = ["BadRegions", "load_categories", "load_regions", "save_board"]
