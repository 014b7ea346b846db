"""Who works and who writes in the invented city. Plain values, no database."""

from __future__ import annotations

from functools import cache
from random import Random

from accounts.rules.nickname import new_nickname
from demo.city import CitizenPlan, StaffPlan, mobile, read

# Beside the forty of people.toml: a city of forty writers would look like a club.
MORE_CITIZENS = 160


@cache
def staff() -> tuple[StaffPlan, ...]:
    """Everybody with a role: the desk and those above it, then a handler and a signer for each lead unit."""
    given = read("people.toml")
    rows = [StaffPlan(*row) for row in given["staff"]]
    for code, handler, signer in given["lead_units"]:
        rows += [
            StaffPlan(code, "handler", f"{code}1", handler),
            StaffPlan(code, "signer", f"{code}2", signer),
        ]
    return tuple(rows)


@cache
def citizens() -> tuple[CitizenPlan, ...]:
    """The writers, in the order of their numbers; always the same ones."""
    rng = Random("citizens")
    named = [tuple(row) for row in read("people.toml")["citizens"]]
    voices = [voice for _nickname, voice in named]
    taken = {nickname for nickname, _voice in named}
    while len(named) < len(voices) + MORE_CITIZENS:
        nickname = new_nickname(rng.choice)
        if nickname not in taken:
            taken.add(nickname)
            named.append((nickname, voices[len(named) % len(voices)]))
    return tuple(CitizenPlan(mobile(place), *each) for place, each in enumerate(named, start=1))


def handler_of(unit: str) -> StaffPlan:
    """The handler of a lead unit."""
    return next(each for each in staff() if each.unit == unit and each.role == "handler")


def member(unit: str, role: str, turn: int) -> StaffPlan:
    """One of those who hold the role in the unit, by turns."""
    found = [each for each in staff() if each.unit == unit and each.role == role]
    return found[turn % len(found)]
