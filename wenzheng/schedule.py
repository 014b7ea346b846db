"""The one table of periodic jobs. Each is a catch-up-safe sweep over rows: late, doubled or missed runs change nothing."""

from typing import Any

from celery.schedules import crontab


def _job(task: str, *, expires: int = 50, **when: Any) -> dict[str, Any]:
    """A job that nobody took for `expires` seconds is dropped: the next ring finds the same rows."""
    return {"task": task, "schedule": crontab(**when), "options": {"expires": expires}}


SCHEDULE: dict[str, dict[str, Any]] = {
    # deadlines, every minute: mark what has run out, sign and close what signs and closes itself
    "tick-clocks": _job("cases.tasks.tick_clocks"),
    # every minute: the ladder of warnings before and after an end
    "warn-clocks": _job("cases.tasks.warn_clocks"),
    # every minute: notices that a lost or killed worker left behind
    "sweep-outbox": _job("notify.tasks.sweep_outbox"),
    # every minute: events of messages that many endorsed or follow
    "tell-watchers": _job("cases.tasks.tell_watchers"),
    # from six in the evening: digests of followed boards, then the letters of the day in one; later rings catch up
    "tell-boards": _job("cases.tasks.tell_boards", minute="6-59/10", hour="18-21", expires=500),
    "gather-letters": _job("notify.tasks.gather_letters", minute="8-59/10", hour="18-21", expires=500),
    # figures: the last days again, at ten past each hour, so that late events are counted
    "rebuild-recent": _job("stats.tasks.rebuild_recent", minute=10, expires=3000),
    # the morning digest: 08:30 on workdays; the later rings catch up until noon, and find nothing to do otherwise
    "send-digests": _job("cases.tasks.send_digests", minute="*/10", hour="8-11", expires=500),
    # yesterday's sign-in codes, wrong passwords and abandoned sessions; in the quietest hour
    "purge-sign-ins": _job("accounts.tasks.purge_sign_ins", minute=20, hour=3, expires=3000),
    # letters sent half a year ago, notices read and a year old
    "purge-outbox": _job("notify.tasks.purge_outbox", minute=30, hour=3, expires=3000),
    # small pictures whose bell was lost; every five minutes, people see a neutral one until then
    "make-missing-thumbnails": _job("cases.tasks.make_missing_thumbnails", minute="*/5", expires=250),
    # saved searches; each hour by day, at most one notice a search and day; what came at night is told in the morning
    "tell-searches": _job("cases.tasks.tell_searches", minute=25, hour="8-20", expires=3000),
    # drafts of messages that nobody has touched for 30 days
    "purge-drafts": _job("cases.tasks.purge_drafts", minute=50, hour=3, expires=3000),
    # files whose case was never committed; each hour, away from the figures
    "sweep-attachments": _job("cases.tasks.sweep_attachments", minute=40, expires=3000),
    # accounts whose days for thinking it over have passed; at night, when nobody is in the middle of something
    "close-accounts": _job("cases.tasks.close_accounts", minute=50, hour=3, expires=3000),
    # contact data of cases that ended long ago; after the accounts, whose data go first
    "anonymise-contacts": _job("cases.tasks.anonymise_contacts", minute=5, hour=4, expires=3000),
    # copies of own data whose bell was lost, and those whose day is over; a person waits for the first
    "sweep-exports": _job("cases.tasks.sweep_exports", minute="*/5", expires=200),
}
