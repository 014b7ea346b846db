"""Personal numbers are hidden from the public text, and nothing else is. All numbers here are invented."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boards.rules.redact import MARK_WORDS, Mark, Redacted, redact

PAYLOADS = Path(__file__).parents[3] / "shared" / "data" / "payloads"
needs_payloads = pytest.mark.skipif(
    not PAYLOADS.is_dir(), reason="the test vectors are not beside the project"
)

FAMILIES = {"id18": "id", "id15": "id"}
SENTENCE_KINDS = {"id18": ["id"], "mobile_hanzi": ["mobile"], "mobile_spaced": ["mobile"]}


def kinds(text, **keywords):
    return [mark.kind for mark in redact(text, **keywords).marks]


@needs_payloads
def test_every_vector_is_hidden_whole_or_left_alone():
    vectors = json.loads((PAYLOADS / "pii_vectors.json").read_text(encoding="utf-8"))
    wrong = []
    for vector in vectors:
        family = vector["kind"].split("_")[0]
        whole = (Mark(FAMILIES.get(family, family), 0, len(vector["value"])),)
        if redact(vector["value"]).marks != (whole if vector["valid"] else ()):
            wrong.append(vector)
    assert wrong == []


@needs_payloads
def test_every_sentence_is_masked_as_expected():
    sentences = json.loads((PAYLOADS / "pii_sentences.json").read_text(encoding="utf-8"))
    wrong = []
    for sentence in sentences:
        expected = [kind for label in sentence["expect"] for kind in SENTENCE_KINDS.get(label, [label])]
        # Eleven digits before 元 are an amount for us: nobody writes a telephone number so.
        if kinds(sentence["text"]) != [kind for kind in expected if not kind.startswith("ambiguous")]:
            wrong.append(sentence)
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("请打13900000001。", "请打〔电话已隐去〕。"),
        ("手机：139-0000-0001", "手机：〔电话已隐去〕"),
        ("手机 139 0000 0001 张", "手机 〔电话已隐去〕 张"),
        ("１３９００００００01", "〔电话已隐去〕"),
        ("+86 139 0000 0001", "〔电话已隐去〕"),
        ("1390000 0001", "〔电话已隐去〕"),
        ("一三九零零零零零零零一", "〔电话已隐去〕"),
        ("壹叁玖0000000幺", "〔电话已隐去〕"),
        ("①③⑨⓪⓪⓪⓪⓪⓪⓪①", "〔电话已隐去〕"),
        ("1·3·9·0·0·0·0·0·0·0·1", "〔电话已隐去〕"),
        ("①13900000001②13900000002", "①〔电话已隐去〕②〔电话已隐去〕"),
        ("13900000001/13900000002", "〔电话已隐去〕/〔电话已隐去〕"),
        ("打010-66000000转12", "打〔电话已隐去〕"),
        ("（0774）6600000", "〔电话已隐去〕"),
        ("(0999) 660-0000", "〔电话已隐去〕"),
        ("家里座机：6600000", "家里座机：〔电话已隐去〕"),
        ("身份证号码是11010119900101000７", "身份证号码是〔身份证号已隐去〕"),
        ("身份证：110101199001010000", "身份证：〔身份证号已隐去〕"),
        ("110101 1990 0101 0007", "〔身份证号已隐去〕"),
        ("老证110101900101000号", "老证〔身份证号已隐去〕号"),
        ("卡6200 0000 0000 0005到账", "卡〔银行卡号已隐去〕到账"),
        ("账号：123456789012345", "账号：〔银行卡号已隐去〕"),
        ("粤B·12345逆行", "〔车牌号已隐去〕逆行"),
        ("沪AD00000", "〔车牌号已隐去〕"),
        ("苏e2g81c", "〔车牌号已隐去〕"),
        ("粤Z0001港", "〔车牌号已隐去〕"),
        ("发到zhang.san＠example．com吧", "发到〔邮箱已隐去〕吧"),
        ("zhang(at)example.com.cn", "〔邮箱已隐去〕"),
        ("微信：zhangsan", "微信：〔微信号已隐去〕"),
        ("加微信zhang_3333", "加微信〔微信号已隐去〕"),
        ("微信号13900000001", "微信号〔电话已隐去〕"),
        ("vx：zhang3333", "vx：〔微信号已隐去〕"),
        ("QQ群号：10000001", "QQ群号：〔QQ号已隐去〕"),
        ("扣扣10000001", "扣扣〔QQ号已隐去〕"),
    ],
)
def test_a_personal_number_is_hidden_however_it_is_written(text, public):
    assert redact(text).text == public


@pytest.mark.parametrize(
    "text",
    [
        "请拨打12345、12315或96119热线",
        "客服400-820-0000，800-820-0000",
        "合同编号：13900000001",
        "许可证13900000001",
        "工单号 13900000001 已受理",
        "您的编号是WZ-2026-013900-8",
        "桂建发〔2026〕138号",
        "2026-11-21 10:30:05 至 2026-11-22",
        "共计13900000001元、13900000001平方米",
        "总价1380000元，面积128.36平方米，3栋1804室",
        "1998-2019 100套",
        "北纬39.9042074，东经116.4073963",
        "微信公众号问政、微信支付 WeChat 都不行",
        "微信小程序12345",
        "贵A区、新B3栋、川A座",
        "云APPLE",
        "第13900000001号",
        "https://www.example.com/2026/11/21/index.html",
        "邮编543000，区号0774",
        "一三五路二四六号",
        "二〇二六年十一月二十一日",
        "0000-00000000",
    ],
)
def test_what_is_nobodys_number_stays(text):
    assert redact(text) == Redacted(text, ())


def test_an_office_keeps_its_landline_in_a_reply():
    text = "详询0774-6600000，手机13900000001"
    assert redact(text, keep=("landline",)).text == "详询0774-6600000，手机〔电话已隐去〕"


def test_marks_say_where_the_number_stood():
    assert redact("打13900000001，或a@b.cn").marks == (Mark("mobile", 1, 12), Mark("email", 14, 20))


def test_every_kind_has_words_that_say_what_was_hidden():
    assert all(words.startswith("〔") and words.endswith("已隐去〕") for words in MARK_WORDS.values())


PIECES = [
    *"0123456789" * 2,
    *"１８一三零①Xx@.-_ ·*,，。:：()（）桂粤AaBbzZ+/\n\ufe0f〔〕号",
    *[
        "138",
        "0774",
        "86",
        "400",
        "110101",
        "19900101",
        "0007",
        "6200",
        "微信",
        "微信号",
        "QQ",
        "身份证",
        "卡号",
        "电话",
    ],
    *[
        "编号",
        "第",
        "元",
        "转",
        "at",
        "(at)",
        ".com",
        "example",
        "wx",
        "13900000001",
        "6200000000000005",
        "粤B12345",
    ],
    *MARK_WORDS.values(),
]
tricky = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=200)
@given(tricky)
def test_redacting_twice_changes_nothing_more(text):
    once = redact(text).text
    assert redact(once).text == once


@given(st.text())
def test_any_text_at_all_can_be_redacted(text):
    redacted = redact(text)
    assert redact(redacted.text).text == redacted.text


@given(tricky)
def test_marks_are_in_order_apart_and_inside(text):
    edges = [edge for mark in redact(text).marks for edge in (mark.start, mark.end)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= len(text))


@given(tricky)
def test_outside_the_marks_the_text_is_as_typed(text):
    redacted = redact(text)
    rebuilt = redacted.text
    for mark in redacted.marks:
        rebuilt = (
            rebuilt.replace(MARK_WORDS[mark.kind], "\0", 1) if MARK_WORDS[mark.kind] not in text else None
        )
        if rebuilt is None:
            return
    kept, done = [], 0
    for mark in redacted.marks:
        kept += [text[done : mark.start], "\0"]
        done = mark.end
    assert rebuilt == "".join(kept) + text[done:]


around = st.text(alphabet="，。请打我的张三：\n", max_size=5)
mobiles = st.integers(13_000_000_000, 19_999_999_999).map(str)


@given(around, mobiles, around)
def test_no_mobile_number_gets_through(before, number, after):
    assert number not in redact(before + number + after).text


SLOW_PIECES = [
    "1",
    "1 ",
    "1 3 8 ",
    "62 ",
    "4 ",
    "8686",
    "0774-",
    "138(",
    "(((",
    ".",
    "　",
    "1\ufe0f\u20e3",
    "一三",
]
SLOW_PIECES += [
    "a",
    "a@",
    "a@a.",
    "a@a.aa@",
    "微信aaaaa",
    "QQ1",
    "身份证4",
    "电话:",
    "卡号1",
    "桂D00",
    "问政",
]
SLOW_PIECES += ["13900000001,", "62 138 0000 0000 "]


@pytest.mark.parametrize("piece", SLOW_PIECES)
def test_twenty_thousand_characters_take_linear_time(piece):
    def seconds(length):
        text = (piece * length)[:length]
        started = time.process_time()
        redact(text)
        return time.process_time() - started

    seconds(1000)
    short, long = (min(seconds(length) for _ in range(3)) for length in (2_500, 20_000))
    # Processor time, so that a busy machine is no fault. Eight times the text: quadratic work would be 64 times the time.
    assert long < 32 * short + 0.1


def test_noise_of_digits_and_gaps_is_searched_in_linear_time_too():
    source = random.Random(7)
    text = "".join(source.choices("0123456789 -.微信Q:", k=20_000))
    started = time.process_time()
    redact(text)
    assert time.process_time() - started < 5
