"""Words go packed, files go as they are."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from wenzheng.packing import PackingMiddleware

LONG = "路灯坏了半个月。" * 100


def sent(rf, response, accepted="gzip"):
    return PackingMiddleware(lambda request: response)(rf.get("/", headers={"Accept-Encoding": accepted}))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/xml", "image/svg+xml"])
def test_words_are_packed(rf, kind):
    answer = sent(rf, HttpResponse(LONG, content_type=kind))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == LONG


def test_who_cannot_unpack_gets_them_plain(rf):
    assert sent(rf, HttpResponse(LONG), accepted="").content.decode() == LONG


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse(LONG.encode(), content_type="image/jpeg"),
        HttpResponse(LONG.encode(), headers={"Content-Encoding": "gzip"}),
        StreamingHttpResponse([LONG.encode()]),
    ],
)
def test_pictures_streams_and_what_is_packed_already_stay(rf, answer):
    was = answer.headers.get("Content-Encoding")
    assert sent(rf, answer).headers.get("Content-Encoding") == was


def test_a_file_keeps_its_length(rf, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(LONG)
    with path.open("rb") as file:
        assert sent(rf, FileResponse(file)).headers["Content-Length"] == str(path.stat().st_size)
