"""From the front page on, no link of ours leads nowhere."""

import re

import pytest

from cases.rules.states import State
from tests import factories

pytestmark = pytest.mark.django_db
LINKS = re.compile(r'(?:href|action|src)="(/[^"#]*)')


def test_every_link_that_a_reader_can_reach_leads_to_a_page(client):
    factories.a_case(State.REPLIED)
    asked, waiting, broken = set(), {"/"}, {}
    while waiting and len(asked) < 200:
        address = waiting.pop()
        asked.add(address)
        answer = client.get(address)
        if (
            answer.status_code >= 400 and answer.status_code != 405
        ):  # 405: the button that signs out is a form
            broken[address] = answer.status_code
        if "html" in answer.headers.get("Content-Type", ""):
            found = {link.replace("&amp;", "&") for link in LINKS.findall(answer.content.decode())}
            waiting |= {link for link in found if not link.startswith("/static/")} - asked
    assert (broken, len(asked) > 10) == ({}, True)
