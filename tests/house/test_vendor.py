"""Files of others lie here byte by byte as their makers published them."""

import hashlib
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LISTED = dict(reversed(line.split()) for line in (VENDOR / "CHECKSUMS").read_text().splitlines())


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_vendored_file_is_what_its_checksum_says(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_no_vendored_file_lacks_a_checksum():
    lying = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()} - {"CHECKSUMS"}
    assert lying == set(LISTED)


def test_each_vendored_package_brings_its_licence():
    assert all((version / "LICENSE").exists() for version in VENDOR.glob("*/*"))
