"""Our portal with an empty page store at every request: what a page costs when nothing of it is kept."""

from wenzheng.settings import *  # noqa: F403
from wenzheng.settings import MIDDLEWARE as OURS

MIDDLEWARE = [each for each in OURS if "Freshness" not in each]
