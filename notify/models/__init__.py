"""Rows about telling people: the outbox, the breaker, how each person wants to be told, and the confirmed addresses."""

from notify.models.mail_address import MailAddress
from notify.models.outbox import WAITING, Channel, ChannelState, Outbox, Status
from notify.models.wishes import NoticeWishes, reach_of

__all__ = [
    "WAITING",
    "Channel",
    "ChannelState",
    "MailAddress",
    "NoticeWishes",
    "Outbox",
    "Status",
    "reach_of",
]
