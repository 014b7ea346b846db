"""What was masked is marked, says what it was, and is nowhere else either: page, feed, search, print."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from boards.rules.masks import pieces
from boards.rules.redact import MARK_WORDS
from cases.rules.states import State
from tests.factories import a_case, a_citizen

PHONE, ID_CARD, PLATE = "13912345678", "510623197903100036", "新C·12345"
BODY = f"请打 {PHONE} 找我，身份证 {ID_CARD}，车牌 {PLATE}，路灯坏了半个月，晚上一片漆黑。"


@pytest.mark.parametrize("mark", sorted(set(MARK_WORDS.values())))
def test_every_kind_of_mark_is_found_again(mark: str) -> None:
    assert pieces(f"前{mark}后") == (("前", False), (mark, True), ("后", False))


@given(st.text(alphabet="〔〕已隐去作者电话 a\n", max_size=60))
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(words for words, _is_mask in pieces(text)) == text


@pytest.mark.parametrize("text", ["〔2026〕12 号文", "〔已隐去", "已隐去〕", "隐去", "〔a\n已隐去〕"])
def test_other_brackets_are_no_marks(text: str) -> None:
    assert not any(is_mask for _words, is_mask in pieces(text))


@pytest.fixture
def zhang(db: None):
    return a_citizen("老张", phone=PHONE)


@pytest.fixture
def case(zhang):
    return a_case(State.REPLIED, author=zhang, author_name="老张", title=f"路灯坏了请打{PHONE}", body=BODY)


def shown(client: Client, path: str) -> str:
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_marks_each_and_says_which_kind(client, case) -> None:
    page = shown(client, f"/messages/{case.number}/")
    for kind in ("电话", "身份证号", "车牌号"):
        assert f"〔{kind}已隐去〕</span>" in page
    assert 'class="wz-mask" title="' in page


def test_the_author_finds_the_way_to_the_full_text(client, case, zhang) -> None:
    address = f"/my/cases/{case.number}/"
    assert f'href="{address}"' in shown(client, f"/messages/{case.number}/")
    client.force_login(zhang)
    assert PHONE in shown(client, address)


def test_the_page_is_the_same_for_the_author_and_for_strangers(client, case, zhang) -> None:
    """It is kept by caches: nothing on it may depend on who asks."""
    client.force_login(zhang)
    assert PHONE not in shown(client, f"/messages/{case.number}/")


@pytest.mark.parametrize(
    "path", ["/", "/boards/mayor/", "/boards/mayor/feed/", "/search/?q=路灯", "/messages/{number}/"]
)
def test_no_public_page_has_the_number(client, case, path: str) -> None:
    page = shown(client, path.format(number=case.number))
    assert not [word for word in (PHONE, ID_CARD, "C·12345") if word in page]
    assert "路灯" in page


def test_a_search_for_the_number_finds_nothing(client, case) -> None:
    page = shown(client, f"/search/?q={PHONE}")
    assert case.number not in page


def test_a_message_without_masks_has_no_legend(client, db) -> None:
    plain = a_case(State.ACCEPTED)
    assert "wz-mask" not in shown(client, f"/messages/{plain.number}/")
    assert f"/my/cases/{plain.number}/" not in shown(client, f"/messages/{plain.number}/")
