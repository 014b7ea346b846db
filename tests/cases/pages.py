"""What the tests of the citizens' pages share: a signed-in browser, a filled form, small real files."""

from __future__ import annotations

import io
import random
import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from boards.models import Board

TITLE = "小区门口路灯坏了半个月"
BODY = "小区东门外的三盏路灯坏了半个月，晚上一片漆黑，老人出行很不安全，请尽快修好。"


def signed_in(user: User, **more: Any) -> Client:
    client = Client(REMOTE_ADDR=an_address(), **more)
    client.force_login(user)
    return client


def an_address() -> str:
    """Limits are counted by address; every test comes from its own."""
    return f"198.18.{random.randrange(256)}.{random.randrange(1, 255)}"


def form_of(**more: Any) -> dict[str, Any]:
    """What a browser sends with everything filled in that must be."""
    return {
        "submission_key": str(uuid.uuid4()),
        "kept": "",
        "kind": "help_request",
        "title": TITLE,
        "body": BODY,
        "place": "",
        "category": "",
        "visibility": "public",
        "contact_name": "张三",
        **more,
    }


def address_of(board: Board) -> str:
    return f"/boards/{board.slug}/post/"


def a_picture(
    name: str = "路灯.png", size: tuple[int, int] = (32, 24), kind: str = "PNG"
) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", size, (90, 120, 160)).save(content, kind)
    return SimpleUploadedFile(name, content.getvalue(), content_type="application/octet-stream")


def words_of(response: Any) -> str:
    return response.content.decode()
