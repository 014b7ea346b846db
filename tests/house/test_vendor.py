"""Files of others lie here byte by byte as their makers published them.

One of them is not sent as it is: Bootstrap's icons are data: addresses, which our policy (img-src 'self') refuses, and a
page that is looked at while its style sheets are still coming in asks for them before our own rules can take them away.
So the pages link css/bootstrap.css, which is Bootstrap without them; icons of our own are named in css/forms.css.
Write it anew with `python -m tests.house.test_vendor` after an update.
"""

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
BOOTSTRAP = VENDOR / "bootstrap" / "5.3.9" / "bootstrap.min.css"
SENT = VENDOR.parent / "css" / "bootstrap.css"
LISTED = dict(reversed(line.split()) for line in (VENDOR / "CHECKSUMS").read_text().splitlines())


@pytest.mark.parametrize("name", sorted(LISTED))
def test_a_vendored_file_is_what_its_checksum_says(name):
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == LISTED[name]


def test_no_vendored_file_lacks_a_checksum():
    lying = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()} - {"CHECKSUMS"}
    assert lying == set(LISTED)


def test_each_vendored_package_brings_its_licence():
    assert all((version / "LICENSE").exists() for version in VENDOR.glob("*/*"))


def without_data_icons(css: str) -> str:
    """The style sheet with `none` for each icon, and without the address of its source map."""
    found = re.sub(r'url\("data:[^"]*"\)', "none", css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/\s*$", "", found)


def test_the_bootstrap_that_is_sent_is_the_vendored_one_without_its_icons():
    assert SENT.read_text() == without_data_icons(BOOTSTRAP.read_text())


def test_no_style_sheet_that_is_sent_asks_for_what_the_policy_refuses():
    assert [sheet.name for sheet in SENT.parent.glob("*.css") if "data:" in sheet.read_text()] == []


if __name__ == "__main__":
    SENT.write_text(without_data_icons(BOOTSTRAP.read_text()))
