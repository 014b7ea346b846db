"""How a person wants to be told: pure, from the row of wishes and what is known of the person's addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from notify.rules.kinds import EMAIL, OFFERED, SITE, SMS, Kind, switch_name

LONGEST_QUIET = timedelta(hours=14)  # of a day; whoever wants none at all switches the channel off
DAY = timedelta(days=1)
EVENING = time(18, 0)  # when the letters of a day are gathered


@dataclass(frozen=True)
class Reach:
    """A person: which ways lead there, and which of them are wanted."""

    has_phone: bool = False
    has_mail: bool = False
    switches: Mapping[str, bool] = field(default_factory=dict)
    wants_digest: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None

    def is_on(self, kind: Kind, channel: str) -> bool:
        """What the person's switch says, or the table where it was never touched."""
        return self.switches.get(switch_name(kind, channel), OFFERED[kind][channel])

    def channels(self, kind: Kind) -> tuple[str, ...]:
        """Through which channels a notice of this kind goes. Results always reach the site, and leave it if any way leads out."""
        open_ways = {SITE: True, SMS: self.has_phone, EMAIL: self.has_mail}
        wanted = [each for each in OFFERED[kind] if open_ways[each] and self.is_on(kind, each)]
        if kind == Kind.RESULT:
            wanted = wanted if SITE in wanted else [SITE, *wanted]
            if wanted == [SITE]:
                wanted += [each for each in (SMS, EMAIL) if open_ways[each]][:1]
        return tuple(wanted)

    def is_gathered(self, kind: Kind, channel: str) -> bool:
        """The letter waits for the daily summary. Results never do."""
        return (
            self.wants_digest and channel == EMAIL and kind not in (Kind.RESULT, Kind.ADDRESS, Kind.SUMMARY)
        )

    def quiet_until_at(self, here: datetime) -> datetime | None:
        """When the person's own quiet hours end that `here` (local time) lies in; None outside of them."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        now, start, end = here.time(), self.quiet_from, self.quiet_until
        is_quiet = start <= now < end if start < end else now >= start or now < end
        if not is_quiet:
            return None
        day = here.date() + DAY if now >= end else here.date()
        return datetime.combine(day, end, here.tzinfo)


def last_evening(here: datetime) -> datetime:
    """The end of the last day that a summary may tell of at `here` (local time)."""
    today = datetime.combine(here.date(), EVENING, here.tzinfo)
    return today if today <= here else today - DAY


def length_of_quiet(start: time, end: time) -> timedelta:
    """From one to the other, past midnight where need be; the same twice is a whole day."""
    minutes = (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
    return timedelta(minutes=minutes if minutes > 0 else minutes + 24 * 60)
