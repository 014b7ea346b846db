"""Why a verb was refused: each with a Chinese sentence for the person.

Views turn them into a form message, a 403, a 404 or a stale-page note.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _


class CaseError(Exception):
    """A verb could not be done; `words` says why and what to do. Nothing was changed."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words
        self.until: datetime | None = None  # of what may be tried again later: when


class CaseMissing(CaseError):
    """No such case, or not for this person: both are 404."""

    def __init__(self) -> None:
        super().__init__(_("没有找到这件留言，请核对编号。"))


class WrongState(CaseError):
    """The table has no such move from this state: somebody was faster, or the page is old."""


class NotAllowed(CaseError):
    """This person may not do this verb on this case."""


class HeldBack(CaseError):
    """A guard of the table, or the verb's own check, says not yet."""


class StalePage(CaseError):
    """The case has moved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("页面已过期：这件留言刚刚有了新的进展。请看过最新情况后再操作，您填写的内容已保留。")
        )
