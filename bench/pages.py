"""Public pages: kept and cold, against a bare view with the standard middleware and against a plain list page."""

from __future__ import annotations

from functools import partial

from bench.pairs import ratio
from bench.web import rate, server
from boards.models import Board, Message

SECONDS = 3
OURS, COLD, REFERENCE = 8471, 8472, 8473


def run() -> None:
    against("kept, to a constant body", "wenzheng.settings", OURS, "/constant/")
    against("cold, to twenty rows", "bench.cold_settings", COLD, "/rows/")


def against(what: str, settings_module: str, port: int, reference_path: str) -> None:
    """Every page on one server, each in turn with the reference view on the other."""
    with server(settings_module, port) as ours, server("bench.reference_settings", REFERENCE) as reference:
        plain = partial(rate, reference, reference_path, SECONDS)
        for name, path in paths().items():
            ratio(f"{name}, {what}", partial(rate, ours, path, SECONDS), plain)


def paths() -> dict[str, str]:
    board = Board.objects.order_by("pk").first()
    message = Message.objects.filter(is_up=True, replied_at__isnull=False).order_by("-replied_at").first()
    assert board is not None
    assert message is not None
    return {
        "home": "/",
        "board": f"/boards/{board.slug}/",
        "message": f"/messages/{message.number}/",
        "statistics": "/statistics/",
    }
