"""What follows once a message is in: the unit contacts, looks, drafts; signer and reviewer judge; the author rates.

One chapter a fate, in CHAPTERS. A story that must stand still somewhere just ends its chapter there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from cases.actions.approve_reply import approve_reply
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.actions.note import note
from cases.actions.remind import remind
from cases.actions.reveal_contact import reveal_contact
from cases.actions.send_back import send_back
from cases.rules.clocks import ClockName
from cases.rules.measures import Measure
from cases.rules.workdays import in_shanghai
from demo.aftermath import after_reply
from demo.plan import Fate
from demo.replies import reply_text
from demo.story import Story, told
from demo.words import Situation, common

HOURS_A_DAY: Final = 7  # of office time
DAYS_AROUND: Final = 2.8  # for signing, contact and review, before and after the work itself
THANKS_DAYS: Final = 2  # no clock asks for it, but one answers
NOTED, REVEALED, REMINDED = 0.6, 0.35, 0.5
HASTY = 0.6  # of what waits for a reviewer: drafts that the checks will not let pass


def chapters(story: Story) -> None:
    """All that happens after posting, by the tale's fate."""
    fate = story.tale.fate
    if fate in _ENDS_EARLY:
        for part in _ENDS_EARLY[fate]:
            part(story)
        return
    _open(story)
    _contact(story)
    if fate == Fate.STUCK_HANDLING:
        _stand_still(story)
        return
    _answer(story, rounds=1)
    if fate in (Fate.FRESH_REVIEWING, Fate.STUCK_REVIEWING):
        return
    after_reply(story, lambda: _answer_again(story))


def _open(story: Story) -> None:
    story.accept()
    story.assign()
    story.sign()


def _wait_a_night(story: Story) -> None:
    """Nobody looks until shortly before `until`."""
    story.step(story.world.until - timedelta(hours=story.rng.uniform(1.2, 3)))


def _soon_before_the_end(story: Story) -> None:
    _wait_a_night(story)
    story.accept()


def _soon_assigned(story: Story) -> None:
    _soon_before_the_end(story)
    story.assign()


_ENDS_EARLY: Final[Mapping[Fate, tuple[Callable[[Story], None], ...]]] = {
    Fate.FRESH_SUBMITTED: (),
    Fate.STUCK_SUBMITTED: (),
    Fate.FRESH_ACCEPTED: (_soon_before_the_end,),
    Fate.STUCK_ACCEPTED: (Story.accept,),
    Fate.FRESH_ASSIGNED: (_soon_assigned,),
    Fate.STUCK_CONTACT: (_open,),
    Fate.DECLINED: (Story.decline,),
    Fate.WITHDRAWN: (Story.withdraw,),
}


def _situation(story: Story) -> Situation:
    assert story.tale.situation is not None  # only what is declined has none
    return story.tale.situation


def _handler(story: Story) -> User:
    return story.staff("handler", story.tale.lead)


def _contact(story: Story) -> None:
    handler, rng, found = _handler(story), story.rng, _situation(story)
    story.later(0.3, 6)
    if rng.random() < REVEALED:
        reveal_contact(story.case_id, by=handler, at=story.now, purpose=told(rng, "reveal_purposes"))
    if rng.random() < 0.1:
        words = told(rng, "unreached")
        log_contact(story.case_id, by=handler, at=story.now, way="phone", result=words, is_reached=False)
        story.later(1, 3)
    words = found.contact.format_map(story.tale.slots)
    log_contact(story.case_id, by=handler, at=story.now, way=_way(words), result=words)


def _way(words: str) -> str:
    """What the contact note says about how."""
    if "上门" in words:
        return "visit"
    return "phone" if "电话" in words else "site" if "到" in words else "phone"


def _look(story: Story, handler: User) -> datetime:
    """The unit looks into it; the day is the one that the reply names."""
    contacted = story.now
    story.later(*((1, 7) if _takes_days(story) else (0.2, 1.5)))
    if _takes_days(story):
        story.another_day(contacted)
    if story.rng.random() < NOTED:
        kind, words = story.rng.choice(common()["notes"])
        note(story.case_id, by=handler, at=story.now, kind=kind, words=words)
    return story.now


