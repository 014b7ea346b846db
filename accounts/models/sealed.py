"""What rows with personal data share: one column, sealed with IDENTITY_KEYS. A dump of the database shows no word of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models

from accounts.rules.sealing import Ring, Unreadable

log = logging.getLogger(__name__)


def ring() -> Ring:
    """The keys of this process."""
    return _ring(tuple(settings.IDENTITY_KEYS))


@cache
def _ring(secrets: tuple[str, ...]) -> Ring:
    return Ring(secrets)


class Sealed(models.Model):
    """A row whose words lie in `sealed`. Every model that inherits from it is rotated by rotate_identity_keys."""

    sealed = models.TextField(editable=False)

    class Meta:
        abstract = True

    @property
    def row_name(self) -> str:
        """Bound into the seal; never changes during the life of a row."""
        raise NotImplementedError

    def seal(self, words: Mapping[str, str]) -> None:
        """Put the words in; saving is the caller's."""
        self.sealed = ring().seal(json.dumps(dict(words), ensure_ascii=False), of=self.row_name)

    def opened(self) -> dict[str, str]:
        """The words. Empty, and a line in the log, where the key is lost: a page without a number is better than no page."""
        try:
            words: dict[str, str] = json.loads(ring().open(self.sealed, of=self.row_name))
        except Unreadable as trouble:
            log.error("%s cannot be read: %s", self.row_name, trouble)
            return {}
        return words

    def reseal(self) -> list[str]:
        """Seal anew with the newest key; says which columns have changed. Raises Unreadable."""
        self.sealed = ring().seal(ring().open(self.sealed, of=self.row_name), of=self.row_name)
        return ["sealed"]

    @classmethod
    def stale(cls) -> models.QuerySet[Any]:
        """Rows that another key than the newest has sealed."""
        return cls._default_manager.exclude(sealed__startswith=f"{ring().newest}:")
