"""Bringing in what others made: every kind of file, what is refused and why, and an interruption in the middle."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from boards.models import Board, Category
from cases.actions import import_case as journey
from cases.models import Case, Event
from cases.rules.states import State
from notify.models import Outbox
from tests.factories import a_board

pytestmark = pytest.mark.django_db

PAIR = {
    "id": "17",
    "author": "小城居民",
    "subject": "盼望增设一趟夜班公交",
    "posted_at": "2025-03-10T10:00:00+08:00",
    "body": "晚上九点以后没有公交车，下夜班的人只能步行回家，希望增设一趟夜班车。",
    "reply": "您好！经研究，自本月起延长末班车至二十二点三十分。感谢您的建议。",
    "replied_at": "2025-03-14T15:00:00+08:00",
    "category": "交通",
}


@pytest.fixture(autouse=True)
def _board(board: Board) -> None:
    traffic = Category.objects.create(code="05", name="交通", level=1)
    Category.objects.create(code="99", name="其他", level=1)
    traffic.board = a_board("traffic", title="交通局")
    traffic.save()


def lines(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows), encoding="utf-8")
    return path


def reasons(path: Path) -> list[str]:
    refused = path.with_name(f"{path.name}.refused.jsonl")
    return [json.loads(line)["reason"] for line in refused.read_text(encoding="utf-8").splitlines()]


def test_a_pair_goes_the_whole_way_at_its_own_times(tmp_path: Path) -> None:
    call_command("import_messages", str(lines(tmp_path, PAIR)), board="mayor")
    case = Case.objects.get(source_ref="17")
    assert (case.state, case.closed_at.date().isoformat()) == (State.CLOSED, "2025-03-28")


def test_the_sign_clock_signed_because_nobody_else_could(tmp_path: Path) -> None:
    call_command("import_messages", str(lines(tmp_path, PAIR)), board="mayor")
    assert Event.objects.get(verb="sign").facts["is_automatic"] is True


def test_nobody_is_told_of_history(tmp_path: Path) -> None:
    call_command("import_messages", str(lines(tmp_path, PAIR)), board="mayor")
    assert not Outbox.objects.exists()


def test_importing_twice_ends_with_the_same_rows(tmp_path: Path) -> None:
    path = lines(tmp_path, PAIR, {**PAIR, "id": "18"})
    call_command("import_messages", str(path), board="mayor")
    events = Event.objects.count()
    call_command("import_messages", str(path), board="mayor")
    assert (Case.objects.count(), Event.objects.count()) == (2, events)


def test_an_interrupted_import_started_again_ends_with_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{**PAIR, "id": str(number)} for number in range(130)]
    path = lines(tmp_path, *rows)
    real, calls = journey.submit, iter(range(1000))

    def pulled_plug(*args, **kwargs):
        if next(calls) == 70:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(journey, "submit", pulled_plug)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_messages", str(path), board="mayor")
    assert Case.objects.count() == 50  # whole batches only
    monkeypatch.undo()
    call_command("import_messages", str(path), board="mayor")
    assert Case.objects.count() == 130


def test_a_row_without_a_reply_waits_at_the_intake_desk(tmp_path: Path) -> None:
    row = {**PAIR, "reply": None, "replied_at": None}
    call_command("import_messages", str(lines(tmp_path, row)), board="mayor")
    case = Case.objects.get()
    assert (case.state, case.overdue_at is not None) == (State.SUBMITTED, True)


def test_a_category_leads_to_its_board(tmp_path: Path) -> None:
    call_command("import_messages", str(lines(tmp_path, PAIR)), route_by="category")
    assert Case.objects.get().board.slug == "traffic"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": ""}, "缺少编号"),
        ({"posted_at": None}, "没有留言时间"),
        ({"posted_at": "去年"}, "留言时间看不懂"),
        ({"replied_at": "2025-03-01T00:00:00+08:00"}, "回复时间早于留言时间"),
        ({"replied_at": None}, "有回复但没有回复时间"),
        ({"body": "长" * 20_001}, "正文超过 20000"),
        ({"subject": "", "body": " "}, "都是空的"),
        ({"kind": "spam"}, "未知的类型"),
    ],
)
def test_a_row_that_cannot_be_a_case_is_refused_with_its_reason(
    tmp_path: Path, change: dict[str, object], why: str
) -> None:
    path = lines(tmp_path, {**PAIR, **change})
    call_command("import_messages", str(path), board="mayor")
    assert why in reasons(path)[0]


def test_a_refused_row_takes_no_other_with_it(tmp_path: Path) -> None:
    path = lines(tmp_path, PAIR, {**PAIR, "id": "18", "category": "没有这一类"}, {**PAIR, "id": "19"})
    call_command("import_messages", str(path), route_by="category")
    assert sorted(Case.objects.values_list("source_ref", flat=True)) == ["17", "19"]


def test_twenty_thousand_characters_are_kept_whole(tmp_path: Path) -> None:
    call_command("import_messages", str(lines(tmp_path, {**PAIR, "body": "长" * 20_000})), board="mayor")
    assert len(Case.objects.get().body) == 20_000


def test_a_broken_line_is_refused_and_the_rest_comes_in(tmp_path: Path) -> None:
    path = lines(tmp_path, PAIR)
    path.write_text(path.read_text(encoding="utf-8") + "{half a line\n", encoding="utf-8")
    call_command("import_messages", str(path), board="mayor")
    assert Case.objects.count() == 1
    assert reasons(path) == ["不是一行完整的数据"]


def test_csv_with_a_byte_order_mark_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(PAIR))
        writer.writeheader()
        writer.writerow(PAIR)
    call_command("import_messages", str(path), board="mayor")
    assert Case.objects.get().title == PAIR["subject"]


def test_a_workbook_comes_in(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(list(PAIR))
    book.active.append(list(PAIR.values()))
    path = tmp_path / "rows.xlsx"
    book.save(path)
    call_command("import_messages", str(path), board="mayor")
    assert Case.objects.get().state == State.CLOSED


def test_rows_without_a_time_take_the_one_that_is_given(tmp_path: Path) -> None:
    row = {**PAIR, "posted_at": None, "reply": None}
    call_command(
        "import_messages", str(lines(tmp_path, row)), "--board=mayor", "--posted-at=2025-03-10T08:00"
    )
    assert Case.objects.get().submitted_at.isoformat() == "2025-03-10T00:00:00+00:00"


def test_a_board_that_is_not_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有地址名为"):
        call_command("import_messages", str(lines(tmp_path, PAIR)), board="nowhere")


def test_an_unknown_kind_of_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rows.doc"
    path.write_text("x")
    with pytest.raises(CommandError, match="unknown kind of file"):
        call_command("import_messages", str(path), board="mayor")
