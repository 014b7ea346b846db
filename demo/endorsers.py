"""“我也遇到”: citizens of the invented city endorse what is being handled; a few say why."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Final

from accounts.models import User
from cases.actions.endorse import endorse
from cases.models import Case
from cases.rules.states import RUNNING

MESSAGES: Final = 24
CROWDS: Final = (1, 2, 3, 5, 8, 13)
WORDS: Final = (
    "我家也是这样，已经有两周了。",
    "每天上下班都要经过，盼着早点解决。",
    "我们单元好几户都遇到了，可以到现场看看。",
    "晚上更明显，白天不容易看出来。",
)


def endorse_some(seed: str, until: datetime) -> None:
    """The newest public messages that are not finished."""
    rng = Random(f"{seed}-endorsers")
    people = list(User.objects.filter(identity__isnull=False, is_active=True).order_by("pk"))
    running = Case.objects.filter(state__in=sorted(RUNNING), message__is_up=True)
    for case in running.order_by("-submitted_at", "-pk")[:MESSAGES]:
        others = [each for each in people if each.pk not in case.author_ids]
        for person in rng.sample(others, min(rng.choice(CROWDS), len(others))):
            words = rng.choice(WORDS) if rng.random() < 0.25 else ""
            endorse(case.pk, by=person, at=until, words=words)
