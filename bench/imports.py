"""Question–answer pairs through the real verbs; real ones where they lie beside the checkout, else made-up ones."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from boards.models import Board

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "replied_dev.jsonl.gz"
MANY = 500


def run() -> None:
    board = Board.objects.order_by("pk").first()
    assert board is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ("real.jsonl.gz" if REAL.exists() else "made.jsonl")
        file.write_bytes(REAL.read_bytes()) if REAL.exists() else file.write_text(_made(), encoding="utf-8")
        said = StringIO()
        processor = time.process_time()
        call_command(
            "import_messages", str(file), board=board.slug, source=f"bench-{os.getpid()}", stdout=said
        )
        processor = time.process_time() - processor
    done = int(re.search(r"新导入 (\d+)", said.getvalue())[1])  # type: ignore[index]
    print(said.getvalue().strip())
    print(f"{processor / done * 1000:.0f} ms of our processor time a pair")


def _made() -> str:
    row = {
        "subject": "小区路灯坏了半个月",
        "body": "小区东门外的路灯坏了半个月，晚上一片漆黑，老人出行不安全，请尽快修好。" * 6,
        "posted_at": "2025-03-10T10:00:00+08:00",
        "reply": "您好！我局已派人现场查看，更换灯具三盏，现已恢复照明。" * 8,
        "replied_at": "2025-03-24T15:00:00+08:00",
    }
    return "".join(
        json.dumps({"id": str(number), **row}, ensure_ascii=False) + "\n" for number in range(MANY)
    )
