"""A Celery message may come twice: every task is run twice in a row on a small world, and the second run changes nothing."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from accounts.models import Closing, PasswordTry
from cases.actions._files import StoredFile
from cases.actions.follow import follow
from cases.actions.follow_board import follow_board
from cases.actions.load_policy import load_defaults
from cases.models import (
    Attachment,
    Broadcast,
    Case,
    Clock,
    DataExport,
    Event,
    MessageDraft,
    PolicyStamp,
    SavedSearch,
)
from cases.rules.states import State
from cases.rules.uploads import inspect_upload
from cases.rules.workdays import SHANGHAI
from notify.actions import NoticeWords, enqueue
from notify.models import Outbox
from tests.cases.pages import a_picture
from tests.factories import a_board, a_case, a_citizen, a_member, cast
from tests.notify.wishes import confirmed, wishing
from wenzheng.celery import app

pytestmark = pytest.mark.django_db

app.loader.import_default_modules()
TASKS = sorted(name for name in app.tasks if not name.startswith("celery."))
# What a task is called with; every other task takes nothing.
ARGUMENTS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "cases.tasks.make_thumbnail": lambda: (Attachment.objects.get().pk,),
    "cases.tasks.make_export": lambda: (DataExport.objects.get().pk,),
    "notify.tasks.deliver": lambda: (Outbox.objects.get(key="accept-1:1:email").pk,),
}
LONG_AGO = timezone.now() - timedelta(days=30)
# A task that works at certain hours only: when it is run here.
AT = {
    "cases.tasks.send_digests": datetime(2026, 3, 10, 8, 30, tzinfo=SHANGHAI),
    "notify.tasks.gather_letters": timezone.now() + timedelta(days=1),
}


@pytest.fixture(scope="module")
def rows(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Something for every task: late cases, letters, a stuck one, an old wrong password. Made once; each test undoes its own."""
    folder = tmp_path_factory.mktemp("attachments")
    with django_db_blocker.unblock(), transaction.atomic():
        if not PolicyStamp.objects.exists():
            load_defaults()
        with override_settings(MEDIA_ROOT=folder):
            _fill()
        yield folder
        transaction.set_rollback(True)


def _fill() -> None:
    for state in (State.SUBMITTED, State.ASSIGNED, State.HANDLING, State.REPLIED, State.CLOSED):
        a_case(state, at=LONG_AGO, author=a_citizen())
    a_case(State.HANDLING, at=timezone.now() - timedelta(days=6), author=a_citizen())
    photo = inspect_upload("路灯.png", a_picture().read())
    stored = StoredFile(photo.safe_name, photo.mime, photo.content, photo.width, photo.height)
    a_case(author=a_citizen(), files=[stored])
    a_member("wang_handler", "王承办", cast().lead, email="wang@example.org")
    letter = {
        "channel": "email",
        "subject": "您的留言已受理",
        "body": "您好！",
        "address": "zhang@example.org",
    }
    enqueue([NoticeWords(key=f"accept-{n}:1:email", **letter) for n in (1, 2)])
    enqueue([NoticeWords(key="stuck:1:email", **letter)], at=LONG_AGO)
    enqueue([NoticeWords(key="old:1:email", **letter)], at=LONG_AGO - timedelta(days=180))
    Outbox.objects.filter(key="old:1:email").update(status="sent", sent_at=LONG_AGO)
    a_case(State.WITHDRAWN, at=LONG_AGO - timedelta(days=365), author=a_citizen())
    Closing.objects.create(user=a_citizen(), code="7K3F-9QRT-2M", asked_at=LONG_AGO, due_at=LONG_AGO)
    DataExport.objects.create(user=a_citizen(), key=uuid.uuid4(), asked_at=LONG_AGO)
    SavedSearch.objects.create(
        user=a_citizen(), query='{"q": "路灯"}', saved_at=LONG_AGO, looked_to=LONG_AGO - timedelta(1)
    )
    draft = MessageDraft(
        key=uuid.uuid4(), user=a_citizen(), board=a_board(), saved_at=LONG_AGO - timedelta(1)
    )
    draft.seal({"title": "没写完的留言"})
    draft.save()
    PasswordTry.objects.create(username_key="li", address_key="here", created_at=LONG_AGO)


@pytest.fixture
def world(rows: Path) -> None:
    """And their files, with an old one that has no row."""
    shutil.copytree(rows, settings.MEDIA_ROOT)
    a_reader_who_follows()
    orphan = settings.MEDIA_ROOT / "ab" / f"{'ab' * 16}.jpg"
    orphan.parent.mkdir(parents=True, exist_ok=True)
    orphan.write_bytes(b"nobody's")
    os.utime(orphan, (time.time() - 86400,) * 2)


def a_reader_who_follows() -> None:
    """One event that is still to be told, one board that is followed, one letter that is held."""
    reader, case = wishing(confirmed(a_citizen()), wants_digest=True), Case.objects.get(state=State.REPLIED)
    follow(case.pk, by=reader, at=LONG_AGO)
    follow_board(case.board_id, by=reader, at=LONG_AGO - timedelta(days=30), rhythm="weekly")
    reply = Event.objects.filter(case=case, verb="approve_reply").latest("seq")
    Broadcast.objects.create(event=reply)
    letter = {"channel": "email", "subject": "有新进展", "body": "您好！", "kind": "answer", "is_held": True}
    enqueue([NoticeWords(key="held:1:email", user_id=reader.pk, **letter)])


def how_much() -> dict[str, Any]:
    """The number of rows of every table, and all that is in the tables that the machine writes."""
    counts = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    whole = {
        f"{model.__name__}s": list(model.objects.order_by("pk").values())
        for model in (Case, Clock, Event, Outbox)
    }
    return {**counts, **whole, "files": sorted(map(str, settings.STATE_DIR.rglob("*.*")))}


def test_there_are_tasks() -> None:
    assert len(TASKS) >= 7


@pytest.fixture
def hour(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in AT:
        monkeypatch.setattr(timezone, "now", lambda: AT[name])


@pytest.mark.parametrize("name", TASKS)
def test_a_task_that_runs_twice_does_its_work_once(world: None, hour: None, name: str) -> None:
    arguments = ARGUMENTS.get(name, tuple)()
    app.tasks[name].apply(args=arguments, throw=True)
    once = how_much()
    app.tasks[name].apply(args=arguments, throw=True)
    assert how_much() == once


@pytest.mark.parametrize("name", TASKS)
def test_a_task_that_runs_once_does_something_in_this_world(world: None, hour: None, name: str) -> None:
    """Otherwise the test above would say nothing."""
    before = how_much()
    app.tasks[name].apply(args=ARGUMENTS.get(name, tuple)(), throw=True)
    assert how_much() != before
