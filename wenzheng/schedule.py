"""The one table of periodic jobs. Each is a catch-up-safe sweep over rows: late, doubled or missed runs change nothing."""

from typing import Any

from celery.schedules import crontab

EVERY_MINUTE = crontab()

SCHEDULE: dict[str, dict[str, Any]] = {
    # deadlines: mark what has run out, sign and close what signs and closes itself
    "tick-clocks": {"task": "cases.tasks.tick_clocks", "schedule": EVERY_MINUTE, "options": {"expires": 50}},
    # tell people before a deadline ends
    "warn-clocks": {"task": "cases.tasks.warn_clocks", "schedule": EVERY_MINUTE, "options": {"expires": 50}},
    # notices that a lost or killed worker left behind
    "sweep-outbox": {"task": "notify.tasks.sweep_outbox", "schedule": EVERY_MINUTE, "options": {"expires": 50}},
    # figures: the last days again, at ten past each hour, so that late events are counted
    "rebuild-recent": {"task": "stats.tasks.rebuild_recent", "schedule": crontab(minute=10), "options": {"expires": 3000}},
    # yesterday's sign-in codes, wrong passwords and abandoned sessions are of no use to anybody
    "purge-sign-ins": {"task": "accounts.tasks.purge_sign_ins", "schedule": crontab(minute=20, hour=3), "options": {"expires": 3000}},
    # files whose case was never committed
    "sweep-attachments": {"task": "cases.tasks.sweep_attachments", "schedule": crontab(minute=40), "options": {"expires": 3000}},
}
