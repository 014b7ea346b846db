"""The one table of periodic jobs. Each is a catch-up-safe sweep over rows: late, doubled or missed runs change nothing."""

from typing import Any

from celery.schedules import crontab


def _job(task: str, *, expires: int = 50, **when: Any) -> dict[str, Any]:
    """A job that nobody took for `expires` seconds is dropped: the next ring finds the same rows."""
    return {"task": task, "schedule": crontab(**when), "options": {"expires": expires}}


SCHEDULE: dict[str, dict[str, Any]] = {
    # deadlines, every minute: mark what has run out, sign and close what signs and closes itself
    "tick-clocks": _job("cases.tasks.tick_clocks"),
    # every minute: tell people before a deadline ends
    "warn-clocks": _job("cases.tasks.warn_clocks"),
    # every minute: notices that a lost or killed worker left behind
    "sweep-outbox": _job("notify.tasks.sweep_outbox"),
    # figures: the last days again, at ten past each hour, so that late events are counted
    "rebuild-recent": _job("stats.tasks.rebuild_recent", minute=10, expires=3000),
    # yesterday's sign-in codes, wrong passwords and abandoned sessions; in the quietest hour
    "purge-sign-ins": _job("accounts.tasks.purge_sign_ins", minute=20, hour=3, expires=3000),
    # files whose case was never committed; each hour, away from the figures
    "sweep-attachments": _job("cases.tasks.sweep_attachments", minute=40, expires=3000),
}
