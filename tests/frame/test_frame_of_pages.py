"""Every public and citizen page stands in the same frame: one heading, a title, the way back, the way past the frame."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests.frame.city import NUMBER, a_city, addresses

pytestmark = pytest.mark.django_db
TIMES = re.compile(r"<time[^>]*>")


def faults(path: str, page: str, *, is_nowhere: bool) -> list[str]:
    """What the page lacks, in words. The beginning, and what is nowhere, need no way back."""
    is_below = path != "/" and not is_nowhere
    head, _, body = page.partition("<body")
    title = re.search(r"<title>(.*?)</title>", head, re.S)
    lacks = {
        "one h1": len(re.findall(r"<h1[ >]", page)) == 1,
        "a language": '<html lang="zh-Hans"' in head,
        "a title that ends with the site": title is not None
        and title[1].endswith(f" - {settings.SITE_NAME}"),
        "a title of its own": path == "/" or (title is not None and "首页" not in title[1]),
        "a description": 'name="description"' in head or 'content="noindex"' in head,
        "the skip link as first link": re.search(r"<a [^>]*>", body)[0] == '<a class="wz-skip" href="#main">',
        "a main part for it": page.count('<main id="main" tabindex="-1">') == 1,
        "the way back": page.count('class="wz-crumbs"') == is_below,
        "where one is": not is_below or page.count('aria-current="page">') >= 1,
        "times that machines read": all(has_moment(each) for each in TIMES.findall(page)),
        "headings in order": in_order([int(each) for each in re.findall(r"<h([1-6])[ >]", body)]),
        "words beside every picture": all(" alt=" in each for each in re.findall(r"<img [^>]*>", page)),
        "ids that are there once": is_unique(re.findall(r' id="([^"]+)"', page)),
    }
    return [f"{path} lacks {what}" for what, is_there in lacks.items() if not is_there]


def has_moment(tag: str) -> bool:
    found = re.search(r'datetime="([^"]+)"', tag)
    return found is not None and bool(datetime.fromisoformat(found[1]))


def in_order(levels: list[int]) -> bool:
    """After the first heading none goes down by more than one level."""
    after = levels[levels.index(1) :] if 1 in levels else levels
    return all(later <= earlier + 1 for earlier, later in pairwise(after))


def is_unique(names: list[str]) -> bool:
    return len(names) == len(set(names))


def is_page(answer: HttpResponse) -> bool:
    return answer.status_code in (200, 404, 410) and answer.headers["Content-Type"].startswith("text/html")


def test_every_page_of_the_public_and_of_a_citizen_stands_in_the_frame(client) -> None:
    zhang, signed = a_city(), Client()
    signed.force_login(zhang)
    found, seen = [], 0
    for reader, paths in zip((client, signed), addresses(zhang), strict=True):
        for path in paths:
            answer = reader.get(path)
            if is_page(answer):
                seen += 1
                found += faults(path, answer.content.decode(), is_nowhere=answer.status_code == 404)
    assert (found, seen > 20) == ([], True)


@pytest.mark.parametrize("path", ["/", "/boards/mayor/", f"/messages/{NUMBER}/", "/search/?q=路灯", "/my/"])
def test_a_date_of_a_list_or_a_timeline_is_a_time(client, path) -> None:
    client.force_login(a_city())
    assert len(TIMES.findall(client.get(path).content.decode())) >= 2
