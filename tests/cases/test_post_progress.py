"""post_progress (阶段性回复): public words on the way, masked; the deadline runs on."""

from __future__ import annotations

import pytest

from boards.models import Reply
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.post_progress import post_progress
from cases.models import Case, Clock
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.ways import accepted, assign_it, draft_it, on, publish_it, sign_it, signed
from tests.factories import a_board, cast

pytestmark = pytest.mark.django_db
WORDS = "您好！我局已完成现场勘查，正在办理招标手续，请联系施工员手机 13800001234 了解进度。"


def posted(pk: int, text: str) -> int:
    post_progress(pk, by=cast().signer, at=on(text), body=WORDS)
    return pk


def test_the_public_reads_it_as_interim_with_numbers_masked() -> None:
    pk = posted(signed("03-09 09:30"), "03-10 10:00")
    reply = Reply.objects.get(message__number=Case.objects.get(pk=pk).number)
    assert reply.is_interim
    assert "13800001234" not in reply.body
    assert broken_rules(look_at(pk)) == []


def test_no_deadline_stops_for_it() -> None:
    pk = posted(signed("03-09 09:30"), "03-10 10:00")
    clock = Clock.objects.get(case=pk, name="reply")
    assert (clock.stopped_at, clock.paused_at, clock.due_at) == (None, None, on("03-16 18:00"))


def test_the_author_is_told_and_until_when_the_reply_itself_will_come() -> None:
    pk = posted(signed("03-09 09:30"), "03-10 10:00")
    body = Outbox.objects.filter(user=Case.objects.get(pk=pk).author, channel="site").latest("pk").body
    assert "2026年3月16日 18:00 前作出正式回复" in body


def test_it_is_the_units_signer_who_says_it_and_says_something() -> None:
    pk = signed("03-09 09:30")
    with pytest.raises(NotAllowed):
        post_progress(pk, by=cast().handler, at=on("03-10 10:00"), body=WORDS)
    with pytest.raises(HeldBack):
        post_progress(pk, by=cast().signer, at=on("03-10 10:00"), body="  ")


def test_where_messages_go_up_with_their_reply_earlier_words_go_up_too() -> None:
    board = a_board(
        "by-reply", publication="on_reply", title="回复后公开", desk=a_board().desk, owner=a_board().desk
    )
    pk = sign_it(assign_it(accepted("03-09 09:30", board=board), "03-09 09:30"), "03-09 09:30")
    posted(pk, "03-10 10:00")
    assert not Reply.objects.exists()
    publish_it(draft_it(pk, "03-11 10:00"), "03-11 11:00")
    assert list(Reply.objects.values_list("is_interim", flat=True)) == [True, False]
    assert broken_rules(look_at(pk)) == []
