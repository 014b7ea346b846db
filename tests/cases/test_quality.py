"""The reply checks: a good reply passes clean, each fault is found by its own rule, and no text makes a rule raise."""

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.posting import REPLY_KEEPS
from cases.rules.alike import likeness, pairs_of
from cases.rules.quality import (
    BY_CODE,
    CHECKS,
    MOST_OF_ONE,
    MOST_PASSAGE,
    OFFICE_NUMBERS,
    Earlier,
    Finding,
    blocking,
    findings,
    restored,
)
from tests.cases.replies import FRAME, GOOD, a_reply, codes, framed
from tests.factories import REPLIES

SHARED = Path(__file__).parents[3] / "shared" / "data" / "replied_dev.jsonl.gz"

any_text = st.text(alphabet=st.characters(exclude_categories=()))
PIECES = "您好 。 ， 将 在 的 尽快 相关部门 8月底前 转交 《 》 0990- 13800138000 路 小区 3栋2单元501室 第四条 根据 不属于我局"
likely_text = st.lists(st.sampled_from(PIECES.split())).map("".join)
MOST = {
    "vague": 0.12,
    "too_short": 0.06,
    "forwarded": 0.07,
    "off_topic": 0.08,
    "not_our_duty": 0.02,
    "personal_data": 0.01,
    "no_contact": 0.8,
}


def test_a_good_reply_passes_clean():
    assert codes() == []


@pytest.mark.parametrize("number", range(len(REPLIES)))
def test_the_replies_of_the_other_tests_pass_clean_one_after_the_other(number):
    asked = "小区东门外的三盏路灯坏了半个月，晚上一片漆黑，老人出行很不安全，请尽快修好。"
    before = [Earlier(a_reply().number, asked, each) for each in REPLIES[:number]]
    assert codes(REPLIES[number], title="小区门口路灯坏了半个月", asked=asked, earlier=before) == []


def test_every_check_has_a_code_of_its_own_a_name_and_advice():
    assert len(BY_CODE) == len(CHECKS)
    assert all(str(check.label) and str(check.advice) for check in CHECKS)


@pytest.mark.parametrize(
    "words",
    [
        "我们将尽快修复。",
        "我局将适时启动改造。",
        "待条件成熟后将予以安装。",
        "该问题我局正在研究解决。",
        "我局将抓紧协调，争取早日完工。",
        "您反映的情况已转交有关部门。",
        "我局将督促相关单位落实。",
        "下一步，我局将积极协调资金。",
        "近期将安排人员整治。",
    ],
)
def test_putting_off_without_a_date_is_vague(words):
    assert codes(framed(words)) == ["vague"]


@pytest.mark.parametrize(
    "words",
    [
        "我们将尽快修复，4月20日前完成。",
        "近期因连降暴雨，路面积水较深。",
        "请您尽快到窗口补交材料。",
        "相关部门的职责分工见附件。",
        "本周五前抓紧完成余下3盏的更换。",
        "已会同有关部门现场查看，问题已经解决。",
        "15个工作日内抓紧办结。",
        "您提出的“尽快安装”的要求我们完全理解。",
        "施工单位近期已完成全部管沟回填。",
        "明年6月底前适时启动二期。",
    ],
)
def test_with_a_date_or_about_the_past_the_same_words_are_not_vague(words):
    assert codes(framed(words)) == []


def test_a_vague_finding_points_at_its_passage():
    found = findings(a_reply(framed("我们将尽快修复。")))[0]
    assert "将尽快修复" in found.passage
    assert found.detail == "尽快"


@pytest.mark.parametrize(
    "body",
    [
        "2026年3月10日",
        "您好！您的留言已收悉。联系电话 0990-6100012。",
        "您好！感谢您的关注，祝您生活愉快！电话：0990-6100012",
        "尊敬的网友：您好！来信收悉，现答复如下：已处理。联系电话 0990-6100012。",
    ],
)
def test_a_frame_without_a_picture_is_too_short(body):
    assert "too_short" in codes(body)


