"""What the tests of returns, transfers and co-handling share: two units besides the usual one, and a case on its way to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import Unit, User
from accounts.roles import Role
from cases.actions._units import CoUnit
from cases.actions.ask_return import ask_return
from cases.actions.assign import assign
from cases.actions.grant_return import grant_return
from cases.actions.sign import sign
from cases.models import Case
from tests.cases.ways import accepted, on
from tests.factories import a_board, a_member, a_unit, cast

BASIS = "路灯维护属市水务局管理范围（“三定”规定第三条）。"


def water() -> Unit:
    return a_unit("water", "市水务局")


def roads() -> Unit:
    return a_unit("roads", "市交通运输局")


def handler_of(unit: Unit) -> User:
    return a_member(f"{unit.code}_handler", f"{unit.short_name or unit.name[1:3]}承办", unit, Role.HANDLER)


def spokesman_of(unit: Unit) -> User:
    """Who asks for a return: the signer where there is one, else the handler."""
    return cast().signer if unit == cast().lead else handler_of(unit)


def handed(text: str, *co_units: CoUnit, **more: Any) -> int:
    """A case handed to the usual unit at that moment."""
    pk = accepted(text, **more)
    assign(pk, by=cast().intake, at=on(text), lead_id=cast().lead.pk, co_units=co_units)
    return pk


def ask(pk: int, text: str, competent: Unit | None = None, reason: str = BASIS) -> int:
    """The unit that has the case asks to give it back."""
    lead = Case.objects.get(pk=pk).lead
    competent = competent or (water() if lead != water() else roads())
    ask_return(pk, by=spokesman_of(lead), at=on(text), competent_id=competent.pk, reason=reason)
    return pk


def grant(pk: int, text: str, lead: Unit | None = None, **more: Any) -> int:
    """The desk transfers, to the water bureau where nobody else is named."""
    given = {"lead_id": (lead or water()).pk, "reason": "经核对职责，由该单位办理。", **more}
    grant_return(pk, by=cast().intake, at=on(text), **given)
    return pk


def twice_transferred(day: str = "03-09", by_way_of: tuple[Unit, Unit] | None = None, **more: Any) -> int:
    """Handed to housing, then to water, then to roads, who also asks to give it back: only arbitration is left."""
    second, third = by_way_of or (water(), roads())
    pk = handed(f"{day} 09:00", **more)
    grant(ask(pk, f"{day} 09:10", second), f"{day} 09:20", second)
    grant(ask(pk, f"{day} 09:30", third), f"{day} 09:40", third)
    return ask(pk, f"{day} 09:50", cast().lead)


def sign_now(pk: int, text: str) -> int:
    case = Case.objects.get(pk=pk)
    sign(pk, by=cast().handler if case.lead == cast().lead else handler_of(case.lead), at=on(text))
    return pk


def owned_board(slug: str = "water-board", **more: Any) -> Any:
    """A board that the water bureau owns and the usual desk works for."""
    return a_board(slug, kind="department", title="市水务局信箱", owner=water(), desk=a_board().desk, **more)


def moment_of(at: datetime | None) -> str:
    return at.astimezone(on("01-01 00:00").tzinfo).strftime("%m-%d %H:%M") if at else ""
