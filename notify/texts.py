"""The words of a notice: templates/notify/<key>.txt, plain text, first line the subject.

Facts that texts know, all optional: number, title, board, unit (the lead), due (the deadline that runs out first), reply_due
(the reply clock's), reason, by, outcome, clock (its name), and for the digest day and lines. Subjects hold the number only:
they are what an SMS shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.template import Context, Template
from django.template.loader import select_template
from django.utils import translation

KEEPS_LINES = frozenset({"reason", "lines"})
STAFF = ".staff"


def words(key: str, facts: Mapping[str, str]) -> tuple[str, str]:
    """(subject, body) for `key`, such as "accept"; "assign.staff" falls back to "assign" where staff get no other words.

    Facts are put in as they are: no markup is escaped, because none is ever interpreted, and nothing in them is
    executed. Raises TemplateDoesNotExist for an unknown key.
    """
    chosen = select_template([f"notify/{key}.txt", f"notify/{key.removesuffix(STAFF)}.txt"])
    template: Template = chosen.template
    values = {name: _clean(value, name in KEEPS_LINES) for name, value in facts.items()}
    with translation.override(settings.LANGUAGE_CODE):  # who reads it is not who made it happen
        told = template.render(Context(values, autoescape=False))
    subject, _, body = told.strip().partition("\n")
    return subject.strip(), "\n".join(line.strip() for line in body.splitlines() if line.strip())


def _clean(value: str, keeps_lines: bool) -> str:
    """Without control characters; on one line unless people write paragraphs there (a title must not become a body)."""
    lines = value.splitlines() if keeps_lines else [" ".join(value.split())]
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines)
