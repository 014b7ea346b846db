"""Ask for a sign-in code: count, keep its hash, hand it to the sender. No user row is read: known or unknown, all is equal."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actions._sign_in import SignInRefused, count_alone, keyed
from accounts.address import address_block
from accounts.models import CodeRequest, Limit
from accounts.models.code_request import CodeRequestQuerySet
from accounts.rules.limits import LIMITS, come_back


@dataclass(frozen=True)
class AskedCode:
    """`id` goes into the session that asked. `code` is for the demo's page only; it is kept nowhere."""

    id: uuid.UUID
    code: str


def ask_code(phone: str, *, address: str, at: datetime) -> AskedCode:
    """Send a fresh code to `phone`. Raises SignInRefused: too many in the last hour, or the gateway is away."""
    asked = AskedCode(uuid.uuid4(), f"{secrets.randbelow(10**6):06d}")
    # durable: the gateway is called after the commit, for no transaction waits for a network.
    with transaction.atomic(durable=True):
        _keep(asked, phone, address, at)
    send = import_string(settings.CODE_SENDER)
    if not send(phone=phone, code=asked.code, key=str(asked.id)):
        raise SignInRefused(_("短信暂时发送不出去，请过几分钟再试。"))
    return asked


def _keep(asked: AskedCode, phone: str, address: str, at: datetime) -> None:
    phone_key, address_key = keyed("phone", phone), keyed("address", address_block(address))
    count_alone(phone_key, address_key)
    if until := _full_until(phone_key, address_key, at):
        raise SignInRefused(_("获取验证码过于频繁。") + come_back(until, at), until=until)
    CodeRequest.objects.create(
        id=asked.id,
        phone_key=phone_key,
        address_key=address_key,
        code_hash=keyed("code", f"{asked.id}:{asked.code}"),
        created_at=at,
    )


def _full_until(phone_key: str, address_key: str, at: datetime) -> datetime | None:
    """When the next code may be sent: to this number, for this address, and within what the bill can bear."""
    numbers = Limit.objects.numbers("code_number", "code_address", "code_site")
    counted = {
        "code_number": CodeRequest.objects.filter(phone_key=phone_key),
        "code_address": CodeRequest.objects.filter(address_key=address_key),
        "code_site": CodeRequest.objects.all(),
    }
    free = [_free_again(rows, numbers[name], name, at) for name, rows in counted.items()]
    return max((each for each in free if each), default=None)


def _free_again(rows: CodeRequestQuerySet, most: int, name: str, at: datetime) -> datetime | None:
    """Only the one request that is the last of the full number is read, however many there are."""
    window = LIMITS[name].window
    newest = rows.since(at - window).order_by("-created_at").values_list("created_at", flat=True)
    return next((sent + window for sent in newest[most - 1 : most]), None)
