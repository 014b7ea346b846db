"""Looks at an uploaded PDF as bytes: whole, without password, and with nothing in it that acts by itself.

It is never rendered here and only ever offered for saving; the check keeps traps off the officials' computers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from cases.rules.upload_refusals import MEGABYTE, UploadRefused

MOST_OBJECTS: Final = 100_000
MOST_INFLATED: Final = 32 * MEGABYTE
TAIL: Final = 2048
HEADER_REACH: Final = 4096

_HEAD: Final = re.compile(rb"%PDF-[12]\.\d[\s%]")
_END: Final = re.compile(rb"startxref\s{1,8}\d{1,10}\s{1,8}%%EOF[\s\0]{0,64}$")
_NAME: Final = re.compile(rb"/(?:[A-Za-z0-9]|#[0-9A-Fa-f]{2}){2,60}")
_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM: Final = re.compile(rb"stream\r?\n")
_ZIP_END: Final = b"PK\x05\x06"
_ZIP_TAIL: Final = 66 * 1024

# Long enough not to come about by chance inside a compressed picture.
ACTIVE_NAMES: Final = frozenset(
    [
        *(b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/EmbeddedFiles", b"/RichMedia"),
        *(b"/GoToE", b"/GoToR", b"/ImportData", b"/SubmitForm"),
    ]
)
# Searched for only where objects are, not in the streams.
SHORT_ACTIVE_NAMES: Final = frozenset([b"/JS", b"/XFA"])
PLAIN_PACKING: Final = frozenset(
    [b"/Type", b"/ObjStm", b"/First", b"/Length", b"/Filter", b"/FlateDecode", b"/Extends"]
)


def check_pdf(content: bytes) -> None:
    """Raises UploadRefused for what is no whole, quiet, readable PDF."""
    if content.count(b"obj") > 2 * MOST_OBJECTS:
        raise UploadRefused("broken_pdf")
    _refuse_active(content, ACTIVE_NAMES)
    if not _HEAD.match(content) or not _END.search(content[-TAIL:]):
        raise UploadRefused("broken_pdf")
    if _ZIP_END in content[-_ZIP_TAIL:]:
        raise UploadRefused("active_pdf")
    quiet, packed = _apart(content)
    names = set(_names(quiet))
    if b"/Encrypt" in names:
        raise UploadRefused("locked_pdf")
    # A packed object that we did not come upon is one that was hidden from us.
    if names & SHORT_ACTIVE_NAMES or _names(content).count(b"/ObjStm") != len(packed):
        raise UploadRefused("active_pdf")
    for objects in _unpacked(packed):
        _refuse_active(objects, ACTIVE_NAMES | SHORT_ACTIVE_NAMES)


def _refuse_active(content: bytes, active: frozenset[bytes]) -> None:
    if not active.isdisjoint(_names(content)):
        raise UploadRefused("active_pdf")


def _names(content: bytes) -> list[bytes]:
    """The names in the bytes, with /J#53 read as /JS."""
    return [_ESCAPE.sub(_character, name) if b"#" in name else name for name in _NAME.findall(content)]


def _character(escape: re.Match[bytes]) -> bytes:
    return bytes([int(escape[1], 16)])


def _apart(content: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """What lies outside the streams; and of each object stream (packed objects) its dictionary and its bytes."""
    quiet: list[bytes] = []
    packed: list[tuple[bytes, bytes]] = []
    done = 0
    while match := _STREAM.search(content, done):
        end = content.find(b"endstream", match.end())
        if end < 0:
            break
        quiet.append(content[done : match.start()])
        header = content[max(done, match.start() - HEADER_REACH) : match.start()]
        header = header[header.rfind(b"obj") + 3 :]
        if b"/ObjStm" in _names(header):
            packed.append((header, content[match.end() : end]))
        done = end + len(b"endstream")
    return b"\n".join(quiet) + content[done:], packed


def _unpacked(packed: list[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Packed objects are read as well, within a limit; what is packed in an unusual way is not taken on trust."""
    left = MOST_INFLATED
    for header, content in packed:
        names = _names(header)
        if not PLAIN_PACKING.issuperset(names) or names.count(b"/Filter") != names.count(b"/FlateDecode"):
            raise UploadRefused("active_pdf")
        objects = _inflated(content, left) if b"/Filter" in names else content
        left -= len(objects)
        if left <= 0:
            raise UploadRefused("broken_pdf")
        yield objects


def _inflated(content: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, most)
    except zlib.error as fault:
        raise UploadRefused("broken_pdf") from fault
