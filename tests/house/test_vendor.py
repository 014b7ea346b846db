"""Files of others lie here byte by byte as their makers published them.

One of them is not sent as it is: Bootstrap's icons are data: addresses, which our policy (img-src 'self') refuses, and a
page that is looked at while its style sheets are still coming in asks for them before our own rules can take them away.
Nine tenths of it no page of ours uses. So the pages link css/bootstrap.css, which is Bootstrap without both (see trimming.py);
icons of our own are named in css/forms.css. Write it anew with `python -m tests.house.test_vendor` after an update.
"""

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.test_imports import ROOT
from tests.house.trimming import classes, trimmed, written

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


def sent_anew() -> str:
    return trimmed(BOOTSTRAP.read_text(), ours=written(SENT.parent))


def test_the_bootstrap_that_is_sent_is_what_our_pages_use_of_the_vendored_one():
    assert SENT.read_text() == sent_anew(), "write it anew: python -m tests.house.test_vendor"


def test_no_template_names_a_class_of_bootstrap_that_is_not_sent():
    named = set()
    for path in [
        *(ROOT / "templates").rglob("*.html"),
        *ROOT.glob("*/forms*/*.py"),
        *ROOT.glob("*/forms.py"),
    ]:
        for words in re.findall(r"""class=["']([^"']*)""", path.read_text()):
            named |= set(re.sub(r"{[%{].*?[%}]}", " ", words).split())
    missing = named & (
        classes(BOOTSTRAP.read_text()) - classes(SENT.read_text()) - classes(written(SENT.parent))
    )
    assert not missing, "add it to KEPT in tests/house/trimming.py, then: python -m tests.house.test_vendor"


def test_no_style_sheet_that_is_sent_asks_for_what_the_policy_refuses():
    assert [sheet.name for sheet in SENT.parent.glob("*.css") if "data:" in sheet.read_text()] == []


if __name__ == "__main__":
    SENT.write_text(sent_anew())
