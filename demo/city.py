"""The invented city of Chenglan as plain values: units, boards, regions, people. No database here.

Nothing in it is real: region codes start with 99, telephone numbers lie in blocks that are never given out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).resolve().parent / "data"
ROOT: Final = "chenglan"
CITY_CODE: Final = "990100"
DESK: Final = "shemin"
# Of every member of staff in the demo; printed at the start, secret to nobody.
PASSWORD: Final = "Chenglan-2026"
# Prefix 154 belongs to no operator, area code 0600 to no city: forms take the numbers, telephones do not.
MOBILE_BLOCK: Final = "154"
OFFICE_BLOCK: Final = "0600-880"


@dataclass(frozen=True)
class UnitPlan:
    """A unit as accounts.Unit wants it; `parent` is a code."""

    code: str
    name: str
    short_name: str
    kind: str
    level: str
    parent: str
    region_code: str
    ordering: int = 0
    office_phone: str = ""


@dataclass(frozen=True)
class BoardPlan:
    """A board as boards.Board wants it; `owner` and `desk` are codes of units."""

    kind: str
    slug: str
    title: str
    owner: str
    intro: str
    icon: str
    leader: str = ""
    desk: str = DESK
    level: str = "city"
    region_code: str = CITY_CODE
    publication: str = "on_acceptance"
    review: str = "both"
    is_open: bool = True
    closed_reason: str = ""


@dataclass(frozen=True)
class Region:
    """A district or county with the places that people write about."""

    code: str
    name: str
    region_code: str
    places: dict[str, list[str]] = field(hash=False, compare=False)


@dataclass(frozen=True)
class StaffPlan:
    """Somebody who works here: one role in one unit."""

    unit: str
    role: str
    username: str
    name: str


@dataclass(frozen=True)
class CitizenPlan:
    """Somebody who writes; `voice` says in which situations they may be."""

    phone: str
    nickname: str
    voice: str


@cache
def read(name: str) -> dict[str, Any]:
    """A data file of this app."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def mobile(number: int) -> str:
    """The n-th mobile number of the demo."""
    return f"{MOBILE_BLOCK}{number:08d}"


@cache
def regions() -> tuple[Region, ...]:
    """The seven districts and counties."""
    return tuple(
        Region(
            each["code"],
            each["name"],
            each["region_code"],
            {key: each[key] for key in each if key[-1] == "s"},
        )
        for each in read("regions.toml")["region"]
    )


def region_tree() -> list[dict[str, Any]]:
    """The city with its districts, counties and towns as boards.actions.load_regions takes them."""
    counties = [
        {
            "code": each.region_code,
            "name": each.name,
            "children": [
                {"code": f"{each.region_code}{place:03d}", "name": town}
                for place, town in enumerate(each.places["towns"], start=1)
            ],
        }
        for each in regions()
    ]
    return [{"code": CITY_CODE, "name": "澄岚市", "children": counties}]


@cache
def units() -> tuple[UnitPlan, ...]:
    """The whole tree 市/县/乡/村, parents before children, each with its place in the order and its office phone."""
    found = [*_city_units(), *(unit for region in regions() for unit in _units_of(region))]
    return tuple(
        UnitPlan(**{**vars(unit), "ordering": place, "office_phone": f"{OFFICE_BLOCK}{1000 + place}"})
        for place, unit in enumerate(found, start=1)
    )


def _city_units() -> Iterator[UnitPlan]:
    given = read("departments.toml")
    yield UnitPlan(ROOT, "澄岚市", "澄岚市", "party_government_office", "city", "", CITY_CODE)
    rows = (
        ("office", "party_government_office"),
        ("department", "department"),
        ("enterprise", "public_enterprise"),
    )
    for table, kind in rows:
        for code, name, short, *_rest in given[table]:
            yield UnitPlan(code, name, short, kind, "city", ROOT, CITY_CODE)


def _units_of(region: Region) -> Iterator[UnitPlan]:
    given, code = read("departments.toml"), region.code
    yield UnitPlan(
        code, f"澄岚市{region.name}人民政府", region.name, "district", "county", ROOT, region.region_code
    )
    for suffix, name in given["county_office"]:
        if suffix != DESK or code in given["own_desk"]:
            full = f"{region.name}{name}"
            yield UnitPlan(f"{code}-{suffix}", full, full, "department", "county", code, region.region_code)
    for place, town in enumerate(region.places["towns"], start=1):
        town_code, town_region = f"{code}-{place:02d}", f"{region.region_code}{place:03d}"
        full = f"{region.name}{town}"
        yield UnitPlan(town_code, full, town, "township", "township", code, town_region)
        villages = [
            each.partition("/")[2] for each in region.places["grassroots"] if each.startswith(f"{town}/")
        ]
        for number, village in enumerate(villages, start=1):
            yield UnitPlan(
                f"{town_code}-{number}", f"{town}{village}", village, "village", "village", town_code,
                f"{town_region}{200 + number}",
            )  # fmt: skip


@cache
def boards() -> tuple[BoardPlan, ...]:
    """The 96 boards in the order of the directory."""
    given = read("departments.toml")
    rows = [*_leader_boards(given), *_region_boards(given), *_department_boards(given), *_topic_boards()]
    policy, closed = given["policy"], given["closed"]
    return tuple(_with_policy(row, policy, closed) for row in rows)


def _with_policy(row: BoardPlan, policy: dict[str, list[str]], closed: dict[str, str]) -> BoardPlan:
    changes: dict[str, Any] = {}
    if row.slug in policy["on_reply"]:
        changes["publication"] = "on_reply"
    if row.slug in policy["review_by_unit"]:
        changes["review"] = "unit"
    if row.slug in policy["review_by_platform"]:
        changes["review"] = "platform"
    if row.slug == closed["board"]:
        changes.update(is_open=False, closed_reason=closed["reason"])
    return BoardPlan(**{**vars(row), **changes})


def _leader_boards(given: dict[str, Any]) -> Iterator[BoardPlan]:
    for slug, (title, leader, owner, intro) in given["leaders"].items():
        yield BoardPlan("leader", slug, title, owner, intro, "envelope-paper", leader)


def _region_boards(given: dict[str, Any]) -> Iterator[BoardPlan]:
    for row in read("regions.toml")["region"]:
        code, name = row["code"], row["name"]
        more = {
            "owner": code,
            "level": "county",
            "region_code": row["region_code"],
            "desk": f"{code}-{DESK}" if code in given["own_desk"] else DESK,
        }
        yield BoardPlan(kind="region", slug=code, title=name, intro=row["intro"], icon=row["icon"], **more)
        secretary, head = row["leaders"]
        posts = ((f"{code}-shuji", secretary), (f"{code}-{'xian' if name[-1] == '县' else 'qu'}zhang", head))
        for (slug, leader), sort in zip(posts, ("委书记信箱", "长信箱"), strict=True):
            intro = f"受理{name}范围内的意见、建议和求助。来信由专人登记，交{name}有关单位或乡镇（街道）办理后公开答复。"
            yield BoardPlan(
                kind="leader",
                slug=slug,
                title=f"{name}{sort}",
                intro=intro,
                icon="envelope",
                leader=leader,
                **more,
            )


def _department_boards(given: dict[str, Any]) -> Iterator[BoardPlan]:
    for code, _name, short, icon, head, intro in (*given["department"], *given["enterprise"]):
        yield BoardPlan("department", code, short, code, intro, icon, head)


def _topic_boards() -> Iterator[BoardPlan]:
    for row in read("topics.toml")["topic"]:
        yield BoardPlan("topic", row["slug"], row["title"], row["owner"], row["intro"], row["icon"])
