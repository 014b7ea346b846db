"""What every page's frame shows: equal for all with the same cookie `reading`, so that pages can be cached."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wenzheng.reading import classes


def site(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, its owner, whether it is the invented demo city, 大字版 and 高对比."""
    return {
        "site_name": settings.SITE_NAME,
        "site_owner": settings.SITE_OWNER,
        "is_demo": settings.DEMO,
        "reading_classes": classes(request),
    }
