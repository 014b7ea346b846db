"""What the public learns of a place (地点): the county or district, and more only where the author has ticked it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

COUNTY_DIGITS: Final = 6  # of a region code (GB/T 2260)
LONGEST_BEFORE: Final = 12  # characters: 新疆维吾尔自治区…市


def public_place(region: str, detail: str, *, wants_detail: bool) -> str:
    """`region` is the county's name from the list, never typed by the author; `detail` is what the author wrote.

    A detail that begins with the region's name does not say it twice.
    """
    region, detail = region.strip(), detail.strip()
    if not wants_detail or not detail:
        return region
    return detail if detail.startswith(region) else f"{region} {detail}"


def county_of(detail: str, counties: Sequence[tuple[str, str]], board_code: str) -> str:
    """The county that `detail` begins with, else the one of the board's region code; "" where neither is known.

    Before it may stand the names of province and city. `counties` are (name, region code); a code is compared at
    county level, its first six digits.
    """
    typed = [
        (at, -len(name), name) for name, _code in counties if 0 <= (at := detail.find(name)) <= LONGEST_BEFORE
    ]
    if typed:
        return min(typed)[2]
    code = board_code[:COUNTY_DIGITS]
    return next((name for name, its in counties if code and its[:COUNTY_DIGITS] == code), "")
