"""What every page's frame shows: equal for all with the same cookies `reading` and `language`, so that pages can be cached."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext

from wenzheng.language import LANGUAGES, language_of
from wenzheng.reading import classes


def site(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, its owner, whether it is the invented demo city, 大字版 and 高对比, the language and its neighbours."""
    here = language_of(request)
    return {
        "site_name": gettext(settings.SITE_NAME),  # another than ours stays as it is
        "site_owner": settings.SITE_OWNER,
        "public_url": settings.PUBLIC_URL,
        "canonical": settings.PUBLIC_URL
        + escape_uri_path(request.path),  # a view whose address says more gives its own
        "is_demo": settings.DEMO,
        "reading_classes": classes(request),
        "html_lang": LANGUAGES[here][0],
        "languages": [(code, *names, code == here) for code, names in LANGUAGES.items()],
    }
