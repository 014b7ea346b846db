"""Send a sign-in code at once, past the outbox: a row would keep the code in clear, and nobody needs it five minutes later."""

from __future__ import annotations

import logging

from notify.channels import CHANNELS, Letter
from notify.models import Channel
from notify.texts import words

log = logging.getLogger(__name__)


def send_code(*, phone: str, code: str, key: str) -> bool:
    """Hand the code to the sms channel; False when the gateway did not take it. `key` is its idempotency field."""
    subject, _body = words("sign_in_code", {"code": code})
    try:
        CHANNELS[Channel.SMS](Letter(f"code-{key}", phone, subject))
    except Exception as error:  # the page says "try again later", whatever the gateway's trouble is
        log.warning("sign-in code not sent: %s", type(error).__name__)
        return False
    return True
