"""The words of a notice: templates/notify/<key>.txt, plain text, first line the subject; <key>.sms.txt, one line.

Facts that texts know, all optional: number, title, board, unit (the lead), due (the deadline that runs out first), reply_due
(the reply clock's), reason, by, outcome, clock (its name), and for the digest day and lines. Subjects hold the number only,
and so do short messages: both are read on a locked screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, select_template
from django.utils import translation

KEEPS_LINES = frozenset({"reason", "lines"})
STAFF = ".staff"


def words(key: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """(subject, body) for `key`, such as "accept"; "assign.staff" falls back to "assign" where staff get no other words.

    Facts are put in as they are: no markup is escaped, because none is ever interpreted, and nothing in them is
    executed. Raises TemplateDoesNotExist for an unknown key.
    """
    chosen = select_template([f"notify/{key}.txt", f"notify/{key.removesuffix(STAFF)}.txt"])
    subject, _, body = _said(chosen, facts).partition("\n")
    return subject.strip(), "\n".join(line.strip() for line in body.splitlines() if line.strip())


def short_words(key: str, facts: Mapping[str, str]) -> str:
    """The same on one line, for a short message: with the site's name it has room in one (70 signs)."""
    return " ".join(_said(get_template(f"notify/{key}.sms.txt"), facts).split())


def _said(chosen: Any, facts: Mapping[str, str]) -> str:
    template: Template = chosen.template
    values = {name: _clean(value, name in KEEPS_LINES) for name, value in facts.items()}
    with translation.override(settings.LANGUAGE_CODE):  # who reads it is not who made it happen
        return str(template.render(Context(values, autoescape=False))).strip()


def _clean(value: str, keeps_lines: bool) -> str:
    """Without control characters; on one line unless people write paragraphs there (a title must not become a body)."""
    lines = value.splitlines() if keeps_lines else [" ".join(value.split())]
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines)
