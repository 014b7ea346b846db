"""drop_filter: a person throws away a saved filter of the own; another's is as if it were not there."""

from __future__ import annotations

from accounts.models import User
from cases.models import SavedFilter


def drop_filter(pk: int, *, by: User) -> bool:
    """Whether there was one."""
    count, _rows = SavedFilter.objects.filter(pk=pk, user=by).delete()
    return count > 0
