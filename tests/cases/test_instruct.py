"""instruct (批示): the words of a leader of the board's owner, with their day; priority for the case; nothing public."""

from __future__ import annotations

from datetime import date

import pytest

from boards.models import Progress
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.instruct import instruct
from cases.models import Case, Instruction
from notify.models import Outbox
from tests.cases.side_roads import leader
from tests.cases.ways import on, signed
from tests.factories import a_member, a_unit, cast

pytestmark = pytest.mark.django_db
WORDS = "请住建局一周内拿出办法，并向群众说明。"


def test_the_words_and_their_day_are_kept_and_the_case_has_priority() -> None:
    pk = signed("03-09 09:30")
    instruct(pk, by=leader(), at=on("03-10 10:00"), reason=WORDS, instructed_on=date(2026, 3, 9))
    kept = Instruction.objects.get(case=pk)
    assert (kept.words, kept.instructed_on, Case.objects.get(pk=pk).is_priority) == (
        WORDS,
        date(2026, 3, 9),
        True,
    )


def test_priority_once_given_stays() -> None:
    pk = signed("03-09 09:30")
    instruct(pk, by=leader(), at=on("03-10 10:00"), reason=WORDS)
    instruct(pk, by=leader(), at=on("03-10 11:00"), reason="另请关注。", is_priority=False)
    assert Case.objects.get(pk=pk).is_priority


def test_no_instruction_is_dated_ahead() -> None:
    with pytest.raises(HeldBack, match="不能晚于今天"):
        instruct(
            signed("03-09 09:30"),
            by=leader(),
            at=on("03-10 10:00"),
            reason=WORDS,
            instructed_on=date(2026, 3, 11),
        )


def test_only_leaders_of_the_boards_own_unit_instruct() -> None:
    elsewhere = a_member("zheng_leader", "郑县长", a_unit("county", "青石县人民政府"), "leader")
    with pytest.raises(NotAllowed):
        instruct(signed("03-09 09:30"), by=elsewhere, at=on("03-10 10:00"), reason=WORDS)


def test_handlers_desk_and_supervisors_are_told_the_public_is_not() -> None:
    pk = signed("03-09 09:30")
    before = Progress.objects.count()
    instruct(pk, by=leader(), at=on("03-10 10:00"), reason=WORDS)
    told = Outbox.objects.filter(body__contains=WORDS).values_list("user__username", flat=True)
    assert {"wang_handler", "li_intake", "sun_supervisor"} <= set(told)
    assert Progress.objects.count() == before
    assert cast().handler.username in set(told)
