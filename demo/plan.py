"""Which messages the city receives, from whom, where and when, and what becomes of each. Drawn by a seed, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final, TypeVar

from demo.city import CitizenPlan, Region, boards, read, regions
from demo.dates import Days
from demo.people import citizens
from demo.words import ANY_REGION, Declinable, Situation, common, declinables, fill, scene, situations

YEAR: Final = timedelta(days=360)
LATELY: Final = timedelta(days=30)
IN_LATE_DAYS: Final = 0.25  # of all messages: the desk of today shall have something on it
HOTLINE, PRIVATE, SLIP, PLACED, PICTURED = 0.1, 0.08, 0.04, 0.6, 0.06
# People write in the morning, after lunch and most in the evening.
HOURS: Final = (1, 0, 0, 0, 0, 1, 3, 6, 9, 10, 10, 8, 7, 7, 7, 7, 7, 6, 7, 9, 11, 10, 7, 3)


Dealt = TypeVar("Dealt", Situation, Declinable)


class Fate(StrEnum):
    """What becomes of a message. Those called fresh or stuck stand still where their name says."""

    USUAL = "usual"
    LATE = "late"
    SENT_BACK = "sent_back"
    BAD = "bad"
    REOPENED = "reopened"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FRESH_SUBMITTED = "fresh_submitted"
    STUCK_SUBMITTED = "stuck_submitted"
    FRESH_ACCEPTED = "fresh_accepted"
    STUCK_ACCEPTED = "stuck_accepted"
    FRESH_ASSIGNED = "fresh_assigned"
    STUCK_CONTACT = "stuck_contact"
    STUCK_HANDLING = "stuck_handling"
    FRESH_REVIEWING = "fresh_reviewing"
    STUCK_REVIEWING = "stuck_reviewing"
    FRESH_REVISITING = "fresh_revisiting"
    STUCK_REVISITING = "stuck_revisiting"


# Planted first, so that the smallest city has them: fate, and hours before `until` at which it was posted.
PLANTED: Final = (
    (Fate.FRESH_SUBMITTED, 2), (Fate.FRESH_ACCEPTED, 14), (Fate.FRESH_ASSIGNED, 9), (Fate.FRESH_REVIEWING, 70),
    (Fate.STUCK_HANDLING, 500), (Fate.BAD, 1400), (Fate.REOPENED, 1700), (Fate.DECLINED, 300), (Fate.WITHDRAWN, 260),
    (Fate.FRESH_REVISITING, 380), (Fate.SENT_BACK, 1100), (Fate.LATE, 1900), (Fate.STUCK_SUBMITTED, 110),
    (Fate.STUCK_REVIEWING, 330), (Fate.STUCK_REVISITING, 620), (Fate.STUCK_ACCEPTED, 170), (Fate.STUCK_CONTACT, 200),
    (Fate.FRESH_SUBMITTED, 5), (Fate.FRESH_SUBMITTED, 11), (Fate.FRESH_ASSIGNED, 7), (Fate.STUCK_HANDLING, 720),
    (Fate.STUCK_HANDLING, 410), (Fate.STUCK_HANDLING, 930), (Fate.FRESH_REVIEWING, 120), (Fate.REOPENED, 900),
    (Fate.STUCK_SUBMITTED, 135), (Fate.STUCK_HANDLING, 610), (Fate.FRESH_REVISITING, 420), (Fate.FRESH_ACCEPTED, 20),
    (Fate.FRESH_REVIEWING, 160), (Fate.USUAL, 264), (Fate.USUAL, 230), (Fate.USUAL, 205), (Fate.DECLINED, 60),
)  # fmt: skip
DRAWN: Final = {
    Fate.USUAL: 68, Fate.LATE: 10, Fate.SENT_BACK: 7, Fate.BAD: 5, Fate.REOPENED: 3, Fate.DECLINED: 4, Fate.WITHDRAWN: 3,
}  # fmt: skip
NEEDS_AUTHOR: Final = frozenset(
    {Fate.BAD, Fate.REOPENED, Fate.WITHDRAWN, Fate.FRESH_REVISITING, Fate.STUCK_REVISITING}
)


@dataclass(frozen=True)
class Tale:
    """One message and what will become of it."""

    number: int
    fate: Fate
    submitted_at: datetime
    kind: str
    category: str
    board: str
    lead: str
    title: str
    body: str
    author: CitizenPlan
    by_hotline: bool = False
    wants_public: bool = True
    place: str = ""
    pictures: int = 0
    situation: Situation | None = None
    declinable: Declinable | None = None
    slots: dict[str, str] = field(default_factory=dict, hash=False, compare=False)
    rng: Random = field(default_factory=Random, hash=False, compare=False)


def compose(seed: str, count: int, until: datetime) -> list[Tale]:
    """`count` tales up to `until`, earliest first; the same arguments give the same tales."""
    rng = Random(f"{seed}|{count}")
    moments = [
        (fate, until - timedelta(hours=hours * rng.uniform(0.9, 1.05))) for fate, hours in PLANTED[:count]
    ]
    fates, weights = list(DRAWN), list(DRAWN.values())
    for _each in range(count - len(moments)):
        moments.append((rng.choices(fates, weights)[0], _moment(rng, until)))
    moments.sort(key=lambda each: each[1])
    drawer = _Drawer()
    return [
        _tale(number, fate, at, Random(f"{seed}|{count}|{number}"), drawer)
        for number, (fate, at) in enumerate(moments, start=1)
    ]


def _moment(rng: Random, until: datetime) -> datetime:
    """Some time in the year before `until`, more of them lately; nobody writes much at four in the morning."""
    lately = rng.random() < IN_LATE_DAYS
    age = rng.uniform(0.3, LATELY.days) if lately else rng.uniform(LATELY.days, YEAR.days)
    day = until - timedelta(days=age)
    hour = rng.choices(range(24), HOURS)[0]
    at = day.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
    return at if at < until - timedelta(hours=6) else at - timedelta(days=1)


class _Drawer:
    """Deals situations, regions and titles evenly, so that nothing repeats before it must."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()
        self._regions: dict[str, Counter[str]] = defaultdict(Counter)

    def situation(self, month: int, fate: Fate, rng: Random) -> Situation:
        fitting = [each for each in situations() if month in each.months and _fits(each, fate)]
        return self._least(fitting, rng)

    def declinable(self, rng: Random) -> Declinable:
        return self._least(list(declinables()), rng)

    def _least(self, rows: Sequence[Dealt], rng: Random) -> Dealt:
        turns = {each.key: self._used[each.key] // each.weight for each in rows}
        fewest = min(turns.values())
        chosen = rng.choice([each for each in rows if turns[each.key] == fewest])
        self._used[chosen.key] += 1
        return chosen

    def region(self, key: str, only: tuple[str, ...], rng: Random) -> Region:
        used = self._regions[key]
        rows = [each for each in regions() if not only or each.code in only]
        fewest = min(used[each.code] for each in rows)
        chosen = rng.choice([each for each in rows if used[each.code] == fewest])
        used[chosen.code] += 1
        return chosen

    def turn(self, key: str) -> int:
        """How often this situation was dealt before; titles go round by it."""
        return self._used[key] - 1


def _fits(situation: Situation, fate: Fate) -> bool:
    if situation.kind == "thanks":
        return fate in (Fate.USUAL, Fate.FRESH_SUBMITTED)
    if situation.grade != "normal":
        return fate in (Fate.USUAL, Fate.BAD)
    return situation.kind != "report" or fate not in (Fate.BAD, Fate.REOPENED)


def _tale(number: int, fate: Fate, at: datetime, rng: Random, drawer: _Drawer) -> Tale:
    found = drawer.declinable(rng) if fate == Fate.DECLINED else drawer.situation(at.month, fate, rng)
    situation = found if isinstance(found, Situation) else None
    region = drawer.region(found.key, situation.regions if situation else (), rng)
    slots = scene(region, rng, situation.slots if situation else None)
    lead = _lead(situation, region, rng)
    slots["unit_short"] = next(each.title for each in boards() if each.slug == lead)
    author = rng.choice([each for each in citizens() if each.voice in found.voices])
    by_hotline = rng.random() < HOTLINE and fate not in NEEDS_AUTHOR
    days = Days(at.date())
    days.update(slots)
    title = found.titles[drawer.turn(found.key) % len(found.titles)]
    body = fill(found.body, days, rng)
    if rng.random() < SLIP and not by_hotline:
        body += "\n" + rng.choice(common()["slips"]).format(mobile=author.phone, tail=author.phone[-4:])
    return Tale(
        number=number,
        fate=fate,
        submitted_at=at,
        kind=found.kind,
        category=found.category,
        board=_board(situation, lead, region, rng),
        lead=lead,
        title=fill(title, days, rng),
        body=body,
        author=author,
        by_hotline=by_hotline,
        wants_public=rng.random() >= PRIVATE,
        place=f"{region.name}{slots['street']}" if rng.random() < PLACED else "",
        pictures=rng.randint(1, 3) if rng.random() < PICTURED and not by_hotline else 0,
        situation=situation,
        declinable=found if isinstance(found, Declinable) else None,
        slots=slots,
        rng=rng,
    )


def _lead(situation: Situation | None, region: Region, rng: Random) -> str:
    """The competent unit; what is declined would have gone to the region."""
    unit = rng.choice(situation.units) if situation else ANY_REGION
    return region.code if unit == ANY_REGION else unit


def _board(situation: Situation | None, lead: str, region: Region, rng: Random) -> str:
    """Where somebody writes who knows the office, who knows the place, or who knows the mayor."""
    choices = list(_choices(situation, lead, region))
    return rng.choices([slug for slug, _weight in choices], [weight for _slug, weight in choices])[0]


def _choices(situation: Situation | None, lead: str, region: Region) -> Iterator[tuple[str, int]]:
    secretary = f"{region.code}-shuji"
    head = next(
        each.slug for each in boards() if each.slug in (f"{region.code}-quzhang", f"{region.code}-xianzhang")
    )
    yield from ((lead, 42), (region.code, 14), (head, 6), (secretary, 4), ("shizhang", 12), ("shuji", 7))
    topics = situation.topics if situation else ()
    yield from ((slug, 60 // len(topics)) for slug in topics)
    if situation and (also := read("departments.toml")["also_boards"].get(situation.category)):
        yield also, 30
