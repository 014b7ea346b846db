"""The words: every key reads well with all facts and with the fewest, and no fact can break out of its place."""

import re
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from hypothesis import given
from hypothesis import strategies as st

from notify.channels import Letter, sms
from notify.texts import short_words, words

FOLDER = Path(__file__).parents[2] / "templates" / "notify"
FILES = sorted(file.name.removesuffix(".txt") for file in FOLDER.glob("*.txt"))
KEYS = [key for key in FILES if not key.endswith(".sms")]
SHORT_KEYS = [key.removesuffix(".sms") for key in FILES if key.endswith(".sms")]
SEARCH = {"asked": "路灯", "count": "2"}  # what it is never told without
WITHOUT_NUMBER = {
    "restriction",
    "sign_in_code",
    "digest",
    "confirm_mail",
    "summary",
    "boards",
    "saved_search",
}
FEWEST = {"number": "WZ-2026-004217-8", "title": "路灯不亮", "board": "市长信箱"}
ALL = FEWEST | {
    "unit": "城管局",
    "due": "2026年11月23日 18:00",
    "reply_due": "2026年11月27日 18:00",
    "reason": "理由一。\n理由二。",
    "by": "孙督查",
    "outcome": "已解决",
    "clock": "办理",
    "code": "424242",
    "day": "3月9日",
    "lines": "待我办理：待签收 2 件。\n期限：今日到期 1 件。",
    "days": "3",
    "step": "督查员",
    "share": "时限已过八成",
    "said": "市城管局已回复",
    "count": "3",
}
PRIVATE = {"title": "PRIVATE-title", "reason": "PRIVATE-reason", "by": "PRIVATE-by", "unit": "PRIVATE-unit"}


WITHOUT_UNIT = {"submit", "submit.staff", "accept", "decline", "withdraw", "warn", "overdue", "remind"}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("facts", [FEWEST, ALL], ids=["fewest", "all"])
def test_every_text_reads_well(key, facts):
    always = SEARCH if key == "saved_search" else {} if key in WITHOUT_UNIT else {"unit": "城管局"}
    subject, body = words(key, always | facts)
    assert 5 <= len(subject) <= 60
    assert not re.search(
        r"\{\{|\{%|%\}|[（《“]\s*[）》”]|，[，。]|。。|None|&\w+;|\n{3}|[ ]{2}", subject + "\n" + body
    )
    assert body == "" or body[-1] in "。！？" or facts is ALL


@pytest.mark.parametrize("key", [key for key in KEYS if key not in WITHOUT_NUMBER])
def test_a_subject_names_the_case_and_nothing_else(key):
    subject, body = words(key, ALL | PRIVATE)
    assert ALL["number"] in subject
    assert "PRIVATE" not in subject
    assert body


@pytest.mark.parametrize("key", KEYS)
def test_nothing_typed_becomes_a_second_line_of_the_subject_or_a_template(key):
    evil = "x\r\nBcc: y\x00\x1b[31m{{ number }}{% debug %}<b>&"
    subject, body = words(key, dict.fromkeys(ALL, evil))
    assert "\n" not in subject
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", subject + body)
    assert key == "confirm_mail" or "{% debug %}" in subject + body


@given(st.text(max_size=60))
def test_a_fact_is_shown_as_it_is_written(typed):
    _subject, body = words("decline", FEWEST | {"reason": f"甲{typed}乙"})
    plain = re.sub(r"\s", "", "".join(sign for sign in typed if sign.isprintable()))
    assert plain in re.sub(r"\s", "", body)


def test_reasons_keep_their_lines():
    assert "理由一。\n理由二。" in words("decline", ALL)[1]


def test_staff_have_words_of_their_own_where_there_are_any():
    assert words("assign.staff", ALL)[0] != words("assign", ALL)[0]


def test_staff_read_the_same_words_where_there_are_none():
    assert words("overdue.staff", ALL) == words("overdue", ALL)


def test_an_unknown_key_is_loud():
    with pytest.raises(TemplateDoesNotExist):
        words("nonsense", ALL)


@pytest.mark.parametrize(
    "key",
    [
        *(
            "submit",
            "submit.staff",
            "accept",
            "decline",
            "withdraw",
            "assign",
            "assign.staff",
            "sign",
            "draft_reply",
        ),
        *(
            "countersign",
            "send_back",
            "approve_reply",
            "rate",
            "start_revisit",
            "record_revisit",
            "close",
            "reopen",
        ),
        *("reopen.staff", "remind", "overdue", "warn", "sign_in_code"),
    ],
)
def test_every_notice_of_the_machine_has_words(key):
    assert key in KEYS


# --- Short messages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SHORT_KEYS)
def test_a_short_message_fits_into_one_with_the_names_of_site_and_case(key, settings):
    settings.SITE_NAME = "克拉玛依网络问政"
    text = sms.text_of(Letter("notice-1", "13900000001", short_words(key, ALL | PRIVATE)))
    assert len(text) <= sms.LONGEST
    assert ALL["number"] in text
    assert "PRIVATE" not in text
    assert text.endswith("。")


def test_a_link_that_would_make_a_second_message_is_left_out(settings):
    settings.PUBLIC_URL = "https://wenzheng.example.gov.cn"
    letter = Letter(
        "notice-1", "13900000001", short_words("decline", ALL), path="/my/cases/WZ-2026-004217-8/"
    )
    assert "https" not in sms.text_of(letter)


def test_no_file_of_short_words_is_empty_or_has_a_second_line():
    for key in SHORT_KEYS:
        assert "\n" not in short_words(key, ALL)
