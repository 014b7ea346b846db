"""An attachment is served to its author and to staff who may see the case, as a file that can do nothing; to nobody else."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from accounts.models import User
from accounts.roles import Role
from cases.actions._files import StoredFile
from cases.models import Attachment, Case
from cases.rules.states import State
from tests import factories
from tests.cases.pages import a_picture, address_of, form_of, signed_in

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF"


def a_case_with(
    name: str, mime: str, content: bytes, author: User, state: State = State.SUBMITTED
) -> tuple[Case, str]:
    case = factories.a_case(state, author=author, files=[StoredFile(name, mime, content)])
    return case, f"/attachments/{Attachment.objects.get(case=case).key}/"


@pytest.fixture
def picture(zhang_citizen: User) -> str:
    return a_case_with("路灯.png", "image/png", a_picture().read(), zhang_citizen, State.HANDLING)[1]


@pytest.fixture
def paper(zhang_citizen: User) -> str:
    return a_case_with("合同 “甲”.pdf", "application/pdf", PDF, zhang_citizen)[1]


def test_the_author_reads_the_own_file(picture: str, zhang_citizen: User) -> None:
    response = signed_in(zhang_citizen).get(picture)
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")


def test_a_picture_is_shown_where_nothing_can_run(picture: str, zhang_citizen: User) -> None:
    response = signed_in(zhang_citizen).get(picture)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_everything_else_is_only_saved_under_its_own_name(paper: str, zhang_citizen: User) -> None:
    response = signed_in(zhang_citizen).get(paper)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert b"".join(response.streaming_content) == PDF


def test_no_store_keeps_a_file(picture: str, zhang_citizen: User) -> None:
    assert {"no-store", "private"} <= set(signed_in(zhang_citizen).get(picture)["Cache-Control"].split(", "))


def test_staff_of_the_case_may_read(
    picture: str, li_intake: User, wang_handler: User, sun_supervisor: User
) -> None:
    for user in (li_intake, wang_handler, sun_supervisor):
        assert signed_in(user).get(picture).status_code == 200


def test_for_everybody_else_it_is_not_there(picture: str, board: object) -> None:
    other_unit = factories.a_unit("water", "市水务局")
    for user in (
        factories.a_citizen(),
        factories.a_member("he_water", "何水务", other_unit, Role.HANDLER, Role.INTAKE, Role.REVIEWER),
        factories.a_member("no_role", "吴无职", other_unit),
    ):
        assert signed_in(user).get(picture).status_code == 404
    assert Client().get(picture).status_code == 404


def test_the_handling_unit_reads_it_only_from_the_hand_over_on(
    zhang_citizen: User, wang_handler: User
) -> None:
    _case, address = a_case_with("路灯.png", "image/png", a_picture().read(), zhang_citizen, State.ACCEPTED)
    assert signed_in(wang_handler).get(address).status_code == 404


@pytest.mark.parametrize(
    "name", ["", "08a07f1d-fbc0-4741-8997-1fd0859a2fc8", "../../etc/passwd", "1", "%2e%2e"]
)
def test_other_addresses_lead_nowhere(zhang_citizen: User, name: str) -> None:
    assert signed_in(zhang_citizen).get(f"/attachments/{name}/").status_code == 404


def test_a_lost_file_is_not_found_and_no_fault(picture: str, zhang_citizen: User) -> None:
    (Path(settings.MEDIA_ROOT) / Attachment.objects.get().path).unlink()
    assert signed_in(zhang_citizen).get(picture).status_code == 404


def test_nothing_is_changed_through_the_address(picture: str, zhang_citizen: User) -> None:
    assert signed_in(zhang_citizen).post(picture).status_code == 405


def test_where_a_picture_was_taken_is_not_stored(zhang_citizen: User, board: object) -> None:
    taken = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CANARY-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (30, 20), (1, 2, 3)).save(taken, "JPEG", exif=exif)
    upload = a_picture("照片.jpg")
    upload.file = io.BytesIO(taken.getvalue())
    upload.size = len(taken.getvalue())
    browser = signed_in(zhang_citizen)
    browser.post(address_of(board), form_of(attachments=[upload]))
    served = b"".join(browser.get(f"/attachments/{Attachment.objects.get().key}/").streaming_content)
    assert b"CANARY-MAKER" not in served
    assert not Image.open(io.BytesIO(served)).getexif()
