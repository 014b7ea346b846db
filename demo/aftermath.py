"""After the reply: the author rates or stays silent, the revisitors telephone, some cases are handled again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from cases.actions.rate import Verdict, rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.reopen import reopen
from cases.rules.clocks import ClockName
from cases.rules.states import State
from demo.plan import Fate
from demo.story import Story, told

RATES: Final = 0.48  # of those who could; the others stay silent, and silence is no satisfaction
WITH_WORDS: Final = 0.75
UNHAPPY: Final = frozenset({Fate.BAD, Fate.REOPENED, Fate.FRESH_REVISITING, Fate.STUCK_REVISITING})
REVISITORS: Final = "pingyi"


def after_reply(story: Story, answer_again: Callable[[], None]) -> None:
    """From the published reply to the end."""
    fate = story.tale.fate
    if fate in UNHAPPY:
        _rate_badly(story)
        if fate == Fate.STUCK_REVISITING:
            return
        if fate == Fate.REOPENED:
            _reopen(story)
            answer_again()
            _settle_down(story)
            return
        _revisit(story, is_content=False)
        return
    _settle_down(story)


def _settle_down(story: Story) -> None:
    """A fair rating or none; then the window ends, and whoever is drawn is called."""
    if story.author is not None and story.rng.random() < RATES:
        _rate_well(story)
    else:
        _until_the_window_ends(story)
    if story.state == State.REVISITING:
        _revisit(story, is_content=story.rng.random() < 0.85)


def _rate_badly(story: Story) -> None:
    rng, found = story.rng, story.tale.situation
    just_now = story.world.until - timedelta(hours=rng.uniform(1, 4))
    at = story.step(just_now) if _is_fresh(story) else story.next_days(0.2, 5)
    verdict = Verdict(
        is_answered=rng.random() < 0.7,
        is_solved=rng.choice(("no", "no", "partly")),
        outcome=rng.randint(1, 2),
        attitude=rng.randint(1, 4),
        speed=rng.randint(1, 3),
        words=found.bad.format_map(story.tale.slots) if found and rng.random() < WITH_WORDS else "",
    )
    rate(story.case_id, by=story.author, at=at, verdict=verdict)


def _is_fresh(story: Story) -> bool:
    """Rated just now, and still inside the rating window."""
    return story.tale.fate == Fate.FRESH_REVISITING and story.now > story.world.until - timedelta(days=13)


def _rate_well(story: Story) -> None:
    rng, found = story.rng, story.tale.situation
    at = story.next_days(0.05, 8)
    is_late = story.tale.fate == Fate.LATE
    verdict = Verdict(
        is_answered=True,
        is_solved="partly" if found and found.outcome in ("partly_solved", "promised") else "yes",
        outcome=rng.choice((3, 4, 4, 5, 5, 5)),
        attitude=rng.choice((4, 5, 5)),
        speed=rng.randint(2, 3) if is_late else rng.choice((3, 4, 5, 5)),
        words=found.good.format_map(story.tale.slots) if found and rng.random() < WITH_WORDS else "",
    )
    rate(story.case_id, by=story.author, at=at, verdict=verdict)


def _until_the_window_ends(story: Story) -> None:
    """Nobody says anything; the system closes the case or hands it to the revisitors."""
    if end := story.due_at(ClockName.RATING):
        story.step(end)


def _revisit(story: Story, *, is_content: bool) -> None:
    """Up to three tries on two days, mostly one."""
    rng = story.rng
    by = story.staff("revisitor", REVISITORS)
    story.later(2, 9)
    for _try in range(3):
        if rng.random() < 0.75:
            words = told(rng, "revisit_good" if is_content else "revisit_bad")
            finding = Finding(
                is_reached=True,
                is_solved=rng.choice(("yes", "yes", "partly") if is_content else ("no", "partly")),
                satisfaction=rng.choice((4, 4, 5)) if is_content else rng.randint(1, 3),
                words=words,
            )
            record_revisit(story.case_id, by=by, at=story.now, finding=finding)
            return
        missed = Finding(is_reached=False, words=told(rng, "revisit_none"))
        record_revisit(story.case_id, by=by, at=story.now, finding=missed)
        story.later(3, 7)


def _reopen(story: Story) -> None:
    """The revisitor finds that it is not done; or a supervisor does, after the case was closed."""
    reason = told(story.rng, "reopens")
    if story.rng.random() < 0.5:
        reopen(story.case_id, by=story.staff("revisitor", REVISITORS), at=story.later(2, 9), reason=reason)
        return
    _revisit(story, is_content=False)
    reopen(story.case_id, by=story.staff("supervisor", "ducha"), at=story.later(2, 12), reason=reason)