def test_thanks_may_be_answered_briefly():
    assert "too_short" not in codes("谢谢您的肯定！电话 0990-6100012。", kind="thanks")


def test_a_call_is_no_frame():
    body = "您好！3月10日已电话告知您，补贴3月15日到账，现已查实到账。咨询电话 0990-6100012。"
    assert codes(body, title="补贴没有到账") == []


@pytest.mark.parametrize(
    "body",
    [
        "您的留言已收悉。关于您反映的问题，已转市住建局调查处理。",
        "网友：您好！您反映的问题，我们已转交相关单位。",
        "您好！您所反映的情况已转至城东街道办事处核实、办理，请耐心等待。感谢您的留言。",
    ],
)
def test_saying_where_the_message_went_is_no_answer(body):
    assert "forwarded" in codes(body)
    assert "too_short" not in codes(body)


def test_one_step_of_forwarding_within_an_answer_is_fine():
    assert codes(framed("余下的绿化问题已转市园林中心处理，3月20日前完成。")) == []


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("您的申请不予支持。", True),
        ("按照相关规定，您的申请不予支持。", True),
        ("根据有关政策规定不能办理。", True),
        ("根据《城市照明管理规定》第二十条，不予支持。", False),
        ("依据第十四条，不予支持。", False),
        ("按照市政府〔2024〕12号文件，不予支持。", False),
        ("根据城镇住房保障条例，不予支持。", False),
    ],
)
def test_a_refusal_names_what_it_rests_on(words, is_found):
    assert ("no_basis" in codes(framed(words), outcome="not_supported")) is is_found


def test_only_a_refusal_is_asked_for_its_basis():
    assert "no_basis" not in codes(framed("按照相关规定办理。"), outcome="explained")


@pytest.mark.parametrize(
    ("ending", "is_found"),
    [
        ("", True),
        ("联系人：照明科刘工。", True),
        ("请联系刘工 13900001234。", True),
        ("照明科 0990-6100012。", False),
        ("电话：（0990）6100012。", False),
        ("照明科电话6100012。", False),
        ("请拨打12345热线。", False),
        ("请拨打供电服务热线95598。", False),
        ("服务电话 400-600-1234。", False),
    ],
)
def test_there_is_an_office_number_to_call(ending, is_found):
    body = f"您好！幸福路的路灯已于3月10日修好，原因是电缆接头进水断电，现已恢复照明，请放心出行。{ending}"
    assert ("no_contact" in codes(body)) is is_found


@pytest.mark.parametrize(
    "words",
    [
        "已与您（13900001234）电话联系。",
        "您的身份证号110101199003077758已核对。",
        "您家住3栋2单元501室，已上门查看。",
        "已加您微信号 zhang_wei_88 沟通。",
    ],
)
def test_personal_data_of_the_author_are_found(words):
    assert codes(framed(words)) == ["personal_data"]


def test_a_finding_does_not_repeat_the_number_that_it_found():
    found = findings(a_reply(framed("已与您（13900001234）电话联系。")))
    assert "13900001234" not in json.dumps([each.stored() for each in found])


def test_an_office_number_is_no_personal_data():
    assert OFFICE_NUMBERS == REPLY_KEEPS


ELSEWHERE = "城北体育馆夏天几点开门？孩子想去游泳，票价多少，需要办健康证吗？"


def test_the_reply_to_another_question_is_copied():
    earlier = Earlier("WZ-2026-000009-2", ELSEWHERE, GOOD.replace("3月10日", "3月8日"))
    found = findings(a_reply(earlier=[earlier]))
    assert [each.code for each in found] == ["copied"]
    assert found[0].detail.startswith("WZ-2026-000009-2：9")


def test_the_same_answer_to_the_same_question_is_right():
    assert codes(earlier=[Earlier("WZ-2026-000009-2", a_reply().asked, GOOD)]) == []


