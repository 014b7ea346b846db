"""PDFs from strangers: a quiet one is taken byte for byte, one that acts, hides or is broken is not."""

import time
import zlib

import pytest

from cases.rules.upload_refusals import MEGABYTE, REFUSALS
from cases.rules.uploads import UploadRefused, inspect_upload


def pdf(body=b"", *, end=b"startxref\n9\n%%EOF\n", head=b"%PDF-1.7\n", trailer=b"<</Root 1 0 R>>"):
    pages = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return head + pages + body + b"\ntrailer" + trailer + b"\n" + end


def packed(objects, header=b"/Filter/FlateDecode", compress=zlib.compress):
    data = compress(objects)
    dictionary = b"<</Type/ObjStm/N 1/First 4/Length %d%b>>" % (len(data), header)
    return b"3 0 obj\n" + dictionary + b"\nstream\n" + data + b"\nendstream endobj"


def verdict(content, name="a"):
    try:
        return inspect_upload(name, content).mime
    except UploadRefused as refused:
        return refused.code


def test_a_quiet_pdf_is_taken_as_it_is():
    content = pdf(
        packed(b"4 0 <</Type/Font>>") + b"\n5 0 obj<</Length 9>>stream\n/JS /XFA \nendstream endobj"
    )
    upload = inspect_upload("申请书.PDF", content)
    assert (upload.kind, upload.mime, upload.safe_name) == ("pdf", "application/pdf", "申请书.pdf")
    assert upload.content == content


@pytest.mark.parametrize(
    "body",
    [
        b"4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj",
        b"4 0 obj<</S/J#61vaScript/J#53(app.alert(1))>>endobj",
        b"4 0 obj<</S /JS 5 0 R>>endobj",
        b"4 0 obj<</J#53 (x)>>endobj",
        b"4 0 obj<</S/Launch/F(cmd.exe)>>endobj",
        b"4 0 obj<</Type/EmbeddedFile>>stream\nMZ\nendstream endobj",
        b"4 0 obj<</Names<</EmbeddedFiles 5 0 R>>>>endobj",
        b"4 0 obj<</Subtype/RichMedia>>endobj",
        b"4 0 obj<</AcroForm<</XFA 5 0 R>>>>endobj",
        b"4 0 obj<</S/GoToR/F(\\\\\\\\server\\\\share)>>endobj",
        b"% stream\n4 0 obj<</S/JavaScript>>endobj\nendstream",
        packed(b"4 0 <</S/JavaScript/JS(1)>>"),
        packed(b"4 0 <</J#53(1)>>"),
        packed(b"4 0 <</S/JavaScript>>", header=b"", compress=bytes),
        packed(
            b"4 0 <</S/JavaScript>>",
            header=b"/Filter/ASCIIHexDecode",
            compress=lambda objects: objects.hex().encode(),
        ),
        packed(b"4 0 <</S/JavaScript>>", header=b"/Filter 9 0 R"),
        packed(b"4 0 <</S/JavaScript>>", header=b"/Filter/Fl"),
        packed(
            b"4 0 <</S/JavaScript>>",
            header=b"/Filter[/FlateDecode/FlateDecode]",
            compress=lambda objects: zlib.compress(zlib.compress(objects)),
        ),
        packed(b"4 0 <</S/JavaScript>>", header=b"/Filter/FlateDecode/DecodeParms<</Predictor 12>>"),
        b"% stream\n" + packed(b"4 0 <</S/JavaScript>>"),
        b"% stream\n" + packed(b"4 0 <</S/JavaScript>>").replace(b"ObjStm", b"Obj#53tm"),
    ],
)
def test_a_pdf_that_acts_by_itself_is_refused(body):
    assert verdict(pdf(body)) == "active_pdf"


def test_a_pdf_that_is_a_zip_as_well_is_refused():
    assert verdict(pdf(b"PK\x03\x04 evil PK\x05\x06" + bytes(18))) == "active_pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"%PDF-9.9\n" + pdf(),
        pdf(end=b"%%EOF"),
        pdf(end=b"startxref\n9\n"),
        pdf() + b"<script>",
        pdf()[:-8],
        pdf(packed(b"x", compress=bytes)),
    ],
)
def test_a_pdf_without_its_frame_is_refused(content):
    assert verdict(content) == "broken_pdf"


def test_a_locked_pdf_is_refused_for_nobody_could_look_into_it():
    assert verdict(pdf(trailer=b"<</Root 1 0 R/Encrypt 5 0 R>>")) == "locked_pdf"


def test_a_pdf_may_end_in_empty_lines():
    assert inspect_upload("a", pdf() + b"\r\n\n\0").kind == "pdf"


@pytest.mark.parametrize(
    "body",
    [
        b"1 0 obj<<>>endobj\n" * 300_000,
        b"stream\n" * 1_000_000,
        b"endstream\n" * 400_000,
        b"1 0 obj<</Type/ObjStm>>stream\nendstream " * 40_000,
        b"/" * 4_000_000,
        b"/#" * 2_000_000,
        b"/#41" * 1_000_000,
        b"startxref " * 900_000,
    ],
    ids=["objects", "streams", "ends", "packed", "slashes", "escapes", "letters", "frames"],
)
def test_a_heavy_pdf_is_judged_in_a_moment(body):
    started = time.perf_counter()
    assert verdict(pdf(body)) in {*REFUSALS, "application/pdf"}
    assert time.perf_counter() - started < 10


def test_packed_objects_are_unpacked_within_a_limit():
    started = time.perf_counter()
    assert verdict(pdf(packed(bytes(40 * MEGABYTE)))) == "broken_pdf"
    assert time.perf_counter() - started < 5
