"""The public name never tells the number, and never plays an office."""

import secrets

import pytest

from accounts.rules.nickname import has_right_shape, new_nickname, reveals_number, sounds_official
from tests.factories import a_citizen

PHONE = "13987654321"


@pytest.mark.parametrize(
    "nickname",
    [
        "13987654321",
        "我是8765",
        "８７６５",
        "八七六五",
        "8-7-6-5",
        "8七6五号",
        "①③⑨⑧",
        "幺三九八",
        "柒陆伍肆",
        "a4b3c2d1",
    ],
)
def test_four_digits_of_the_number_are_refused_in_any_writing(nickname):
    assert reveals_number(nickname, PHONE)


@pytest.mark.parametrize("nickname", ["市民7K3F", "老王876", "2026年", "一二三木头人", "山里人"])
def test_other_names_are_let_through(nickname):
    assert not reveals_number(nickname, PHONE)


@pytest.mark.parametrize("nickname", ["市长", "城管局客服", "官方回复", "网站管理员"])
def test_a_name_that_plays_an_office_is_seen(nickname):
    assert sounds_official(nickname)


@pytest.mark.parametrize(
    ("nickname", "fits"),
    [
        ("王", False),
        ("王二", True),
        ("a" * 13, False),
        ("王 二", False),
        ("<b>", False),
        ("王\u202e二", False),
        ("李·明", True),
    ],
)
def test_names_have_two_to_twelve_plain_signs(nickname, fits):
    assert has_right_shape(nickname) is fits


def test_a_first_name_has_the_right_shape_and_reveals_nothing():
    names = [new_nickname(secrets.choice) for _ in range(200)]
    assert all(has_right_shape(name) and not reveals_number(name, PHONE) for name in names)


@pytest.fixture
def zhang_citizen(db):
    return a_citizen(username="citizen-1", phone=PHONE, nickname="市民7K3F")


def test_a_citizen_changes_the_public_name(client, zhang_citizen):
    client.force_login(zhang_citizen)
    client.post("/my/profile/", {"nickname": "山里人"})
    zhang_citizen.refresh_from_db()
    assert zhang_citizen.nickname == "山里人"


@pytest.mark.parametrize(
    ("nickname", "words"),
    [("我是8765", "手机号"), ("市长", "误认为"), ("<script>", "不含空格"), ("", "请填写"), ("王\x00二", "")],
)
def test_a_refused_name_says_why_and_stays_in_the_field(client, zhang_citizen, nickname, words):
    client.force_login(zhang_citizen)
    answer = client.post("/my/profile/", {"nickname": nickname})
    zhang_citizen.refresh_from_db()
    assert (answer.status_code, zhang_citizen.nickname) == (200, "市民7K3F")
    assert words in answer.context["form"].errors["nickname"][0]


def test_the_profile_shows_the_number_with_its_middle_hidden(client, zhang_citizen):
    client.force_login(zhang_citizen)
    page = client.get("/my/profile/").content.decode()
    assert "139****4321" in page
    assert PHONE not in page


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get("/my/profile/")["Location"] == "/accounts/login/?next=/my/profile/"
