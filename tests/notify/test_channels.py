"""What leaves the house: plain text, one line where one line is meant, nothing personal on a telephone's screen."""

import json
import socket
from email import message_from_bytes, policy

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from notify.actions import enqueue, send_code
from notify.channels import Letter, Refused, email, sms
from notify.channels.letter import letter_of
from notify.checks import ways_out
from notify.models import Outbox
from tests.notify.conftest import NOON, a_letter, the_row

LETTER = Letter(
    "notice-1-abc", "zhang@example.org", "您的留言 WZ-1 已受理", "您好！\n请查看。", "/my/cases/WZ-1/"
)
SHORT = Letter("notice-2-abc", "13900000001", "您的留言 WZ-1 已受理", "正文里有姓名", "/my/cases/WZ-1/")


# --- E-mail --------------------------------------------------------------------------------------------------------


def test_a_mail_says_what_where_and_who(smtp, settings):
    settings.PUBLIC_URL = "https://wenzheng.example"
    email.send(LETTER)
    (mail,) = smtp.taken
    words = mail.get_content()
    assert mail["Subject"] == f"[{settings.SITE_NAME}] 您的留言 WZ-1 已受理"
    assert "您好！\n请查看。" in words.replace("\r\n", "\n")
    assert "https://wenzheng.example/my/cases/WZ-1/" in words
    assert (mail["Message-ID"], mail["Auto-Submitted"]) == (
        "<notice-1-abc@wenzheng.example>",
        "auto-generated",
    )


def test_a_mail_looks_the_same_at_every_try(smtp):
    email.send(LETTER)
    email.send(LETTER)
    assert len({mail["Message-ID"] for mail in smtp.taken}) == 1


@pytest.mark.django_db
def test_two_rows_never_share_an_id():
    enqueue([a_letter(1), a_letter(2)], at=NOON)
    assert len({letter_of(row).id for row in Outbox.objects.all()}) == 2


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_no_header_can_be_smuggled_into_a_subject(typed):
    letter = Letter("notice-1-abc", "zhang@example.org", typed, typed)
    with override_settings(SITE_NAME="问政\r\nBcc: everybody@example.org"):
        raw = email.message_of(letter).message().as_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Bcc"] is None
    assert sorted(mail.keys()) == sorted(set(mail.keys()))
    assert mail["To"] == "zhang@example.org"


@pytest.mark.parametrize(
    "address",
    ["", "zhang", "a@b", "zhang@example.org\nBcc: x@example.org", "zhang@example.org, li@example.org"],
)
def test_what_is_not_one_address_is_refused(smtp, address):
    with pytest.raises(Refused):
        email.send(Letter("notice-1-abc", address, "x"))
    assert smtp.heard == []


def test_without_a_mail_server_the_mail_lies_in_a_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    email.send(LETTER)
    (file,) = tmp_path.iterdir()
    assert "zhang@example.org" in file.read_text()


# --- Short messages ---------------------------------------------------------------------------------------------------


def test_the_gateway_gets_id_number_and_text(gateway, settings):
    sms.send(SHORT)
    ((content, headers),) = gateway.asked
    link = f"{settings.PUBLIC_URL}/my/cases/WZ-1/"
    text = f"【{settings.SITE_NAME}】您的留言 WZ-1 已受理，详情：{link}"
    assert content == {"id": "notice-2-abc", "to": "13900000001", "text": text}
    assert headers["Authorization"] == "Bearer token-of-the-gateway"
    assert headers["Idempotency-Key"] == "notice-2-abc"


def test_a_short_message_never_holds_the_body():
    assert "姓名" not in sms.text_of(SHORT)


@pytest.mark.parametrize("status", [400, 404, 410, 422])
def test_the_gateway_can_refuse_for_good(gateway, status):
    gateway.answers = [status]
    with pytest.raises(Refused, match=str(status)):
        sms.send(SHORT)


@pytest.mark.parametrize("status", [401, 403, 408, 409, 429, 500, 502, 503])
def test_other_answers_are_worth_another_try(gateway, status):
    gateway.answers = [status]
    with pytest.raises(sms.GatewayError, match=str(status)):
        sms.send(SHORT)


@pytest.mark.parametrize("status", [301, 302, 307])
def test_the_token_follows_no_redirect(gateway, status):
    gateway.answers = [status]
    with pytest.raises(sms.GatewayError):
        sms.send(SHORT)
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://127.0.0.1/", "data:,x", "http://127.0.0.1:9/"]
)
def test_an_address_that_is_no_gateway_is_trouble_not_a_file_that_is_read(settings, address):
    settings.SMS_GATEWAY_URL = address
    with pytest.raises(sms.GatewayError):
        sms.send(SHORT)


def test_a_gateway_that_says_nothing_is_not_waited_for(settings, monkeypatch):
    monkeypatch.setattr(sms, "TIMEOUT", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(sms.GatewayError, match="unreachable"):
            sms.send(SHORT)


def test_without_a_gateway_the_message_lies_in_a_private_file(settings, tmp_path):
    settings.SMS_GATEWAY_URL, settings.STATE_DIR = "", tmp_path
    sms.send(SHORT)
    sms.send(SHORT)
    file = tmp_path / "sms" / "sent.jsonl"
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["notice-2-abc"] * 2
    assert file.stat().st_mode & 0o077 == 0


def test_a_code_is_handed_over_at_once_and_leaves_no_row(db, gateway, caplog):
    assert send_code(phone="13900000001", code="424242", key="k")
    ((content, _headers),) = gateway.asked
    assert "424242" in content["text"]
    assert "http" not in content["text"]
    assert not Outbox.objects.exists()
    assert "424242" not in caplog.text


def test_a_code_that_did_not_leave_is_said_so(gateway, caplog):
    gateway.answers = [500]
    assert send_code(phone="13900000001", code="424242", key="k") is False
    assert "424242" not in caplog.text
    assert "13900000001" not in caplog.text


# --- The site, and what a start without ways out says ---------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_becomes_a_letter_with_its_path(zhang_citizen):
    enqueue([a_letter(1, "site", user_id=zhang_citizen.pk)], at=NOON)
    assert letter_of(the_row()).path == "/my/cases/1/"


@pytest.mark.parametrize(
    ("demo", "gateway_url", "smtp_url", "found"),
    [
        (True, "", "", []),
        (False, "", "", ["notify.W001", "notify.W002"]),
        (False, "ftp://gateway", "smtp://mail", ["notify.W001"]),
        (False, "https://gateway", "smtp://mail", []),
    ],
)
def test_a_site_that_can_tell_nobody_is_warned_of(settings, demo, gateway_url, smtp_url, found):
    settings.DEMO, settings.SMS_GATEWAY_URL, settings.SMTP_URL = demo, gateway_url, smtp_url
    assert [message.id for message in ways_out()] == found
