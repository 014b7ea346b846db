"""Setting up boards and categories: what administrators and loaders do, not what cases do (that is posting.py)."""

from boards.actions.load_categories import load_categories
from boards.actions.save_board import save_board

__all__ = ["load_categories", "save_board"]
