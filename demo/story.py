"""Drives one tale through the real verbs at its own times. Between two steps the case's clocks act as they would have.

Nobody is notified: call it inside `history()`. The step that would lie after `until` is not taken, the rest neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from accounts.models import Unit, User
from boards.models import Board, Category
from cases.actions.accept import accept
from cases.actions.assign import assign
from cases.actions.decline import decline
from cases.actions.history import in_hand, telling
from cases.actions.sign import sign
from cases.actions.submit import Submission, submit
from cases.actions.tick import catch_up
from cases.actions.withdraw import withdraw
from cases.models import current_policy
from cases.rules.clocks import ClockName, Policy
from cases.rules.states import Kind, Source, State
from cases.rules.workdays import in_shanghai
from demo.people import member
from demo.pictures import picture
from demo.plan import Fate, Tale
from demo.words import common

MARK: Final = "演示数据"  # Case.source_name of all that is made here
NIGHT_DUTY: Final = frozenset({Fate.FRESH_ACCEPTED, Fate.FRESH_ASSIGNED, Fate.FRESH_REVIEWING})
CALLERS: Final = ("王女士", "李先生", "张女士", "刘先生", "赵女士", "周先生", "吴女士", "郑先生")


class NotYet(Exception):
    """The next step lies after `until`."""


@dataclass(frozen=True)
class World:
    """The rows that the stories are told with, looked up once."""

    boards: Mapping[str, Board]
    units: Mapping[str, Unit]
    people: Mapping[str, User]
    citizens: Mapping[str, User]
    categories: Mapping[str, int]
    policy: Policy
    until: datetime

    @classmethod
    def of(cls, until: datetime) -> World:
        everybody = User.objects.select_related("identity")
        return cls(
            boards={each.slug: each for each in Board.objects.select_related("desk")},
            units={each.code: each for each in Unit.objects.all()},
            people={each.username: each for each in everybody if each.is_staff},
            citizens={phone: each for each in everybody if (phone := each.phone)},
            categories=dict(Category.objects.values_list("code", "pk")),
            policy=current_policy(),
            until=until,
        )


class Story:
    """One case on its way. The office part is here; what the unit and the citizen do is in chapters.py."""

    def __init__(self, tale: Tale, world: World) -> None:
        self.tale, self.world, self.rng = tale, world, tale.rng
        self.author = None if tale.by_hotline else world.citizens[tale.author.phone]
        self.case_id = 0
        self.now = tale.submitted_at

    def tell(self, chapters: Callable[[Story], None]) -> int:
        """From posting to where the case stands at `until`; returns the case's id."""
        with telling():
            self._submit()
            try:
                chapters(self)
            except NotYet:
                pass
            catch_up(self.case_id, self.world.until)
        return self.case_id

    def step(self, at: datetime) -> datetime:
        """Move on to `at`, letting the clocks act meanwhile. Raises NotYet."""
        if at > self.world.until:
            raise NotYet
        catch_up(self.case_id, at)
        self.now = max(at, self.now)
        return self.now

    def later(self, least: float, most: float) -> datetime:
        """The next step, so many office hours on; at once on night duty."""
        hours = timedelta(hours=self.rng.uniform(least, most))
        if self.tale.fate in NIGHT_DUTY or self.is_emergency:
            return self.step(self.now + hours / 4)
        return self.step(self.world.policy.calendar.add_office_hours(self.now, hours))

    def next_days(self, least: float, most: float) -> datetime:
        """The next step of somebody at home, so many days on, in waking hours."""
        at = self.now + timedelta(days=self.rng.uniform(least, most))
        if not 8 <= at.hour <= 21:
            at = at.replace(hour=self.rng.randint(9, 20)) + timedelta(days=1)
        return self.step(at)

    def another_day(self, since: datetime) -> None:
        """Nothing more on the day of `since`: on with the next workday."""
        calendar, day = self.world.policy.calendar, in_shanghai(since).date()
        if in_shanghai(self.now).date() == day:
            morning = calendar.opens_at(calendar.next_workday(day))
            self.step(morning + timedelta(minutes=self.rng.randint(5, 170)))

    @property
    def is_emergency(self) -> bool:
        return self.tale.situation is not None and self.tale.situation.grade != "normal"

    @property
    def state(self) -> str:
        return in_hand(self.case_id)[0].state

    def due_at(self, clock: ClockName) -> datetime | None:
        """When the running clock of that name ends."""
        clocks = in_hand(self.case_id)[1]
        return next((each.due_at for each in clocks if each.name == clock and each.stopped_at is None), None)

    def staff(self, role: str, unit: str = "") -> User:
        """Who acts in that role: of the board's desk, or of the unit given."""
        desk = self.world.boards[self.tale.board].desk.code
        return self.world.people[member(unit or desk, role, self.tale.number).username]

    def accept(self) -> None:
        late = self.tale.fate == Fate.LATE and self.rng.random() < 0.3
        at = self.later(9, 13) if late else self.later(0.2, 5.5)
        grade = self.tale.situation.grade if self.tale.situation else "normal"
        category = self.world.categories[self.tale.category]
        accept(
            self.case_id,
            by=self.staff("intake"),
            at=at,
            category_id=category,
            grade=grade,
            reported_ids=self._reported(),
        )

    def _reported(self) -> list[int]:
        """Whom a report is about: a unit below the one that will look into it, where it has any."""
        lead = self.world.units[self.tale.lead]
        below = sorted(each.pk for each in self.world.units.values() if each.parent_id == lead.pk)
        return below[self.tale.number % len(below) :][:1] if self.tale.kind == Kind.REPORT and below else []

    def assign(self) -> None:
        words, lead = told(self.rng, "assign_words"), self.world.units[self.tale.lead]
        assign(self.case_id, by=self.staff("intake"), at=self.later(0.05, 0.9), lead_id=lead.pk, words=words)

    def sign(self) -> None:
        """By hand within four office hours, else the clock does it."""
        self.later(5, 6) if self.rng.random() < 0.12 else self.later(0.2, 3.4)
        if self.state == State.ASSIGNED:
            sign(self.case_id, by=self.staff("handler", self.tale.lead), at=self.now)

    def decline(self) -> None:
        found, at = self.tale.declinable, self.later(0.5, 6)
        assert found is not None
        decline(self.case_id, by=self.staff("intake"), at=at, code=found.code, words=found.words)

    def withdraw(self) -> None:
        """The author takes it back, early or when the unit is already at work."""
        for office in (self.accept, self.assign, self.sign)[: self.rng.randint(0, 3)]:
            office()
        withdraw(self.case_id, by=self.author, at=self.later(0.3, 4), reason=told(self.rng, "withdrawals"))

    def _submit(self) -> None:
        tale, clerk = self.tale, self.staff("intake")
        name, phone = self._contact()
        receipt = submit(
            Submission(
                board_id=self.world.boards[tale.board].pk,
                kind=tale.kind,
                title=tale.title,
                body=tale.body,
                author_name="热线来电" if tale.by_hotline else tale.author.nickname,
                category_id=self.world.categories[tale.category] if self.rng.random() < 0.5 else None,
                place=tale.place,
                wants_public=tale.wants_public,
                source=Source.HOTLINE if tale.by_hotline else Source.WEB,
                source_name=MARK,
                contact_name=name,
                contact_phone=phone,
                files=[picture(self.rng, each + 1) for each in range(tale.pictures)],
            ),
            by=clerk if tale.by_hotline else self.author,
            author=self.author,
            at=tale.submitted_at,
        )
        self.case_id = receipt.case_id

    def _contact(self) -> tuple[str, str]:
        named = self.tale.by_hotline or self.rng.random() < 0.5
        return (self.rng.choice(CALLERS) if named else "", self.tale.author.phone)


def told(rng: Random, key: str) -> str:
    """One of the sentences of common.toml."""
    return str(rng.choice(common()[key]))
