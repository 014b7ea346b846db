"""What content safety looks like in the city: one message held back, one taken down after a reader's word, one flag that waits.

After all tales have been told, inside `history()`.
"""

from __future__ import annotations

from datetime import timedelta

from cases.actions.flags import claim_flag, raise_flag, resolve_flag
from cases.actions.submit import Submission, submit
from cases.models import Case, Flag
from cases.rules.states import Kind, State
from demo.people import member
from demo.story import MARK, World
from demo.words import common

BOARD, DESK = "shizhang", "shemin"


def take_safety_roads(world: World) -> None:
    """In the last hours before `until`."""
    _held(world)
    shown = Case.objects.filter(message__is_up=True, source_name=MARK, board__desk__code=DESK)
    shown = shown.exclude(state__in=(State.DECLINED, State.MERGED))
    given = common()["flags"]
    for turn, case in enumerate(shown.select_related("board__desk").order_by("-submitted_at", "-pk")[:2]):
        _flagged(world, case, given[turn], turn)


def _held(world: World) -> None:
    given = common()["held_matter"]
    author = world.citizens[sorted(world.citizens)[1]]
    words = Submission(
        board_id=world.boards[BOARD].pk,
        kind=Kind.COMPLAINT,
        title=given["title"],
        body=given["body"],
        author_name=author.nickname,
        source_name=MARK,
        contact_phone=author.phone or "",
    )
    submit(words, by=author, author=author, at=world.until - timedelta(minutes=50))


def _flagged(world: World, case: Case, given: dict[str, str], turn: int) -> None:
    """The first is taken down for what the reader says, the second still waits."""
    at = max(case.moved_at, world.until - timedelta(minutes=45))
    raise_flag(case.number, reason=given["reason"], words=given["words"], sender_digest=f"demo-{turn}", at=at)
    if turn:
        return
    flag, reviewer = (
        Flag.objects.latest("id"),
        world.people[member(case.board.desk.code, "reviewer", 0).username],
    )
    claim_flag(flag.pk, by=reviewer, at=at)
    resolve_flag(flag.pk, by=reviewer, at=at, outcome="taken_down", code=given["code"], words=given["answer"])
