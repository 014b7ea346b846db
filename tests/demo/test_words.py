"""The words of the demo: within the form's limits, in proper form, and with no personal number in a reply."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import pytest

from boards.rules.redact import redact
from cases.rules.quality import Reply, blocking, findings
from cases.rules.states import DeclineCode, Kind, Outcome
from demo.city import boards, regions
from demo.dates import Days
from demo.people import citizens, staff
from demo.words import ANY_REGION, common, declinables, fill, scene, situations

TREE = json.loads(
    (Path(__file__).resolve().parents[2] / "boards/data/categories.json").read_text(encoding="utf-8")
)
LEAVES = [leaf for top in TREE for middle in top["children"] for leaf in middle.get("children", [])]
CATEGORIES = {leaf["code"] for leaf in LEAVES}
VAGUE = re.compile("近期|尽快|适时|有关部门|正在研究")


def days(slots):
    found = Days(date(2026, 8, 10), seen=date(2026, 8, 12), replied=date(2026, 8, 14), due=date(2026, 9, 30))
    found.update(
        slots,
        unit_short="市社保中心",
        nickname="市民7K3F",
        person="宫之敏",
        phone="0600-8801020",
        unit="市人社局",
    )
    return found


def filled(situation, template):
    """The template as it reads in every region that it may play in, two draws each."""
    for region, turn in product(regions(), range(2)):
        if not situation.regions or region.code in situation.regions:
            rng = Random(f"{situation.key}{region.code}{turn}")
            yield fill(template, days(scene(region, rng, situation.slots)), rng)


def test_there_are_enough_situations_and_each_has_a_name_of_its_own():
    assert len({each.key for each in situations()}) == len(situations()) >= 150


def test_situations_are_of_every_kind():
    assert {each.kind for each in situations()} == set(Kind.values)


def test_situations_come_from_at_least_fifteen_fields():
    assert len({each.category[:4] for each in situations()}) >= 15


def test_no_two_replies_are_the_same():
    assert max(Counter(each.reply for each in situations()).values()) == 1


def test_every_ground_for_declining_has_a_message():
    assert {each.code for each in declinables()} == set(DeclineCode.values)


def test_a_situation_names_what_exists():
    leads = {each.unit for each in staff() if each.role == "handler"} | {ANY_REGION}
    slugs, voices = {each.slug for each in boards()}, {each.voice for each in citizens()}
    for each in situations():
        assert each.category in CATEGORIES, each.key
        assert set(each.units) <= leads, each.key
        assert set(each.topics) <= slugs, each.key
        assert set(each.voices) <= voices, each.key
        assert each.outcome in Outcome.values, each.key


def test_titles_and_bodies_fit_the_form():
    for each in situations():
        assert all(5 <= len(text) <= 40 for title in each.titles for text in filled(each, title)), each.key
        assert all(60 <= len(text) <= 600 for text in filled(each, each.body)), each.key


def test_a_reply_says_enough_and_nothing_vague():
    for each in situations():
        for text in filled(each, each.reply):
            assert 120 <= len(text) <= 430, each.key
            assert not VAGUE.search(text), each.key


def whole_replies(situation):
    """The reply with its frame, and the message that it answers, with the same draw of places."""
    words = common()
    for turn, closing in enumerate(words["closings"]):
        rng = Random(f"{situation.key}{turn}")
        slots = days(scene(rng.choice(regions()), rng, situation.slots))
        frame = (rng.choice(words["salutations"]), situation.reply, closing)
        body = "\n".join(fill(part, slots, rng) for part in frame)
        title = fill(rng.choice(situation.titles), slots, rng)
        yield Reply(
            body=body,
            outcome=situation.outcome,
            kind=situation.kind,
            title=title,
            asked=fill(situation.body, slots, rng),
            promise_on=date(2026, 9, 30),
        )


def test_every_reply_of_the_city_passes_the_checks():
    found = [
        (each.key, finding)
        for each in situations()
        for reply in whole_replies(each)
        for finding in findings(reply)
    ]
    assert found == []


@pytest.mark.parametrize("stub", common()["stubs"])
def test_a_hasty_draft_does_not(stub):
    assert {"vague", "no_contact"} & set(blocking(findings(Reply(body=stub, outcome="solved"))))


def test_what_is_not_personal_stays_readable():
    for each in situations():
        for template in (*each.titles, each.body, each.reply, each.contact):
            assert all(not redact(text).marks for text in filled(each, template)), each.key


def test_the_words_of_a_rating_have_no_open_slot():
    for each in situations():
        slots = scene(regions()[0], Random(1), each.slots)
        assert each.good.format_map(slots)
        assert each.bad.format_map(slots)


def test_a_declined_message_fits_the_form_too():
    for each, region in product(declinables(), regions()):
        rng = Random(f"{each.key}{region.code}")
        slots = days(scene(region, rng))
        assert all(5 <= len(fill(title, slots, rng)) <= 40 for title in each.titles), each.key
        assert 60 <= len(fill(each.body, slots, rng)) <= 600, each.key


@pytest.mark.parametrize("closing", common()["closings"])
def test_the_office_phone_survives_the_masking_of_a_reply(closing):
    text = closing.format_map(days({}))
    assert "0600-8801020" in redact(text, keep=("landline",)).text


@pytest.mark.parametrize("slip", common()["slips"])
def test_the_number_that_a_citizen_lets_slip_is_masked(slip):
    text = slip.format(mobile="15400000001", tail="0001")
    assert redact(text).marks
