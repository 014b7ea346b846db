"""change_phone: another number for a citizen who lost the old one, after the identity card was checked at the window.

Both numbers are asked for on the terminal: a command line stays in the history of the shell.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.actions import SignInRefused, change_phone
from accounts.models import Identity
from accounts.models.user import MOBILE

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Give an account another number; ends all its sessions. For whoever cannot receive a code any more."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reason", required=True, help="who checked what, for the log; no name, no number"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        old, new = _asked("old number: "), _asked("new number: ")
        identity = Identity.objects.with_phone(old).first()
        if identity is None:
            raise CommandError("no account has the old number")
        try:
            change_phone(identity.user_id, old=old, new=new, at=timezone.now())
        except SignInRefused as refused:
            raise CommandError(refused.sentence) from None
        log.warning("number of account %s changed by an operator: %s", identity.user_id, options["reason"])
        self.stdout.write("done; all sessions of the account have ended")


def _asked(words: str) -> str:
    number = input(words).strip()
    if not (number.isascii() and re.fullmatch(MOBILE, number)):
        raise CommandError("not a mobile number of eleven digits")
    return number