def _answer(story: Story, rounds: int) -> None:
    """Look, draft (sent back once by fate), countersign, publish."""
    handler, found, fate = _handler(story), _situation(story), story.tale.fate
    seen = _look(story, handler)
    _until_it_is_drafted(story)
    if fate == Fate.SENT_BACK and rounds == 1:
        stub = told(story.rng, "stubs")
        draft_reply(story.case_id, by=handler, at=story.now, body=stub, outcome=found.outcome)
        send_back(
            story.case_id, by=_judge(story), at=story.later(0.5, 4), reason=told(story.rng, "send_backs")
        )
        story.later(1, 6)
    is_hasty = fate == Fate.FRESH_REVIEWING and story.rng.random() < HASTY
    body = (
        told(story.rng, "stubs")
        if is_hasty
        else reply_text(story, seen=in_shanghai(seen).date(), again=rounds > 1)
    )
    draft_reply(
        story.case_id, by=handler, at=story.now, body=body, outcome="solved" if rounds > 1 else found.outcome
    )
    if fate not in (Fate.FRESH_REVIEWING, Fate.STUCK_REVIEWING):
        _publish(story)


def _until_it_is_drafted(story: Story) -> None:
    """Time passes until the draft: within the limit, or well over it for what is late."""
    fate, rng = story.tale.fate, story.rng
    if fate == Fate.FRESH_REVIEWING:
        story.step(story.world.until - timedelta(hours=rng.uniform(1, 5)))
        return
    if story.is_emergency:
        story.step(story.now + timedelta(hours=rng.uniform(2, 9)))
        return
    late, limit = fate == Fate.LATE, _limit_days(story)
    days = limit * rng.uniform(1.15, 2.3) if late else max(limit - DAYS_AROUND, 0.2) * rng.uniform(0.1, 0.95)
    hours = timedelta(hours=days * HOURS_A_DAY)
    at = story.world.policy.calendar.add_office_hours(story.now, hours)
    seen = story.now
    if late:
        _remind(story, at)
    story.step(at)
    if _takes_days(story):
        story.another_day(seen)


def _takes_days(story: Story) -> bool:
    """Somebody goes there, some time after the telephone call, and writes about it some time later."""
    return story.tale.kind not in ("question", "thanks") and not story.is_emergency


def _limit_days(story: Story) -> int:
    """The length of the reply clock in workdays."""
    tale = story.tale
    on = in_shanghai(tale.submitted_at).date()
    level = story.world.policy.level_for(ClockName.REPLY, kind=tale.kind, grade="normal", on=on)
    return level.amount if level and level.measure == Measure.WORKDAYS else THANKS_DAYS


def _remind(story: Story, at: datetime) -> None:
    """Before a late draft the author grows impatient, and a supervisor asks."""
    rng, between = story.rng, at - story.now
    if story.author is not None and rng.random() < REMINDED:
        moment = story.step(story.now + between * rng.uniform(0.4, 0.6))
        remind(story.case_id, by=story.author, at=moment, words=told(rng, "reminders"))
    if rng.random() < REMINDED:
        moment = story.step(story.now + between * 0.35)
        remind(
            story.case_id,
            by=story.staff("supervisor", "ducha"),
            at=moment,
            words=told(rng, "supervisor_reminders"),
        )


def _stand_still(story: Story) -> None:
    """The case lies; after its limit somebody asks, and still it lies."""
    limit = timedelta(days=_limit_days(story) * 1.6)
    _remind(story, story.now + limit * 2)


def _signer(story: Story) -> User:
    return story.staff("signer", story.tale.lead)


def _publish(story: Story) -> None:
    """As the board's policy has it: the unit's signer, the platform's reviewer, or one after the other."""
    review = story.world.boards[story.tale.board].review
    if review == "both":
        countersign(story.case_id, by=_signer(story), at=story.later(0.3, 3))
    approve_reply(
        story.case_id, by=_judge(story), at=story.later(0.3, 4), remark=told(story.rng, "review_remarks")
    )


def _judge(story: Story) -> User:
    """Who publishes: the platform's reviewer, or the unit's signer where the board has it so."""
    is_unit = story.world.boards[story.tale.board].review == "unit"
    return _signer(story) if is_unit else story.staff("reviewer")


def _answer_again(story: Story) -> None:
    """A reopened case: contact anew, look again, answer again."""
    words = told(story.rng, "reopen_contacts")
    log_contact(story.case_id, by=_handler(story), at=story.later(0.5, 5), way="visit", result=words)
    _answer(story, rounds=2)
