"""Short messages through an HTTP gateway (docs/sms-gateway.md), or into a file where none is set (the demo).

Sent is one line and, where there is room, the link; never the body: a screen that lies on a table shows no name and no
complaint.
"""

from __future__ import annotations

import json
import os
import urllib.request
from http.client import HTTPException
from urllib.error import HTTPError, URLError

from django.conf import settings
from django.utils.translation import gettext as _

from notify.channels.letter import Letter, Refused

LONGEST = 70  # signs that carriers send as one message; a second one is paid for again
TIMEOUT = 5  # seconds; people wait for a code in front of a page
NEVER = (400, 404, 410, 422)  # the gateway says that this very message is wrong; all else may pass by itself


class GatewayError(Exception):
    """The gateway is away or busy; the message may be tried again."""


def _plain_http() -> urllib.request.OpenerDirector:
    """http and https only, and no redirects: the token goes to the configured address and nowhere else."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


_opener = _plain_http()


def send(letter: Letter) -> None:
    """Hand one short message over. Raises Refused, or anything else for "try later"."""
    content = {"id": letter.id, "to": letter.address, "text": text_of(letter)}
    if settings.SMS_GATEWAY_URL:
        _post(content)
    else:
        _write(content)


def text_of(letter: Letter) -> str:
    """What the telephone shows; Chinese carriers want the sender's name in 【】 in front."""
    text = f"【{settings.SITE_NAME}】{' '.join(letter.subject.split())}"
    link = _("，详情：%(link)s") % {"link": letter.link} if letter.link else ""
    return text + link if len(text + link) <= LONGEST else text


def _post(content: dict[str, str]) -> None:
    request = urllib.request.Request(
        settings.SMS_GATEWAY_URL,
        data=json.dumps(content, ensure_ascii=False).encode("utf-8", "replace"),
        headers={"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": content["id"]},
    )
    if settings.SMS_GATEWAY_TOKEN:
        request.add_unredirected_header("Authorization", f"Bearer {settings.SMS_GATEWAY_TOKEN}")
    try:
        _opener.open(request, timeout=TIMEOUT).close()
    except HTTPError as answer:
        with answer:
            if answer.code in NEVER:
                raise Refused(f"gateway answered {answer.code}") from None
            raise GatewayError(f"gateway answered {answer.code}") from None
    except (URLError, OSError, HTTPException) as error:
        raise GatewayError(f"gateway unreachable: {type(error).__name__}") from error


def _write(content: dict[str, str]) -> None:
    """One line a message; O_APPEND keeps lines of two processes apart."""
    folder = settings.STATE_DIR / "sms"
    folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps(content, ensure_ascii=False) + "\n"
    file = os.open(folder / "sent.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line.encode("utf-8", "replace"))
    finally:
        os.close(file)