def test_the_same_answer_to_the_same_message_again_is_not():
    assert codes(earlier=[Earlier(a_reply().number, a_reply().asked, GOOD)]) == ["copied"]


def test_another_answer_with_the_same_frame_is_not_copied():
    other = FRAME.format("体育馆夏季每天9时至21时开放，成人票20元，不需要健康证，周一闭馆保养，节假日照常。")
    assert codes(framed(""), earlier=[Earlier("WZ-2026-000009-2", ELSEWHERE, other)]) == []


@pytest.mark.parametrize(
    ("title", "body", "is_found"),
    [
        ("翠湖小区12栋电梯坏了", "路灯", True),
        (
            "请求128路公交车延长末班车",
            "运力不足，暂不调整班次，我公司已于3月10日开会商定，6月底前再作评估。",
            True,
        ),
        ("请求128路公交车延长末班车", "128路运力不足，暂不调整班次，我公司6月底前再作评估。", False),
        ("竹坪镇垃圾无人清运", "竹坪镇垃圾已于3月10日清运完毕，共清运4车。", False),
        ("我们小区门口没有路灯", "已于3月10日安装太阳能灯6盏，当晚亮灯，经测试亮度合格。", False),
        ("咨询竹坪镇低保标准", "现行标准为每人每月820元，凭身份证到民政窗口申请。", None),
    ],
)
def test_place_and_number_that_were_asked_about_are_named(title, body, is_found):
    kind = "question" if is_found is None else "help_request"
    spoken = FRAME.format(
        body if len(body) > 5 else "已派人查看，原因是线路老化，3月10日修复，现已恢复使用，请放心。"
    )
    assert ("off_topic" in codes(spoken, title=title, kind=kind)) is bool(is_found)


def test_to_miss_the_place_holds_nothing_back():
    assert blocking([Finding("off_topic"), Finding("vague"), Finding("vague")]) == ["vague"]


def test_not_our_duty_is_said_to_the_drafter():
    assert codes(framed("该路段的绿化不属于我局职责范围。")) == ["not_our_duty"]


@pytest.mark.parametrize(("on", "expected"), [(None, ["promise_undated"]), (date(2026, 4, 20), [])])
def test_a_promise_has_a_date(on, expected):
    assert codes(outcome="promised", promise_on=on) == expected


@given(any_text | likely_text, st.sampled_from(["solved", "not_supported", "promised", ""]))
def test_whatever_is_typed_no_check_raises(body, outcome):
    reply = a_reply(
        body, outcome=outcome, title=body, asked=body, place=body, earlier=[Earlier("x", body[::-1], body)]
    )
    found = findings(reply)
    assert all(len(each.passage) <= MOST_PASSAGE for each in found)
    assert max(Counter(each.code for each in found).values(), default=0) <= MOST_OF_ONE


@given(any_text | likely_text)
def test_what_was_stored_comes_back(body):
    found = findings(a_reply(body))
    assert restored([each.stored() for each in found]) == found


def test_a_check_that_is_gone_is_left_out_of_old_rows():
    assert restored([{"code": "no_such_check"}, {"code": "vague"}]) == [Finding("vague")]


@given(any_text, any_text)
def test_likeness_is_a_share_and_the_same_both_ways(one, other):
    share = likeness(pairs_of(one), pairs_of(other))
    assert 0 <= share <= 1
    assert share == likeness(pairs_of(other), pairs_of(one))


def test_a_text_is_wholly_like_itself():
    assert likeness(pairs_of(GOOD), pairs_of(GOOD)) == 1


@pytest.mark.skipif(not SHARED.exists(), reason="the public replies are not beside this checkout")
def test_on_real_replies_the_checks_stay_rare_but_for_the_missing_telephone():
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    hits = Counter(
        code
        for row in rows
        for code in codes(row["reply"], outcome="explained", title=row["subject"], asked=row["body"])
    )
    shares = {code: count / len(rows) for code, count in hits.items()}
    assert {code for code, share in shares.items() if share > MOST.get(code, 0)} == set()
