"""A citizen's mail address: asked for by a link, confirmed by opening it, forgotten. Nothing else goes there before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from notify.actions._tokens import confirm_path, is_of, read_confirm
from notify.actions._wishes import locked_wishes
from notify.actions.enqueue import NoticeWords, enqueue
from notify.models import MailAddress
from notify.rules.kinds import EMAIL, SMS, Kind, switch_name
from notify.texts import words

BETWEEN = timedelta(minutes=1)
MOST_ASKS = 5  # a day: nobody's mailbox is filled from here
DAY = timedelta(days=1)


class AddressRefused(Exception):
    """No link was sent; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def ask_address(user_id: int, address: str, *, at: datetime) -> None:
    """Keep the address, unconfirmed, and send the link there. Raises AddressRefused."""
    with transaction.atomic():
        locked_wishes(user_id, at)  # one at a time
        row = MailAddress.objects.filter(user=user_id).first()
        asks = row.asks + 1 if row and row.asked_at > at - DAY else 1
        if row and row.asked_at > at - BETWEEN:
            raise AddressRefused(_("验证邮件刚刚发出，请先查看邮箱（包括垃圾邮件），一分钟后可以再发。"))
        if asks > MOST_ASKS:
            raise AddressRefused(_("今天发送的验证邮件太多了，请明天再试。"))
        row = MailAddress(user_id=user_id, asked_at=at, asks=asks)
        row.seal({"address": address})
        MailAddress.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user"],
            update_fields=["sealed", "asked_at", "asks", "verified_at"],
        )
        subject, body = words("confirm_mail", {})
        key = f"address-{at:%Y%m%d%H%M%S%f}:{user_id}:{EMAIL}"
        url = confirm_path(user_id, address, at)
        enqueue([NoticeWords(key, EMAIL, subject, body, url=url, user_id=user_id, kind=Kind.ADDRESS)])


def confirmable(token: str, *, at: datetime) -> MailAddress | None:
    """The address that this link confirms; None for a link that is wrong, old, or of another address."""
    read = read_confirm(token, at)
    if read is None:
        return None
    user_id, digest = read
    row = MailAddress.objects.filter(user=user_id, user__is_active=True).first()
    return row if row is not None and is_of(row.address, digest) else None


def confirm_address(token: str, *, at: datetime) -> bool:
    """Mark it as confirmed; twice is once."""
    with transaction.atomic():
        row = confirmable(token, at=at)
        if row is None:
            return False
        same = MailAddress.objects.filter(user=row.user_id, sealed=row.sealed, verified_at=None)
        same.update(verified_at=at)
        return True


def forget_address(user_id: int, *, at: datetime) -> None:
    """No mail any more; results go out by short message again."""
    with transaction.atomic():
        row = locked_wishes(user_id, at)
        MailAddress.objects.filter(user=user_id).delete()
        if row.switches.pop(switch_name(Kind.RESULT, SMS), True) is False:
            row.changed_at = at
            row.save(update_fields=["switches", "changed_at"])
