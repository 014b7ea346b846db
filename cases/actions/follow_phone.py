"""follow_phone (联系电话随账号更换): what is still handled is reached under the number that the author has now."""

from __future__ import annotations

from cases.models import Contact
from cases.rules.states import RUNNING


def follow_phone(user_id: int, *, old: str, new: str) -> None:
    """In running cases of the author: the contact data that name `old` name `new`. Other people's numbers stay.

    accounts calls it by name (PHONE_FOLLOWER), in the transaction that changes the number.
    """
    rows = Contact.objects.select_for_update(of=("self",)).filter(
        case__author_id=user_id, case__state__in=sorted(RUNNING)
    )
    for row in rows.order_by("pk"):
        if row.phone == old:
            row.seal({"name": row.name, "phone": new, "address": row.address})
            row.save(update_fields=["sealed"])
