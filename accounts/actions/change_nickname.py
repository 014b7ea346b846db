"""Change the public name of a citizen. What is already published keeps the name that it was published under."""

from __future__ import annotations

from accounts.models import User


def change_nickname(user_id: int, *, nickname: str) -> None:
    """`nickname` was judged by the form (accounts/rules/nickname.py)."""
    User.objects.filter(pk=user_id).update(nickname=nickname)
