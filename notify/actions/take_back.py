"""Take notices back from people who should never have had them."""

from __future__ import annotations

from collections.abc import Collection

from notify.models import Outbox


def take_back(user_ids: Collection[int], *, url: str) -> int:
    """Delete all that these people were told with a link to `url`, read or not, sent or waiting; says how many.

    A mail or short message that has left cannot be called back.
    """
    return Outbox.objects.filter(user_id__in=user_ids, url=url).delete()[0] if user_ids else 0
