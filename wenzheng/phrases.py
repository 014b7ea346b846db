"""Which phrases the code and the templates mark for translation. Nothing is imported or rendered: files are read as text.

Only what the public and citizens can meet is gathered; the desk, its notices and its commands speak the source language.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split

APPS = ("accounts", "boards", "cases", "notify", "stats", "wenzheng")
# Rooms that only the staff enters, and words that are stored or sent: they stay in the source language. What is not named
# here is read by the public, until somebody names it.
DESK = re.compile(
    r"""^(
    templates/(admin|supervise)/ | templates/layouts/supervise\.html
    | \w+/(apps|admin|desk|tasks|checks)\.py | \w+/(admin|management|channels|migrations)/ | \w+/\w+_admin\.py
    | accounts/models/(deputy|password_try)\.py | wenzheng/(admin_site|phrases|catalogs)\.py
    | boards/models/figures\.py | boards/actions/ | boards/feeds\.py
    | notify/actions/gather\.py
    | cases/forms/(accept|bulk|colleague|desk|fields|intake_verbs|record|reply|supervisor_verbs|unit_verbs|units|what_if)\.py
    | cases/reads/(casefile|digest|inbox|kin|orders|own_lists|overdue|panels|rows|timeline|timeline_parts
        |joinable|units_of_case|what_if)\.py
    | cases/views/(bulk|bulk_page|casefile|filters|record|supervisors)\.py
    | cases/rules/(holidays|quality|quality_words|thresholds|imported|drawing|ladder|lights)\.py
    | cases/actions/(_(applications|gate|mentions|promises|publish|reports|telling|units)|ask_extension|ask_return
        |co_advise|draft_reply|fulfil|grant_extension|grant_return|hand_over|instruct|keep_draft|import_case|keep_filter|log_contact|merge
        |note|post_progress|reveal_contact|sign|split|suspend|tell_digests|tell_boards|tick|unmerge|warn)\.py
    )""",
    re.X,
)
PLACED = re.compile(r"%\((\w+)\)[sd]|%%|\{(\w+)\}")
CALLS = frozenset({"gettext", "gettext_lazy", "gettext_noop"})
PLURAL_CALLS = frozenset({"ngettext", "ngettext_lazy"})
CONTEXT_CALLS = frozenset({"pgettext", "pgettext_lazy"})
QUOTED = re.compile(r"""_\((?:"([^"]*)"|'([^']*)')\)""")


class Phrase(NamedTuple):
    """What stands in the source: singular, plural, and what tells it from the same words elsewhere ("" where there is none)."""

    one: str
    many: str = ""
    context: str = ""


def phrases(root: Path) -> dict[Phrase, list[str]]:
    """Every phrase with the files that say it, in the order of the files."""
    found: dict[Phrase, list[str]] = {}
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        read = of_template if path.suffix == ".html" else of_module
        for phrase in read(path.read_text(encoding="utf-8")):
            places = found.setdefault(phrase, [])
            if name not in places:
                places.append(name)
    for phrase in [
        each for each in found if each.many
    ]:  # a phrase that is counted here may be said plainly there
        found[phrase] += found.pop(Phrase(phrase.one), [])
    return found


def sources(root: Path) -> Iterator[Path]:
    """The files of the public and the citizens' side."""
    paths = [
        *(root / "templates").rglob("*.html"),
        *(path for app in APPS for path in (root / app).rglob("*.py")),
    ]
    for path in sorted(paths):
        name = path.relative_to(root).as_posix()
        if not DESK.search(name):
            yield path


def of_module(text: str) -> Iterator[Phrase]:
    """Literals handed to gettext and its kin under whatever name the module knows them; and the words of the table of moves."""
    tree = ast.parse(text)
    names, of_columns = dict(_names(tree)), set(_of_columns(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node in of_columns:
            continue
        known = names.get(node.func.id, "")
        if known in CALLS and (words := _literal(node.args[0])):
            yield Phrase(words)
        elif known in PLURAL_CALLS:
            yield Phrase(_literal(node.args[0]), _literal(node.args[1]))
        elif known in CONTEXT_CALLS:
            yield Phrase(_literal(node.args[1]), context=_literal(node.args[0]))
        elif node.func.id == "_move":
            yield Phrase(_literal(node.args[1]))
            yield from (Phrase(_literal(each.value)) for each in node.keywords if each.arg == "public")


def _names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                yield alias.asname or alias.name, alias.name


def _of_columns(tree: ast.AST) -> Iterator[ast.expr]:
    """Names of columns and tables, which only administrators read."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("models."):
            yield from node.args
            yield from (each.value for each in node.keywords if each.arg in ("verbose_name", "help_text"))
        elif isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from (each.value for each in node.body if isinstance(each, ast.Assign))


def _literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def of_template(text: str) -> Iterator[Phrase]:
    """{% translate %}, {% blocktranslate %} with its plural, and _("…") inside any other tag."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split(None, 1)[0]
            if tag in ("translate", "trans"):
                words, *more = smart_split(token.contents.split(None, 1)[1])
                if words[0] in "\"'":
                    yield Phrase(
                        _doubled(words[1:-1]), context=more[1][1:-1] if more[:1] == ["context"] else ""
                    )
            elif tag in ("blocktranslate", "blocktrans"):
                yield _block(tokens, is_trimmed="trimmed" in token.contents.split())
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (
                Phrase(_doubled(double or single)) for double, single in QUOTED.findall(token.contents)
            )


def _doubled(words: str) -> str:
    """Templates ask gettext with doubled percent signs, and put them right afterwards."""
    return words.replace("%", "%%")


def _block(tokens: Iterator[Token], *, is_trimmed: bool) -> Phrase:
    """What stands between the tags, with the variables as gettext names them."""
    parts = [""]
    for token in tokens:
        if token.token_type == TokenType.BLOCK:
            if token.contents.strip() == "plural":
                parts.append("")
                continue
            break
        is_variable = token.token_type == TokenType.VAR
        parts[-1] += f"%({token.contents})s" if is_variable else _doubled(token.contents)
    if is_trimmed:
        parts = [" ".join(line.strip() for line in each.strip().splitlines()) for each in parts]
    return Phrase(*parts)


def placeholders(words: str) -> list[str]:
    """The names that the words are filled with, sorted."""
    return sorted(each.group(1) or each.group(2) for each in PLACED.finditer(words) if each.group() != "%%")
