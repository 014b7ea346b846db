"""Endorsing (附议) and following (关注): who may, and what of a case is told to those who do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Standing
from cases.rules.permissions import ALLOWED, CaseFacts, Verdict
from cases.rules.states import RUNNING, Kind
from cases.rules.workdays import DAY, SHANGHAI, in_shanghai
from notify.rules.kinds import Kind as Notice


class Rhythm(TextChoices):
    """How often the digest of a board comes."""

    DAILY = "daily", gettext_lazy("每天")
    WEEKLY = "weekly", gettext_lazy("每周")


# What those who endorsed or follow a message are told of, and as which kind of notice. All of it has a public line.
WATCHED: Mapping[str, Notice] = {
    "accept": Notice.STEP,
    "assign": Notice.STEP,
    "claim": Notice.STEP,
    "sign": Notice.STEP,
    "grant_return": Notice.STEP,
    "arbitrate": Notice.STEP,
    "grant_extension": Notice.STEP,
    "suspend": Notice.STEP,
    "resume": Notice.STEP,
    "supervise": Notice.STEP,
    "unmerge": Notice.STEP,
    "merge": Notice.ANSWER,
    "post_progress": Notice.ANSWER,
    "approve_reply": Notice.ANSWER,
    "ask_again": Notice.STEP,
    "reopen": Notice.ANSWER,
    "close": Notice.ANSWER,
    "withdraw": Notice.ANSWER,
    "confirm_fulfilment": Notice.ANSWER,
}
DIGEST_AT = time(18, 0)
DIGEST_WEEKDAY = 4  # Friday
MARGIN = timedelta(
    minutes=5
)  # a message that was put up before a digest's end may be committed a little later


def may_endorse(who: Standing, case: CaseFacts) -> Verdict:
    """Everybody but the authors, while the message is not finished. A report (举报) is nobody else's."""
    if who.user_id is None:
        return Verdict(False, _("请先登录再附议。"))
    if case.kind == Kind.REPORT:
        return Verdict(False, _("举报件不公开，不能附议。"))
    if who.user_id in {case.author_id, *case.co_author_ids}:
        return Verdict(False, _("这是您自己的留言，不需要附议。想提醒单位抓紧办理，可以在“我的留言”里催办。"))
    if case.state not in RUNNING:
        return Verdict(False, _("这件留言已经结束，不能再附议。问题仍未解决的，请另写一件留言并注明原编号。"))
    return ALLOWED


def last_end(rhythm: str, at: datetime) -> datetime:
    """The end of the last whole day or week that a digest may tell of at `at`."""
    here = in_shanghai(at - MARGIN)
    end = datetime.combine(here.date(), DIGEST_AT, SHANGHAI)
    if end > here:
        end -= DAY
    if rhythm == Rhythm.WEEKLY:
        end -= DAY * ((end.weekday() - DIGEST_WEEKDAY) % 7)
    return end
