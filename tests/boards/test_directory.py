"""The directory of boards."""

import pytest

from boards.models import BoardKind, BoardLevel
from boards.reads.directory import directory
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def some_boards():
    factories.a_board("mayor", title="市长信箱", leader="市长")
    factories.a_board("water", title="水务局", kind=BoardKind.DEPARTMENT)
    factories.a_board("linxi", title="临溪区", kind=BoardKind.REGION, level=BoardLevel.COUNTY)


def titles(groups):
    return [entry.title for group in groups for entry in group.entries]


def test_boards_stand_under_their_level_and_kind(some_boards):
    assert [group.title for group in directory()] == ["市级 · 领导信箱", "市级 · 部门", "县级 · 县（市、区）"]


@pytest.mark.parametrize(
    ("asked", "found"), [("水务", ["水务局"]), ("lxq", ["临溪区"]), ("shizh", ["市长信箱"])]
)
def test_a_board_is_found_by_name_initials_or_pinyin(some_boards, asked, found):
    assert titles(directory(asked)) == found


def test_a_search_without_hits_offers_the_whole_directory(client, some_boards):
    assert "没有名称含“zzz”的留言板" in client.get("/boards/", {"q": "zzz"}).content.decode()


def test_a_closed_board_is_marked_in_the_directory():
    factories.a_board("old", is_open=False, closed_reason="征集已结束")
    assert directory()[0].entries[0].note == "暂停留言"


def test_one_question_reads_all_boards(some_boards, django_assert_num_queries):
    with django_assert_num_queries(1):
        directory("sz")
