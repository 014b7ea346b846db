"""docs/reply-quality.md lists the checks as they are in the code."""

from pathlib import Path

from django.utils import translation

from cases.rules.quality import CHECKS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reply-quality.md").read_text(encoding="utf-8")


def test_the_page_lists_every_check_with_its_words_and_whether_it_holds_back():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    with translation.override("zh-hans"):
        expected = [
            f"| `{check.code}` | {check.label} | {check.advice} | {'yes' if check.is_blocking else 'no'} |"
            for check in CHECKS
        ]
    assert rows[: len(expected)] == expected
