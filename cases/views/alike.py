"""/boards/<slug>/alike/: what others have written about the same, as a piece of the posting page for its script."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.tries import Tries
from boards.models import Board
from cases.reads.alike_posts import alike_posts

ASKED = Tries("similar")
LONGEST = 60  # characters of a title that are read


@never_cache
@require_safe
def alike(request: HttpRequest, slug: str) -> HttpResponse:
    """HTML of a list; 204 for nothing alike. Only for who is writing."""
    if not isinstance(request.user, User):
        raise Http404
    if not ASKED.count(str(request.user.pk)):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    board = get_object_or_404(Board.objects.only("pk"), slug=slug)
    title = request.GET.get("title", "").replace("\0", "")[:LONGEST]
    rows = alike_posts(title, board_id=board.pk, at=timezone.now())
    if not rows:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "cases/alike.html", {"alike": rows})
