"""Several authors rate on their own, and each may think again until the seal ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.actions.change_rating import change_rating
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.merge import merge
from cases.actions.rate import rate
from cases.actions.tick import tick
from cases.models import Case, Rating
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import browser
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import words_of
from tests.cases.ways import draft_it, on, publish_it, replied, signed
from tests.factories import BAD, GOOD, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db


def author_of(pk: int):
    return Case.objects.get(pk=pk).author


def two_authors() -> tuple[int, list]:
    """An answered case that another one was merged into."""
    pk = signed("03-09 09:30")
    target = Case.objects.get(pk=pk)
    second = a_case(at=on("03-09 09:40"), author=a_citizen("市民9QRT"))
    merge(second.pk, by=cast().intake, at=on("03-09 10:00"), into=target.number, reason="同一处路灯。")
    publish_it(draft_it(pk, "03-09 11:00"), "03-09 12:00")
    return pk, [target.author, second.author]


def test_one_good_rating_of_two_closes_nothing():
    pk, authors = two_authors()
    rate(pk, by=authors[0], at=on("03-10 10:00"), verdict=GOOD)
    assert Case.objects.get(pk=pk).state == State.REPLIED
    rate(pk, by=authors[1], at=on("03-11 10:00"), verdict=GOOD)
    assert Case.objects.get(pk=pk).state == State.CLOSED
    assert broken_rules(look_at(pk)) == []


def test_the_end_of_the_window_closes_what_one_of_two_has_rated():
    pk, authors = two_authors()
    rate(pk, by=authors[0], at=on("03-10 10:00"), verdict=GOOD)
    tick(on("04-20 10:00"))
    assert Case.objects.get(pk=pk).state == State.CLOSED
    assert broken_rules(look_at(pk)) == []


def test_nobody_rates_the_same_reply_twice():
    pk, authors = two_authors()
    rate(pk, by=authors[0], at=on("03-10 10:00"), verdict=GOOD)
    with pytest.raises(HeldBack, match="已经评价过"):
        rate(pk, by=authors[0], at=on("03-10 11:00"), verdict=GOOD)


def test_a_bad_rating_of_one_is_revisited_and_the_other_still_rates():
    pk, authors = two_authors()
    rate(pk, by=authors[0], at=on("03-10 10:00"), verdict=BAD)
    assert Case.objects.get(pk=pk).state == State.REVISITING
    rate(pk, by=authors[1], at=on("03-10 11:00"), verdict=GOOD)
    assert Case.objects.get(pk=pk).state == State.REVISITING
    assert Rating.objects.filter(case=pk).count() == 2
    assert broken_rules(look_at(pk)) == []


def test_a_rating_is_changed_until_the_seal_ends_and_shown_as_changed():
    pk = replied("03-09 09:30")
    rate(pk, by=author_of(pk), at=on("03-10 10:00"), verdict=GOOD)
    change_rating(pk, by=author_of(pk), at=on("03-12 10:00"), verdict=GOOD)
    rating = Rating.objects.get(case=pk)
    assert (rating.rated_at, rating.changed_at) == (on("03-10 10:00"), on("03-12 10:00"))
    assert look_at(pk).did("change_rating")[0].facts["was"]["outcome"] == GOOD.outcome
    with pytest.raises(HeldBack, match="评价期已经结束"):
        change_rating(pk, by=author_of(pk), at=rating.sealed_until, verdict=BAD)


def test_one_that_becomes_bad_opens_the_revisit_of_a_closed_case():
    pk = replied("03-09 09:30")
    rate(pk, by=author_of(pk), at=on("03-10 10:00"), verdict=GOOD)
    Outbox.objects.all().delete()
    change_rating(pk, by=author_of(pk), at=on("03-12 10:00"), verdict=BAD)
    assert Case.objects.get(pk=pk).state == State.REVISITING
    assert Outbox.objects.filter(user=cast().revisitor, channel="site").exists()
    assert broken_rules(look_at(pk)) == []


def test_who_has_not_rated_has_nothing_to_change():
    pk, authors = two_authors()
    rate(pk, by=authors[0], at=on("03-10 10:00"), verdict=GOOD)
    with pytest.raises(HeldBack, match="还没有评价"):
        change_rating(pk, by=authors[1], at=on("03-10 11:00"), verdict=BAD)
    with pytest.raises(NotAllowed):
        change_rating(pk, by=a_citizen("市民ABCD"), at=on("03-10 11:00"), verdict=BAD)


def test_the_handling_unit_reads_neither_the_old_nor_the_new_rating_before_the_seal_ends():
    pk = replied("03-09 09:30")
    case = Case.objects.get(pk=pk)
    rate(pk, by=case.author, at=on("03-10 10:00"), verdict=GOOD)
    Rating.objects.filter(case=pk).update(sealed_until=on("03-09 09:30") + timedelta(days=3650))
    change_rating(pk, by=case.author, at=on("03-12 10:00"), verdict=BAD)
    page = words_of(browser(cast().handler).get(f"/admin/cases/case/{pk}/change/"))
    assert "解决力度 1" not in page
    assert "解决力度 5" not in page
    assert "更改前的评价已留存" in page
