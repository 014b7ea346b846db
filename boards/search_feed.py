"""A search as an Atom feed: the newest messages that it finds, titles only; never kept, like the search itself."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.address import address_block, client_address
from accounts.tries import too_many
from boards.models.scope import is_known
from boards.reads.search import newest
from boards.rules.question import question_of
from boards.views import SEARCHES

MOST_ENTRIES = 20


@require_safe
def search_feed(request: HttpRequest) -> HttpResponse:
    """`/search/feed/?q=` with the filters of `/search/`; 404 where there is nothing to look for."""
    question, address = question_of(request.GET), address_block(client_address(request))
    if not question.terms or not is_known(question):
        raise Http404
    if address and not SEARCHES.count(address):
        return too_many(SEARCHES.again_at(address), timezone.now())
    feed = Atom1Feed(
        title=_("搜索：%(words)s - %(site)s") % {"words": question.q, "site": settings.SITE_NAME},
        link=f"{settings.PUBLIC_URL}/search/?{question.address}",
        description=_("最近公开的、包含“%(words)s”的留言") % {"words": question.q},
        language=get_language(),
        feed_url=f"{settings.PUBLIC_URL}{request.path}?{question.address}",
    )
    for message in newest(question, MOST_ENTRIES):
        link = f"{settings.PUBLIC_URL}/messages/{message.number}/"
        feed.add_item(
            message.title,
            link,
            message.board__title,
            unique_id=link,
            pubdate=message.posted_at,
            updateddate=message.replied_at or message.posted_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
