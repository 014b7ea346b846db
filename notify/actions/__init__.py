"""What writes the outbox: one verb a file."""

from notify.actions._tokens import read_unsubscribe
from notify.actions.deliver import deliver
from notify.actions.enqueue import NoticeWords, enqueue
from notify.actions.forget_person import forget_person
from notify.actions.gather import gather
from notify.actions.mail_address import (
    AddressRefused,
    ask_address,
    confirm_address,
    confirmable,
    forget_address,
)
from notify.actions.mark_read import mark_read
from notify.actions.purge import purge
from notify.actions.send_again import send_again
from notify.actions.send_code import send_code
from notify.actions.set_wishes import set_wishes
from notify.actions.stop_letters import stop_letters
from notify.actions.sweep import sweep
from notify.actions.take_back import take_back

__all__ = [
    "AddressRefused",
    "NoticeWords",
    "ask_address",
    "confirm_address",
    "confirmable",
    "deliver",
    "enqueue",
    "forget_address",
    "forget_person",
    "gather",
    "mark_read",
    "purge",
    "read_unsubscribe",
    "send_again",
    "send_code",
    "set_wishes",
    "stop_letters",
    "sweep",
    "take_back",
]
