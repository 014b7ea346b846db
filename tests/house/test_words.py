"""What the public and citizens read is marked for translation: no Chinese outside of gettext in their templates and modules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.house.test_imports import ROOT
from wenzheng.phrases import CALLS, CONTEXT_CALLS, PLURAL_CALLS, sources

CHINESE = re.compile(r"[\u3400-\u9fff\uff01-\uff5e]")
TAGS = {"translate", "trans", "blocktranslate", "blocktrans"}
ENDS = {"endblocktranslate", "endblocktrans"}
QUOTED = re.compile(r'"[^"]*"|\'[^\']*\'')
MARKED = CALLS | PLURAL_CALLS | CONTEXT_CALLS | {"_move"}
# Modules of the public side whose Chinese is not said to a reader of another language, and what it is instead.
NOT_SAID = {
    "accounts/actions/closing.py": "the name that stands under what an erased author wrote",
    "accounts/rules/nickname.py": "signs of names, and words that names may not have",
    "boards/rules/folding.py": "numerals that are folded",
    "boards/rules/masks.py": "marks that stand in the stored text",
    "boards/rules/personal_numbers.py": "what numbers are recognised by",
    "boards/rules/redact.py": "marks that stand in the stored text",
    "boards/rules/shingles.py": "ranges of characters",
    "boards/rules/simplified.py": "the table of characters by which search folds",
    "boards/rules/words.py": "what joins the numbers of a stored line",
    "cases/forms/for_others.py": "signs that are left out of a telephone number",
    "cases/forms/words.py": "a bracket that is looked for",
    "cases/models/retention.py": "a label of the desk",
    "cases/models/service_level.py": "a label of the desk",
    "cases/models/supervision.py": "the number of an order as it is printed",
    "cases/reads/own_data.py": "a file for its owner, in the language of the files",
    "cases/rules/alike.py": "words that say nothing about a matter",
    "cases/rules/file_names.py": "a stored name, and signs that names may have",
    "cases/rules/mentions.py": "signs that are looked for",
    "cases/rules/personal_places.py": "what names and addresses are recognised by",
    "cases/rules/private.py": "a mark that stands in the stored text",
    "cases/rules/promised_dates.py": "what dates are recognised by",
    "cases/rules/reply_text.py": "what replies are judged by",
    "cases/rules/report_copy.py": "a mark that stands in the stored text",
    "cases/rules/sentences.py": "signs and numerals that are looked for",
    "cases/rules/watchwords.py": "signs that are folded",
    "cases/rules/workdays.py": "names of days as calendars store them",
    "stats/reads/download.py": "signs that a spreadsheet would run",
    "wenzheng/language.py": "names of languages, each in its own",
    "wenzheng/settings.py": "names of languages, and of the site, which is translated when shown",
}
TEMPLATES = [path for path in sources(ROOT) if path.suffix == ".html"]
MODULES = [
    path
    for path in sources(ROOT)
    if path.suffix == ".py" and path.relative_to(ROOT).as_posix() not in NOT_SAID
]


def bare_in_template(text: str) -> Iterator[str]:
    inside = False
    text = re.sub(r"{% comment.*?endcomment %}", "", text, flags=re.S)
    for token in Lexer(text).tokenize():
        tag = (
            token.contents.split(None, 1)[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        )
        inside = (inside and tag not in ENDS) or (tag.startswith("block") and tag in TAGS)
        if inside or tag in TAGS or token.token_type == TokenType.COMMENT:
            continue
        words = token.contents
        if token.token_type != TokenType.TEXT:
            words = re.sub(r"_\((?:\"[^\"]*\"|'[^']*')\)", "", words)
        if CHINESE.search(words):
            yield words.strip()


def bare_in_module(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    said: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if names.get(node.func.id, node.func.id) in MARKED:
                said |= {each for part in (*node.args, *node.keywords) for each in ast.walk(part)}
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.add(node.value)  # a docstring
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
        if is_text and CHINESE.search(node.value):
            yield f"{node.lineno}: {node.value}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_that_is_not_marked(path: Path) -> None:
    assert list(bare_in_template(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_nothing_that_is_not_marked(path: Path) -> None:
    assert list(bare_in_module(path.read_text(encoding="utf-8"))) == []


def test_what_is_excused_is_there() -> None:
    assert [name for name in NOT_SAID if not (ROOT / name).is_file()] == []


def test_what_is_not_marked_is_found() -> None:
    assert list(bare_in_template('<p>甲</p>{% translate "乙" %}{% include "x" with a="丙" b=_("丁") %}')) == [
        "<p>甲</p>",
        'include "x" with a="丙" b=',
    ]
    source = (
        'from django.utils.translation import gettext as _\n"""甲"""\nx = _("乙")\ny = "丙"\nz = f"{x}：丁"\n'
    )
    assert [each.split(": ")[1] for each in bare_in_module(source)] == ["丙", "：丁"]
