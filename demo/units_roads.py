"""A few cases of the city that concern more than one unit: given back, transferred, decided, co-handled, claimed.

After all tales have been told, inside `history()`, through the real verbs, a quarter of an hour each.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from accounts.models import User
from cases.actions._units import CoUnit
from cases.actions.accept import accept
from cases.actions.arbitrate import arbitrate
from cases.actions.ask_return import ask_return
from cases.actions.assign import assign
from cases.actions.claim import claim
from cases.actions.co_advise import co_advise
from cases.actions.grant_return import grant_return
from cases.actions.refuse_return import refuse_return
from cases.actions.submit import Submission, submit
from cases.actions.tick import catch_up
from demo.city import read
from demo.people import member
from demo.story import MARK, World

BEGAN, APART, STEP = timedelta(hours=7), timedelta(minutes=7), timedelta(minutes=15)


def take_units_roads(world: World) -> None:
    """Each crossing of crossings.toml, up to where its road ends."""
    for turn, plan in enumerate(read("crossings.toml")["crossing"]):
        crossing = Crossing(world, plan, turn)
        getattr(crossing, plan["road"])()
        catch_up(crossing.case_id, world.until)


class Crossing:
    """One message that more than one unit has to do with. A road is a method."""

    def __init__(self, world: World, plan: dict[str, Any], turn: int) -> None:
        self.world, self.plan, self.turn = world, plan, turn
        self.at = world.until - BEGAN + turn * APART
        self.case_id = self._submit()

    def waiting(self) -> None:
        self._hand_to_first()
        self._ask(0)

    def refused(self) -> None:
        self.waiting()
        refuse_return(self.case_id, by=self._clerk(), at=self._next(), reason=self.plan["answer"])

    def transferred(self) -> None:
        self.waiting()
        self._grant(1)

    def contested(self) -> None:
        """Two transfers, and a third return that waits for a supervisor."""
        self._hand_to_first()
        for turn, _hop in enumerate(pairwise(self.plan["units"])):
            self._ask(turn)
            if turn + 2 < len(self.plan["units"]):
                self._grant(turn + 1)

    def decided(self) -> None:
        self.contested()
        by, lead = self._who("ducha", "supervisor"), self._unit(len(self.plan["units"]) - 1)
        arbitrate(self.case_id, by=by, at=self._next(), lead_id=lead, reason=self.plan["decision"])

    def together(self) -> None:
        asked = [CoUnit(self.world.units[code].pk, words) for code, words in self.plan["co_units"]]
        self._hand_to_first(asked)
        first = self._who(self.plan["co_units"][0][0], "handler")
        co_advise(self.case_id, by=first, at=self._next(), advice=self.plan["advice"])

    def claimed(self) -> None:
        by = self._who(self.plan["units"][0], "handler")
        claim(self.case_id, by=by, at=self._next(), category_id=self._category())

    def _submit(self) -> int:
        phones = sorted(self.world.citizens)
        author = self.world.citizens[phones[(7 * self.turn + 3) % len(phones)]]
        words = Submission(
            board_id=self.world.boards[self.plan["board"]].pk,
            kind=self.plan["kind"],
            title=self.plan["title"],
            body=self.plan["body"],
            author_name=author.nickname,
            source_name=MARK,
            contact_phone=author.phone or "",
        )
        return submit(words, by=author, author=author, at=self.at).case_id

    def _hand_to_first(self, co_units: list[CoUnit] | None = None) -> None:
        accept(self.case_id, by=self._clerk(), at=self._next(), category_id=self._category())
        words = "请到现场核实后办理，并联系留言人。"
        assign(
            self.case_id,
            by=self._clerk(),
            at=self._next(),
            lead_id=self._unit(0),
            words=words,
            co_units=co_units or (),
        )

    def _ask(self, turn: int) -> None:
        """The unit of that turn says that the next one is competent."""
        by = self._who(self.plan["units"][turn], "signer")
        named, basis = self._unit(turn + 1), self.plan["basis"][turn]
        ask_return(self.case_id, by=by, at=self._next(), competent_id=named, reason=basis)

    def _grant(self, turn: int) -> None:
        reason = self.plan["answer"]
        grant_return(self.case_id, by=self._clerk(), at=self._next(), lead_id=self._unit(turn), reason=reason)

    def _next(self) -> datetime:
        self.at += STEP
        return self.at

    def _unit(self, turn: int) -> int:
        return self.world.units[self.plan["units"][turn]].pk

    def _category(self) -> int:
        return self.world.categories[self.plan["category"]]

    def _clerk(self) -> User:
        return self._who(self.world.boards[self.plan["board"]].desk.code, "intake")

    def _who(self, unit: str, role: str) -> User:
        return self.world.people[member(unit, role, self.turn).username]
