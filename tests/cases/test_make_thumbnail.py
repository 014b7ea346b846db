"""Small pictures: drawn once and outside of requests, seen by whoever sees the original, and nothing shifts when they come."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.models import User
from cases import tasks
from cases.actions import _files
from cases.actions._files import StoredFile, remove_orphans
from cases.actions.make_thumbnail import make_missing_thumbnails, make_thumbnail
from cases.models import Attachment, Case
from cases.rules.pictures import draw_thumbnail, size_within
from cases.rules.states import State
from cases.rules.uploads import inspect_upload
from tests import factories
from tests.cases.pages import a_picture, signed_in, words_of

pytestmark = pytest.mark.django_db


def a_photo(size: tuple[int, int] = (1200, 900), kind: str = "JPEG") -> StoredFile:
    upload = inspect_upload("路灯.jpg", a_picture(size=size, kind=kind).read())
    return StoredFile(upload.safe_name, upload.mime, upload.content, upload.width, upload.height)


@pytest.fixture
def case(zhang_citizen: User) -> Case:
    return factories.a_case(State.SUBMITTED, author=zhang_citizen, files=[a_photo()])


@pytest.fixture
def row(case: Case) -> Attachment:
    return case.attachments.get()


def drawn(row: Attachment) -> Attachment:
    make_thumbnail(row.pk, at=timezone.now())
    row.refresh_from_db()
    return row


def place(row: Attachment) -> Path:
    return Path(settings.MEDIA_ROOT) / row.thumbnail_path


@pytest.mark.parametrize(
    ("kind", "size", "small"),
    [("JPEG", (1200, 900), (480, 360)), ("PNG", (900, 1800), (240, 480)), ("WEBP", (30, 20), (30, 20))],
)
def test_a_small_picture_fits_its_square_and_is_never_blown_up(kind, size, small) -> None:
    photo = a_photo(size, kind)
    picture = draw_thumbnail(photo.content, photo.mime)
    opened = Image.open(io.BytesIO(picture.content))
    assert (opened.format, opened.size, picture.width, picture.height) == ("WEBP", small, *small)


def test_a_see_through_picture_stays_see_through() -> None:
    stored = io.BytesIO()
    Image.new("RGBA", (600, 600), (255, 0, 0, 0)).save(stored, "PNG")
    small = draw_thumbnail(stored.getvalue(), "image/png")
    assert Image.open(io.BytesIO(small.content)).getpixel((1, 1))[3] == 0


@given(st.integers(1, 4096), st.integers(1, 4096))
def test_a_picture_is_shown_in_its_own_shape(width: int, height: int) -> None:
    shown = size_within(width, height, 160)
    assert min(shown) >= 1
    assert max(shown) == min(160, max(width, height))
    assert abs(shown[0] * height - shown[1] * width) <= max(width, height)


def test_the_small_picture_lies_beside_its_original_and_the_row_knows(row: Attachment) -> None:
    assert not row.has_thumbnail
    drawn(row)
    assert place(row).stat().st_mode & 0o777 == 0o600
    assert (row.thumbnail_width, row.thumbnail_height) == (480, 360)


def test_it_is_drawn_once(row: Attachment) -> None:
    first = drawn(row).thumbnail_at
    assert not make_thumbnail(row.pk, at=timezone.now() + timedelta(days=1))
    row.refresh_from_db()
    assert row.thumbnail_at == first


@pytest.mark.parametrize("content", [b"", b"no picture", None])
def test_a_damaged_original_gets_none_and_is_not_tried_again(row: Attachment, content: bytes | None) -> None:
    original = Path(settings.MEDIA_ROOT) / row.path
    original.unlink() if content is None else original.write_bytes(content)
    drawn(row)
    assert (row.has_thumbnail, place(row).exists(), row.thumbnail_at is None) == (False, False, False)
    assert make_missing_thumbnails(timezone.now()) == 0


def test_the_sweep_draws_what_a_lost_bell_left_out(row: Attachment) -> None:
    assert make_missing_thumbnails(timezone.now()) == 1
    assert make_missing_thumbnails(timezone.now()) == 0
    row.refresh_from_db()
    assert row.has_thumbnail


def test_a_paper_wants_none(zhang_citizen: User) -> None:
    factories.a_case(author=zhang_citizen, files=[StoredFile("合同.pdf", "application/pdf", b"%PDF-1.4")])
    assert make_missing_thumbnails(timezone.now()) == 0


def test_a_stored_picture_rings_for_its_small_one(
    zhang_citizen: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    rung: list[tuple[list[int], str]] = []
    monkeypatch.setattr(_files, "nudge", lambda ids, task: rung.append((ids, task)))
    with django_capture_on_commit_callbacks(execute=True):
        case = factories.a_case(author=zhang_citizen, files=[a_photo(), a_photo()])
    assert rung == [(list(case.attachments.values_list("pk", flat=True)), tasks.make_thumbnail.name)]


def test_the_sweep_of_orphans_leaves_small_pictures_with_a_row_and_takes_the_others(row: Attachment) -> None:
    drawn(row)
    orphan = place(row).with_name(f"{'ab' * 16}.webp")
    orphan.write_bytes(b"nobody's")
    assert remove_orphans(timezone.now() + timedelta(hours=3)) == 1
    assert place(row).exists()


# --- who sees it, and how ---------------------------------------------------------------------------------------------


def test_whoever_sees_the_original_sees_the_small_one(row: Attachment, li_intake: User) -> None:
    address = f"/attachments/{drawn(row).key}/thumbnail/"
    for user in (row.case.author, li_intake):
        response = signed_in(user).get(address)
        assert response["Content-Type"] == "image/webp"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in response["Cache-Control"]


def test_for_everybody_else_it_is_not_there(row: Attachment) -> None:
    address = f"/attachments/{drawn(row).key}/thumbnail/"
    assert signed_in(factories.a_citizen()).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_before_it_is_drawn_there_is_nothing_to_see(row: Attachment) -> None:
    assert signed_in(row.case.author).get(f"/attachments/{row.key}/thumbnail/").status_code == 404


def shown(user: User, case: Case) -> dict[str, str]:
    page = words_of(signed_in(user).get(f"/my/cases/{case.number}/"))
    return dict(
        re.findall(r'(src|width|height)="([^"]*)"', re.search(r'<img class="wz-thumbnail"[^>]*>', page)[0])
    )


def test_nothing_shifts_when_the_small_picture_takes_the_place_of_the_neutral_one(
    case: Case, row: Attachment
) -> None:
    before = shown(case.author, case)
    drawn(row)
    after = shown(case.author, case)
    assert before == {"src": "/static/img/picture.svg", "width": "160", "height": "120"}
    assert after == before | {"src": f"/attachments/{row.key}/thumbnail/"}


def test_the_desk_sees_small_pictures_too(case: Case, row: Attachment, li_intake: User) -> None:
    drawn(row)
    page = words_of(signed_in(li_intake).get(f"/admin/cases/case/{case.pk}/change/", follow=True))
    assert f'src="/attachments/{row.key}/thumbnail/" width="160" height="120"' in page
