"""E-mail through Django's backend: SMTP by SMTP_URL, files under STATE_DIR/mail without it."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from notify.channels.letter import Letter, Refused

PERMANENT = range(500, 600)


def send(letter: Letter) -> None:
    """Plain text. The Message-ID stays the same at every try: a mail system that got it twice shows it once."""
    try:
        validate_email(letter.address)
        message_of(letter).send()
    except ValidationError:
        raise Refused("not an e-mail address") from None
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        if all(code in PERMANENT for code in codes):
            raise Refused(f"recipient refused: {codes}") from refused
        raise
    except smtplib.SMTPDataError as refused:
        if refused.smtp_code in PERMANENT:
            raise Refused(f"message refused: {refused.smtp_code}") from refused
        raise


def message_of(letter: Letter) -> EmailMessage:
    """The letter as a message. The subject is one line whatever was typed into it: no header can be smuggled in."""
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    stop = _("不想再收到这类邮件，请打开：%(link)s") % {"link": letter.unsubscribe_link}
    foot = f"-- \n{settings.SITE_NAME}\n{settings.PUBLIC_URL}"
    parts = [letter.body, letter.link, stop if letter.unsubscribe_link else "", foot]
    return EmailMessage(
        subject=f"[{_one_line(settings.SITE_NAME)}] {_one_line(letter.subject)}",
        body="\n\n".join(part for part in parts if part),
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.id}@{host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday answer, please
            **_one_click(letter),
        },
    )


def _one_click(letter: Letter) -> dict[str, str]:
    """RFC 8058: the reader's mail program stops the letters with one POST, and needs no page."""
    if not letter.unsubscribe_link:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe_link}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
