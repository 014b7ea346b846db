"""System checks of the machine: no row of the table without its form, action and notice text, none of the desk without a row."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import select_template

from cases.desk import DESK
from cases.reads.inbox import BY_KEY
from cases.rules.guards import GUARDS
from cases.rules.permissions import WHO
from cases.rules.transitions import MOVES, TRANSITIONS, Move

STAFF = frozenset(
    {
        "intake",
        "asking_intake",
        "asking_handler",
        "handler",
        "signer",
        "other_signer",
        "publishing_signer",
        "reviewer",
        "desk_reviewer",
        "revisitor",
        "supervisor",
        "granting_signer",
        "granting_supervisor",
        "board_leader",
        "owner_handler",
        "co_handler",
    }
)
BY_THE_CLOCKS = frozenset({"overdue", "recount"})  # written by the sweeps, not by an action of their own


@register()
def verbs_are_complete(**_kwargs: Any) -> list[CheckMessage]:
    """Every verb has what it needs in every room."""
    return [message for move in TRANSITIONS for message in _of_move(move)] + list(_of_desk())


def _of_move(move: Move) -> Iterator[CheckMessage]:
    if STAFF & set(move.who) and move.verb not in DESK:
        yield Error(f"{move.verb}: the staff may do it, but the desk has no form for it", id="cases.E001")
    if move.verb not in BY_THE_CLOCKS and not _has_action(move.verb):
        yield Error(f"{move.verb}: no function cases.actions.{move.verb}.{move.verb}", id="cases.E002")
    for text in _texts(move):
        if not _has_text(text):
            yield Error(
                f"{move.verb}: somebody is told, but templates/notify/{text}.txt is missing", id="cases.E003"
            )
    for guard in set(move.guards) - set(GUARDS):
        yield Error(f"{move.verb}: guard {guard} is unknown", id="cases.E004")
    for who in set(move.who) - set(WHO):
        yield Error(f"{move.verb}: nobody knows who “{who}” is", id="cases.E005")


def _of_desk() -> Iterator[CheckMessage]:
    for verb, row in DESK.items():
        if verb not in MOVES:
            yield Error(f"{verb}: the desk offers it, but the table has no such verb", id="cases.E006")
        if row.action.__name__ != verb:
            yield Error(f"{verb}: the desk calls {row.action.__name__}", id="cases.E007")
        for key in set(row.work.split()) - set(BY_KEY):
            yield Error(f"{verb}: no work list {key}", id="cases.E008")
        if row.then and row.then not in DESK:
            yield Error(f"{verb}: is followed by {row.then}, which the desk does not offer", id="cases.E009")


def _has_action(verb: str) -> bool:
    try:
        return callable(getattr(import_module(f"cases.actions.{verb}"), verb, None))
    except ModuleNotFoundError:
        return False


def _texts(move: Move) -> list[str]:
    """The texts that the words of its `tell` column ask for."""
    told_author = ["author"] if "author" in move.tells else []
    told_staff = ["staff"] if set(move.tells) - {"author"} else []
    return [move.verb if each == "author" else f"{move.verb}.staff" for each in told_author + told_staff]


def _has_text(name: str) -> bool:
    try:
        select_template([f"notify/{name}.txt", f"notify/{name.removesuffix('.staff')}.txt"])
    except TemplateDoesNotExist:
        return False
    return True
