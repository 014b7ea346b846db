"""Boards in the desk."""

import pytest

from accounts.roles import Role
from boards.models import Board
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client, board):
    client.force_login(factories.a_member("wu_admin", "吴管理", board.desk, Role.ADMIN))
    return client


def form(board, **more):
    given = {
        "title": board.title,
        "kind": "leader",
        "level": "city",
        "owner": board.owner_id,
        "desk": board.desk_id,
    }
    return {**given, "is_open": "on", "publication": "on_acceptance", "review": "both", "ordering": 0, **more}


def test_a_renamed_board_is_found_by_its_new_pinyin(admin, board):
    admin.post(f"/admin/boards/board/{board.pk}/change/", form(board, title="市委书记信箱"))
    assert Board.objects.get(pk=board.pk).initials == "swsjxx"


def test_closing_a_board_without_a_reason_is_refused_beside_the_field(admin, board):
    given = form(board)
    del given["is_open"]
    page = admin.post(f"/admin/boards/board/{board.pk}/change/", given).content.decode()
    assert "关闭留言板时请写明原因" in page


def test_the_address_of_a_board_that_people_saved_stays(admin, board):
    admin.post(f"/admin/boards/board/{board.pk}/change/", form(board, slug="other"))
    assert Board.objects.get(pk=board.pk).slug == "mayor"


@pytest.mark.parametrize("table", ["board", "category"])
def test_who_is_no_administrator_is_kept_out(client, board, li_intake, table):
    client.force_login(li_intake)
    assert client.get(f"/admin/boards/{table}/").status_code == 403
