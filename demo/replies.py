"""The full text of a unit's reply: salutation, what was found and done, whom to call, signature and date."""

from __future__ import annotations

from datetime import date, timedelta

from cases.rules.workdays import in_shanghai
from demo.dates import Days, full
from demo.people import handler_of
from demo.story import Story, told
from demo.words import fill


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
    )
    template = told(rng, "reopen_replies") if again else tale.situation.reply
    parts = [told(rng, "salutations"), template, told(rng, "closings")]
    return "\n".join([*(fill(part, days, rng) for part in parts), f"{unit.name}\n{full(today)}"])
