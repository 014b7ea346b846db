"""The full text of a unit's reply: salutation, what was found and done, whom to call. The page itself signs and dates it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from accounts.models import Unit, UnitKind
from cases.rules.workdays import in_shanghai
from demo.dates import Days
from demo.people import handler_of
from demo.story import Story, told
from demo.words import fill

_SELF: Final = re.compile("我(?:局|委|中心|公司|支队|单位)")
_ENDINGS: Final = (("局", "局"), ("委员会", "委"), ("中心", "中心"), ("公司", "公司"), ("支队", "支队"))


def reply_text(story: Story, *, seen: date, again: bool) -> str:
    """`seen` is the day on which the unit looked; `again` for the second reply of a reopened case."""
    tale, rng = story.tale, story.rng
    assert tale.situation is not None
    unit, today = story.world.units[tale.lead], in_shanghai(story.now).date()
    days = Days(
        in_shanghai(tale.submitted_at).date(),
        seen=seen,
        replied=today,
        due=today + timedelta(days=rng.randint(20, 75)),
    )
    days.update(tale.slots)
    days.update(
        nickname=tale.author.nickname if not tale.by_hotline else "来电人",
        person=handler_of(tale.lead).name,
        phone=unit.office_phone,
        unit=unit.name,
    )
    template = told(rng, "reopen_replies") if again else tale.situation.reply
    parts = [told(rng, "salutations"), _in_own_name(template, unit), told(rng, "closings")]
    return "\n".join(fill(part, days, rng) for part in parts)


def _in_own_name(template: str, unit: Unit) -> str:
    """我局, 我中心, 我区: how the unit that answers speaks of itself, for several may answer the same situation."""
    if unit.kind == UnitKind.DISTRICT:
        return _SELF.sub(f"我{unit.short_name[-1]}", template)
    word = next((word for ending, word in _ENDINGS if unit.name.endswith(ending)), "单位")
    return _SELF.sub(f"我{word}", template)
