"""How dates are written in the demo's texts: 11月3日, and 2026年11月3日 in a signature."""

from __future__ import annotations

from datetime import date, timedelta


class Days(dict[str, str]):
    """Slots that name days: {ago3} before the message, {seen} when the unit looked, {soon10} after the text itself, {due}."""

    def __init__(
        self, posted: date, *, seen: date | None = None, replied: date | None = None, due: date | None = None
    ) -> None:
        super().__init__(month=f"{posted.month}月")
        self._posted, self._written = posted, replied or posted
        if seen and replied and due:
            self.update(seen=short(seen), due=near(due, replied))

    def __missing__(self, slot: str) -> str:
        if slot.startswith("ago"):
            return short(self._posted - timedelta(days=int(slot[3:])))
        if slot.startswith("soon"):
            return near(self._written + timedelta(days=int(slot[4:])), self._written)
        raise KeyError(slot)


def short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def near(day: date, now: date) -> str:
    """With the year only where it is another."""
    return short(day) if day.year == now.year else full(day)
