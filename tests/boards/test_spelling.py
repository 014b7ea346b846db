"""Boards found by their pinyin."""

import pytest

from boards.rules.spelling import fits, spelled


def test_a_name_is_spelled_in_full_and_by_initials():
    mayor = spelled("市长信箱")
    assert (mayor.pinyin, mayor.initials) == ("shizhangxinxiang", "szxx")


def test_letters_digits_and_brackets_do_no_harm():
    assert spelled("12345热线（夜间）").initials == "12345rxyj"


@pytest.mark.parametrize("asked", ["市长", "信箱", "szxx", "SZ", "shizhang", "ｓｚｘｘ", " sz xx "])
def test_a_board_is_found_by_part_of_its_name_or_its_pinyin(asked):
    mayor = spelled("市长信箱")
    assert fits(asked, name="市长信箱", pinyin=mayor.pinyin, initials=mayor.initials)


@pytest.mark.parametrize("asked", ["", "  ", "书记", "xyz", "！？"])
def test_another_board_is_not(asked):
    mayor = spelled("市长信箱")
    assert not fits(asked, name="市长信箱", pinyin=mayor.pinyin, initials=mayor.initials)
