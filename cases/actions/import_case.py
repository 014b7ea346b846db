"""import_case: a message of another platform makes the journey that it made there, through the real verbs at its own times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from accounts.models import User
from accounts.roles import Role, Standing
from boards.models import Board
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.history import in_hand, telling
from cases.actions.log_contact import log_contact
from cases.actions.sign import sign
from cases.actions.submit import Submission, submit
from cases.actions.tick import catch_up
from cases.models import Case
from cases.rules.imported import Imported
from cases.rules.states import Outcome, Source, State


@dataclass(frozen=True)
class StandIns:
    """The two accounts in whose name history is written down: nobody can sign in with them, and they get no notices."""

    clerk: User
    checker: User


def stand_ins(unit_ids: Iterable[int]) -> StandIns:
    """Accounts that may act in the units of the import, in this process only: they hold no membership."""
    ids = frozenset(unit_ids)
    clerk = _stand_in("import-clerk", "历史导入（办理）", {Role.INTAKE: ids, Role.HANDLER: ids})
    checker = _stand_in("import-checker", "历史导入（审核）", {Role.SIGNER: ids, Role.REVIEWER: ids})
    return StandIns(clerk, checker)


def _stand_in(username: str, name: str, units: dict[Role, frozenset[int]]) -> User:
    user, is_new = User.objects.get_or_create(username=username, defaults={"name": name, "is_active": False})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    user._standing = Standing(user.pk, MappingProxyType(units))
    return user


def known_refs(source_name: str, refs: Iterable[str]) -> set[str]:
    """Which of the rows are here already."""
    rows = Case.objects.filter(source_name=source_name, source_ref__in=list(refs))
    return set(rows.values_list("source_ref", flat=True))


def import_case(
    row: Imported,
    *,
    board: Board,
    category_id: int | None,
    source_name: str,
    people: StandIns,
    until: datetime,
) -> int:
    """Drive one row to where it stands at `until`; returns the case's id. Call it inside `history()`.

    Accepted and handed over when it was posted, signed when the unit would have had to, answered at its own time,
    closed at the end of the rating window. Nobody is notified; a refusal takes back the whole case.
    """
    with telling():
        receipt = submit(
            Submission(
                board_id=board.pk,
                kind=row.kind,
                title=row.title,
                body=row.body,
                author_name=row.author_name,
                category_id=category_id,
                source=Source.IMPORT,
                source_name=source_name,
                source_ref=row.ref,
            ),
            by=people.clerk,
            at=row.posted_at,
        )
        if row.replied_at is not None:
            _answer(receipt.case_id, row, board, category_id, people, row.replied_at)
        catch_up(receipt.case_id, until)
        return receipt.case_id


def _answer(
    pk: int, row: Imported, board: Board, category_id: int | None, people: StandIns, replied_at: datetime
) -> None:
    clerk, checker, posted_at = people.clerk, people.checker, row.posted_at
    accept(pk, by=clerk, at=posted_at, category_id=category_id)
    assign(pk, by=clerk, at=posted_at, lead_id=board.owner_id)
    catch_up(pk, replied_at)
    if in_hand(pk)[0].state == State.ASSIGNED:
        sign(pk, by=clerk, at=replied_at)
    log_contact(
        pk,
        by=clerk,
        at=replied_at,
        way="message",
        result="历史数据：原平台未记录联系情况。",
        is_reached=False,
    )
    draft_reply(pk, by=clerk, at=replied_at, body=row.reply, outcome=Outcome.EXPLAINED)
    countersign(pk, by=checker, at=replied_at)
    approve_reply(pk, by=checker, at=replied_at)
