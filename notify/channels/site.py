"""The bell on the site: the outbox row itself is the notice, visible from the commit on. Exactly once, without Celery."""

from notify.channels.letter import Letter


def send(letter: Letter) -> None:
    """Nothing to carry anywhere."""
