"""Merged cases (并案) and their authors: who is a co-author where. Written under the locks of both cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from boards import posting
from cases.models import Case, CaseFollow, CoAuthor, Endorsement
from cases.rules.states import State
from cases.rules.thread_names import name_in_thread

LONGEST_CHAIN = 20  # of cases merged one into the other; longer ones are not made


def joined(case: Case) -> dict[str, Any]:
    """For the guards: whether other cases were merged into this one."""
    return {"has_joined": Case.objects.filter(merged_into=case, state=State.MERGED).exists()}


def in_order(*case_ids: int) -> dict[int, Case]:
    """The cases under lock, always in the order of their keys: two who merge into each other wait, and do not block."""
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=case_ids)
    return {each.pk: each for each in rows.select_related("board").order_by("pk")}


def root_of(case: Case) -> Case | None:
    """Where a merged case is handled now: the end of the chain. None for one that is not merged."""
    found, seen = None, case
    for _each in range(LONGEST_CHAIN):
        if seen.state != State.MERGED or seen.merged_into_id is None:
            return found
        found = seen = Case.objects.select_related("board__desk", "lead", "category", "message").get(
            pk=seen.merged_into_id
        )
    return found


def branch_of(case: Case) -> list[int]:
    """The case and all that was merged into it, directly or by way of others."""
    found, last = [case.pk], [case.pk]
    for _each in range(LONGEST_CHAIN):
        last = list(
            Case.objects.filter(merged_into__in=last, state=State.MERGED).values_list("pk", flat=True)
        )
        if not last:
            break
        found += last
    return found


def join(case: Case, target: Case, *, at: datetime) -> None:
    """The author of `case`, and whoever had joined it, are authors of `target` from now on, each under a name of the own."""
    _tell_apart(case, target)
    CoAuthor.objects.filter(origin__in=branch_of(case), left_at=None).update(case=target)
    if case.author_id is not None and case.author_id != target.author_id:
        CoAuthor.objects.create(case=target, user_id=case.author_id, origin=case, joined_at=at)
    case.co_author_ids = []
    _write_down(target)
    for model in (Endorsement, CaseFollow):
        # whoever endorsed or follows both stays with the first one there, and is counted here once
        both: Any = model.objects.filter(case=target).values("user")
        model.objects.filter(case=case).exclude(user__in=both).update(case=target)
    _count(case, target)


def _tell_apart(case: Case, target: Case) -> None:
    """Two people of one thread never sign alike; who comes later gets a number. One person's messages may."""
    thread = Case.objects.filter(pk__in=branch_of(target)).exclude(pk=case.pk)
    others = [row for row in thread if row.author_id is None or row.author_id != case.author_id]
    name = name_in_thread(case.author_name, [row.author_name for row in others])
    if name != case.author_name:
        case.author_name = name
        Case.objects.filter(pk=case.pk).update(author_name=name)  # the door does not write it
        posting.sign_as([case.number], name)


def part(case: Case, root: Case, *, at: datetime) -> None:
    """`case` stands alone again; who came by way of it goes back with it."""
    branch = branch_of(case)
    CoAuthor.objects.filter(origin=case, left_at=None).update(left_at=at)
    CoAuthor.objects.filter(origin__in=branch, left_at=None).update(case=case)
    case.co_author_ids = _ids(case)
    _write_down(root)
    for model in (Endorsement, CaseFollow):
        model.objects.filter(origin__in=branch, case=root).update(case=case)
    _count(case, root)


def _write_down(case: Case) -> None:
    """Copy the co-authors to the row that the rules read."""
    Case.objects.filter(pk=case.pk).update(co_author_ids=_ids(case))


def _count(*cases: Case) -> None:
    """Count anew who endorses and follows, at all of them and on the board; an author's own endorsement counts no more."""
    for each in cases:
        count = Endorsement.objects.filter(case=each).exclude(user__in=_authors(each)).count()
        followers = CaseFollow.objects.filter(case=each).count()
        if (count, followers) == (each.endorsement_count, each.follower_count):
            continue
        Case.objects.filter(pk=each.pk).update(endorsement_count=count, follower_count=followers)
        if each.message_id is not None:
            posting.set_endorsements(each.message_id, board_id=each.board_id, count=count)


def _authors(case: Case) -> set[int]:
    return {each for each in (case.author_id, *_ids(case)) if each is not None}


def _ids(case: Case) -> list[int]:
    rows: Iterable[int] = CoAuthor.objects.filter(case=case, left_at=None).values_list("user_id", flat=True)
    return sorted(set(rows) - {case.author_id})
