"""A copy of the own data: made by a worker, for its owner alone, gone after a day, and with nobody else in it."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions._files import StoredFile
from cases.actions.export_data import ask_export, lost_exports, make_export, purge_exports
from cases.actions.remind import remind
from cases.actions.reveal_contact import reveal_contact
from cases.models import DataExport
from cases.reads.own_data import own_data
from cases.rules.states import State
from tests.factories import MONDAY, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db
PAGE, FILE = "/my/data/", "/my/data/file/"
PHONE, OTHER, NAME = "19900000321", "19900000654", "张大海"
PICTURE = b"\xff\xd8 a picture of a lamp"
NOW = timezone.now()


@pytest.fixture
def zhang() -> User:
    return a_citizen("老张修灯", phone=PHONE)


@pytest.fixture
def browser(client: Client, zhang: User) -> Client:
    client.force_login(zhang)
    return client


def story(zhang: User) -> None:
    """A case with a file, a look at the contact data, a reminder; and somebody else's case."""
    files = [StoredFile("../../路灯.jpg", "image/jpeg", PICTURE)]
    contact = {"contact_phone": PHONE, "contact_name": NAME}
    case = a_case(State.HANDLING, author=zhang, files=files, **contact)
    reveal_contact(case.pk, by=cast().handler, at=MONDAY + timedelta(hours=5), purpose="致电核实地点")
    remind(case.pk, by=zhang, at=MONDAY + timedelta(days=9), words="请尽快")
    a_case(State.CLOSED, author=a_citizen(phone=OTHER), contact_phone=OTHER, contact_name="李别人")


def made(zhang: User, at=NOW) -> DataExport:
    row = ask_export(zhang.pk, at=at)
    make_export(row.pk, at=at, gather=own_data)
    row.refresh_from_db()
    return row


def opened(client: Client) -> zipfile.ZipFile:
    answer = client.get(FILE)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_has_words_files_and_a_page_that_explains(browser, zhang):
    story(zhang)
    made(zhang)
    archive = opened(browser)
    number = json.loads(archive.read("data.json"))["我的留言"][0]["编号"]
    assert sorted(archive.namelist()) == sorted(["data.json", "说明.txt", f"files/{number}/1.jpg"])
    assert archive.read(f"files/{number}/1.jpg") == PICTURE
    assert "个人数据副本" in archive.read("说明.txt").decode()


def test_it_tells_what_the_author_wrote_did_and_sees(browser, zhang):
    story(zhang)
    made(zhang)
    data = json.loads(opened(browser).read("data.json"))
    case = data["我的留言"][0]
    assert data["账号"]["手机号"] == PHONE
    assert case["我留的联系方式"]["称呼"] == NAME
    assert case["谁查看过我的联系方式"][0]["用途"] == "致电核实地点"
    assert [each["内容"] for each in case["我的操作"]][-1] == "请尽快"
    assert len(case["办理过程"]) >= 4


def test_nobody_else_is_in_it(browser, zhang):
    story(zhang)
    made(zhang)
    text = opened(browser).read("data.json").decode()
    people = cast()
    names = [OTHER, "李别人", people.handler.name, people.intake.name, people.handler.username]
    assert not [word for word in names if word in text]


def test_no_name_inside_leads_out_of_the_folder(browser, zhang):
    story(zhang)
    made(zhang)
    assert not [name for name in opened(browser).namelist() if ".." in name or name.startswith("/")]


def test_nothing_is_made_within_the_request(browser, zhang):
    browser.post(PAGE)
    assert DataExport.objects.get(user=zhang).status == "asked"
    assert browser.get(FILE).status_code == 404
    assert "正在准备" in browser.get(PAGE).content.decode()


def test_a_second_click_asks_for_nothing_more(browser, zhang):
    browser.post(PAGE)
    browser.post(PAGE)
    assert DataExport.objects.count() == 1


def test_only_the_owner_gets_it(browser, zhang):
    made(zhang)
    stranger, wang = Client(), Client()
    wang.force_login(a_citizen())
    assert (stranger.get(FILE).status_code, wang.get(FILE).status_code) == (302, 404)


def test_after_a_day_it_is_gone_from_the_page_and_from_the_disk(browser, zhang):
    row = made(zhang, at=NOW - timedelta(hours=24))
    assert browser.get(FILE).status_code == 404  # even before the sweep
    assert purge_exports(NOW) == 1
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.zip"))
    row.refresh_from_db()
    assert row.status == "gone"


def test_until_then_it_stays(zhang):
    made(zhang, at=NOW - timedelta(hours=23, minutes=59))
    assert purge_exports(NOW) == 0


def test_the_owner_deletes_it_earlier(browser, zhang):
    made(zhang)
    browser.post(PAGE, {"delete": "1"})
    assert browser.get(FILE).status_code == 404
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.zip"))


def test_the_file_is_for_the_portal_only_and_kept_by_nobody(browser, zhang):
    row = made(zhang)
    assert (Path(settings.MEDIA_ROOT) / row.path).stat().st_mode & 0o777 == 0o600
    answer = browser.get(FILE)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_lost_bell_is_found(zhang):
    row = ask_export(zhang.pk, at=NOW)
    assert lost_exports(NOW + timedelta(minutes=1)) == []
    assert lost_exports(NOW + timedelta(minutes=2)) == [row.pk]


def test_what_fails_three_times_is_given_up_and_said_so(browser, zhang):
    row = ask_export(zhang.pk, at=NOW)

    def breaks(_user_id: int):
        raise OSError("no room")

    for _each in range(3):
        with pytest.raises(OSError, match="no room"):
            make_export(row.pk, at=NOW, gather=breaks)
    assert "没有做成" in browser.get(PAGE).content.decode()
    browser.post(PAGE)
    assert "正在准备" in browser.get(PAGE).content.decode()


def test_making_it_twice_makes_it_once(zhang):
    row = made(zhang)
    assert not make_export(row.pk, at=NOW, gather=own_data)
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.zip"))) == 1


def test_a_get_asks_for_nothing(browser):
    browser.get(PAGE)
    assert not DataExport.objects.exists()
