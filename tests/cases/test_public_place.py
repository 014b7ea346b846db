"""The public learns the county of a place, and more only where the author has ticked it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.models import Region
from cases.actions.accept import accept
from cases.models import Case
from cases.rules.public_place import county_of, public_place
from cases.rules.states import State
from tests.factories import MONDAY, a_board, a_case, a_category, cast

COUNTIES = [("临江区", "990102"), ("望山县", "990121")]
PLACE = "临江区人民路与建设街路口东侧"


@given(st.text(max_size=20), st.text(max_size=60))
def test_without_the_tick_nothing_that_was_typed_is_shown(region: str, detail: str) -> None:
    assert public_place(region, detail, wants_detail=False) in ("", region.strip())


@given(st.text(max_size=20), st.text(max_size=60))
def test_with_the_tick_the_words_are_shown_whole_and_once(region: str, detail: str) -> None:
    shown = public_place(region, detail, wants_detail=True)
    assert detail.strip() in shown
    assert len(shown) <= len(region.strip()) + 1 + len(detail.strip())


@pytest.mark.parametrize(
    ("detail", "code", "region"),
    [
        (PLACE, "", "临江区"),
        ("人民路 8 号", "990121", "望山县"),
        ("人民路 8 号", "990121003", "望山县"),
        ("临江区人民路 8 号", "990121", "临江区"),
        ("岚川省云川市临江区人民路，往望山县方向", "990121", "临江区"),
        ("人民路 8 号", "990100", ""),
        ("人民路 8 号", "", ""),
    ],
)
def test_the_county_is_that_of_the_words_or_of_the_board(detail: str, code: str, region: str) -> None:
    assert county_of(detail, COUNTIES, code) == region


@pytest.mark.django_db
@pytest.mark.parametrize(("wants_place", "shown"), [(False, "临江区"), (True, PLACE)])
def test_the_page_shows_what_the_author_has_ticked(client, wants_place: bool, shown: str) -> None:
    Region.objects.create(code="990102", name="临江区", level="county")
    case = a_case(State.ACCEPTED, place=PLACE, wants_place=wants_place)
    message = Case.objects.get(pk=case.pk).message
    assert message is not None
    assert message.place == shown
    assert ("建设街路口" in client.get(message.get_absolute_url()).content.decode()) is wants_place


@pytest.mark.django_db
def test_an_answered_message_shows_no_more_than_that() -> None:
    case = a_case(State.REPLIED, board=a_board("water"), place=PLACE)
    assert case.message is not None
    assert PLACE not in case.message.place


@pytest.mark.django_db
def test_of_a_township_that_was_chosen_the_public_reads_the_county() -> None:
    county = Region.objects.create(code="990102", name="临江区", level="county")
    town = Region.objects.create(code="990102003", name="西关街道", level="township", parent=county)
    case = a_case(place="建设街路口东侧")
    Case.objects.filter(pk=case.pk).update(region=town)
    accept(case.pk, by=cast().intake, at=MONDAY + timedelta(hours=1), category_id=a_category().pk)
    message = Case.objects.get(pk=case.pk).message
    assert message is not None
    assert message.place == "临江区"
