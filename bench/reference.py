"""The reference views: a constant body of a page's size, a plain list of twenty rows, and one inserted row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from boards.models import Message
from cases.models import Heartbeat

BODY = b"<!doctype html>" + "网络问政".encode() * 1700  # about 20 KB, as a page of ours
ROWS = engines["django"].from_string(
    "<!doctype html><ul>{% for m in messages %}<li><a href='/messages/{{ m.number }}/'>{{ m.title }}</a>"
    "<span>{{ m.author_name }}</span><span>{{ m.state }}</span><time>{{ m.posted_at|date:'Y-m-d H:i' }}</time></li>"
    "{% endfor %}</ul>"
)


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


def twenty_rows(request: HttpRequest) -> HttpResponse:
    messages = Message.objects.filter(is_up=True).order_by("-posted_at", "-id")[:20]
    return HttpResponse(ROWS.render({"messages": messages}))


@csrf_exempt
def one_insert(request: HttpRequest) -> HttpResponse:
    Heartbeat.objects.create(name=request.POST["name"], at=timezone.now())
    return HttpResponse(status=303, headers={"Location": "/"})


urlpatterns = [path("constant/", constant), path("rows/", twenty_rows), path("insert/", one_insert)]
