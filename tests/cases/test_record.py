"""登记来电: a caller's words become a case; number and lookup code are shown once."""

from __future__ import annotations

import uuid

import pytest

from cases.models import Case, Contact
from cases.rules.numbers import lookup_digest
from tests.cases.desk_pages import LIST, another_unit, browser, words_of
from tests.factories import a_board, a_member, cast

pytestmark = pytest.mark.django_db
URL = f"{LIST}record/"


def call(**more):
    return {
        "submission_key": str(uuid.uuid4()),
        "board_id": a_board().pk,
        "kind": "help_request",
        "title": "来电反映路灯不亮",
        "body": "来电人反映小区东门外三盏路灯坏了半个月，请尽快维修。",
        "contact_phone": "199 0000 0009",
        **more,
    }


def test_a_call_becomes_a_case_of_the_telephone():
    browser(cast().intake).post(URL, call(contact_name="张三"))
    case = Case.objects.get()
    assert (case.source, case.author, case.state, case.wants_public) == ("hotline", None, "submitted", False)
    assert Contact.objects.get(case=case).phone == "19900000009"


def test_number_and_lookup_code_are_shown_once(settings):
    receipt = browser(cast().intake).post(URL, call()).context["receipt"]
    case = Case.objects.get()
    assert lookup_digest(receipt.lookup_code, case.number, settings.SECRET_KEY) == case.lookup_digest


def test_the_same_form_twice_is_one_case():
    client, sends = browser(cast().intake), call()
    client.post(URL, sends)
    answer = client.post(URL, sends)
    assert Case.objects.count() == 1
    assert "刚才已经登记过" in words_of(answer)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "短", "标题至少 5 个字"),
        ("body", "太短", "来电内容至少 10 个字"),
        ("contact_phone", "abc", "请填写 11 位手机号码"),
        ("contact_phone", "", "请填写回电号码"),
        ("board_id", "999999", "没有这个选项"),
        ("kind", "", "请选择类型"),
        ("category_id", "x", "没有这个选项"),
        ("submission_key", "x", "submission_key"),
    ],
)
def test_a_wrong_field_is_said_and_the_words_stay(field, value, words):
    answer = browser(cast().intake).post(URL, call(**{field: value}))
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert not Case.objects.exists()


def test_only_the_own_desks_boards_are_offered():
    other = a_board("other", title="外县信箱", desk=another_unit())
    client = browser(cast().intake)
    assert "外县信箱" not in words_of(client.get(URL))
    assert "没有这个选项" in words_of(client.post(URL, call(board_id=other.pk)))


def test_only_the_intake_desk_writes_down_calls():
    assert browser(cast().handler).get(URL).status_code == 403
    assert browser(cast().handler).post(URL, call()).status_code == 403
    assert not Case.objects.exists()


def test_a_landline_can_be_called_back_too():
    browser(a_member("li_intake", "李受理", a_board().desk, "intake")).post(
        URL, call(contact_phone="0990-6100000")
    )
    assert Contact.objects.get().phone == "09906100000"
