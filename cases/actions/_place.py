"""The place of a case as the public reads it (公开地点)."""

from __future__ import annotations

from boards.models import Region, RegionLevel
from cases.models import Case
from cases.rules.private import hide_place
from cases.rules.public_place import county_of, public_place


def place_shown(case: Case) -> str:
    """The county, from the region that was chosen, else from the words or the board; more only where it was ticked.

    Of a place in which the author hides something nothing is told but the county. At most three queries.
    """
    region, township = case.region, ""
    is_whole = hide_place(case.place, case.private_passages) == case.place
    wants_detail = case.wants_place and is_whole
    if region and region.parent and region.level == RegionLevel.TOWNSHIP:
        region, township = region.parent, region.name
    if region:
        return public_place(region.name, township + case.place, wants_detail=wants_detail)
    if not case.place:
        return ""
    rows = Region.objects.filter(level=RegionLevel.COUNTY).order_by("ordering", "code")
    counties = list(rows.values_list("name", "code"))
    county = county_of(case.place if is_whole else "", counties, case.board.region_code)
    return public_place(county, case.place, wants_detail=wants_detail)
