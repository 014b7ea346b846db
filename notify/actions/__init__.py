"""What writes the outbox: one verb a file."""

from notify.actions.deliver import deliver
from notify.actions.enqueue import NoticeWords, enqueue
from notify.actions.forget_person import forget_person
from notify.actions.mark_read import mark_read
from notify.actions.purge import purge
from notify.actions.send_again import send_again
from notify.actions.send_code import send_code
from notify.actions.sweep import sweep
from notify.actions.take_back import take_back

__all__ = [
    "NoticeWords",
    "deliver",
    "enqueue",
    "forget_person",
    "mark_read",
    "purge",
    "send_again",
    "send_code",
    "sweep",
    "take_back",
]
