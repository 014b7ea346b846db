"""Ways to reach a person. The only code of the portal that talks to the outside; never inside a transaction."""

from collections.abc import Callable, Mapping

from notify.channels import email, site, sms
from notify.channels.letter import Letter, Refused
from notify.models import Channel

CHANNELS: Mapping[str, Callable[[Letter], None]] = {
    Channel.SITE: site.send,
    Channel.EMAIL: email.send,
    Channel.SMS: sms.send,
}

__all__ = ["CHANNELS", "Letter", "Refused"]
