"""Forget a person who closed the account: notices, the mail address, the wishes about both."""

from __future__ import annotations

from notify.models import MailAddress, NoticeWishes, Outbox


def forget_person(user_id: int) -> None:
    """Call it in the transaction that closes the account. What is being sent right now goes out still."""
    for rows in (Outbox.objects, MailAddress.objects, NoticeWishes.objects):
        rows.filter(user_id=user_id).delete()
