"""A stranger's file name becomes one that can be stored, listed and saved on any computer."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.file_names import safe_name

NAMES = Path(__file__).parents[3] / "shared" / "data" / "payloads" / "bad_filenames.json"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("现场照片.JPG", "现场照片.png"),
        ("照片.jpg.php", "照片.png"),
        ("2026.11.21 现场（一）.jpg", "2026_11_21 现场（一）.png"),
        ("../../../../etc/passwd", "passwd.png"),
        (r"C:\用户\张三\合同.pdf", "合同.png"),
        ("CON.jpg", "附件_CON.png"),
        (".htaccess", "附件.png"),
        ("", "附件.png"),
        ("...", "附件.png"),
        ("照片\u202egpj.exe", "照片gpj.png"),
        ("a\0b\r\nc.jpg", "ab_c.png"),
        ("😀\ud800.png", "附件.png"),
        ("长" * 300 + ".jpg", "长" * 60 + ".png"),
        ("x" * 1_000_000, "x" * 60 + ".png"),
    ],
)
def test_a_name_is_made_safe(name, stored):
    assert safe_name(name, ".png") == stored


@given(st.text())
def test_any_name_at_all_is_made_safe(name):
    stem = safe_name(name, ".png").removesuffix(".png")
    assert 1 <= len(stem) <= 63
    assert not set(stem) & set("./\\:*?\"<>|%$'`&;\n\r\0\u202e\u200b")


@pytest.mark.skipif(not NAMES.is_file(), reason="the bad names are not beside the project")
def test_bad_file_names_are_made_safe():
    names = json.loads(NAMES.read_text(encoding="utf-8"))
    stored = [safe_name(name, ".jpg") for name in names]
    assert all(name.count(".") == 1 and name.endswith(".jpg") and len(name) <= 67 for name in stored)
    assert not any(char in name for name in stored for char in "/\\%\0\u202e:<>\"'$;~")
