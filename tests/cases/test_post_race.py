"""The double click: one form, sent by many threads at once, makes one case."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cases.models import Case, Clock, Event
from notify.models import Outbox
from tests import factories
from tests.cases.pages import a_picture, address_of, form_of, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

CLICKS = 4


def test_one_form_sent_by_many_threads_at_once_makes_one_case() -> None:
    board, author, key = factories.a_board(), factories.a_citizen(), str(uuid.uuid4())
    factories.cast(board)
    together = threading.Barrier(CLICKS)

    def click(_number: int) -> tuple[int, str]:
        browser = signed_in(author)
        form = form_of(submission_key=key, attachments=[a_picture()])
        together.wait()
        try:
            response = browser.post(address_of(board), form)
            return response.status_code, response.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(CLICKS) as pool:
        answers = set(pool.map(click, range(CLICKS)))
    case = Case.objects.get()
    assert answers == {(303, f"/my/cases/{case.number}/")}
    assert (Event.objects.count(), Clock.objects.count(), case.attachments.count()) == (1, 2, 1)
    assert Outbox.objects.filter(user=author, channel="site").count() == 1
