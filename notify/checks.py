"""What would silently tell nobody: said before the start of a real site."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks


@checks.register("notify", deploy=True)
def ways_out(**kwargs: Any) -> list[checks.CheckMessage]:
    """Without a gateway or a mail server everything lands in files, sign-in codes among it."""
    found: list[checks.CheckMessage] = []
    if settings.DEMO:
        return found
    if urlsplit(settings.SMS_GATEWAY_URL).scheme not in ("http", "https"):
        found.append(
            checks.Warning(
                "SMS_GATEWAY_URL is not set to an http(s) address: citizens get no sign-in codes.",
                hint="docs/sms-gateway.md",
                id="notify.W001",
            )
        )
    if not settings.SMTP_URL:
        found.append(checks.Warning("SMTP_URL is not set: no e-mail leaves this server.", id="notify.W002"))
    return found
