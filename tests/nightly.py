"""Whether this is the long run of the night: `pytest --hypothesis-profile nightly`. By day a sample has to do."""

from __future__ import annotations

from hypothesis import settings

IS_NIGHTLY = settings().max_examples > 100
