"""What is sealed opens with its key, in its row, and not otherwise; a change of keys loses nobody."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import citizen_of
from accounts.actions import reseal as reseal_file
from accounts.actions.reseal import sealed_models
from accounts.models import Identity, Session, User, ring
from accounts.rules.sealing import Ring, Unreadable
from accounts.sessions import SessionStore
from tests.accounts.conftest import NOON, ZHANG
from tests.factories import a_citizen

OLD, NEW, OTHER = "o" * 43, "n" * 43, "x" * 43


@given(st.text().map(lambda text: text.rstrip(" ")), st.text(max_size=8))
def test_whatever_is_sealed_opens_again(text, row):
    of = row.replace("\n", "")
    assert Ring([OLD]).open(Ring([OLD]).seal(text, of=of), of=of) == text


def test_a_sealed_text_shows_nothing_of_itself_not_even_its_length():
    short, long = (Ring([OLD]).seal(name, of="contact:1") for name in ("王", "欧阳娜娜"))
    assert "王" not in short
    assert len(short) == len(long)


@pytest.mark.parametrize(
    ("keys", "change"),
    [
        ([NEW], lambda text: text),
        ([OLD], lambda text: text[:-8] + "AAAAAAA="),
        ([OLD], lambda text: text.partition(":")[2]),
        ([OLD], lambda text: "13900000001"),
        ([OLD], lambda text: ""),
    ],
    ids=["another key", "altered", "no key named", "in clear", "nothing"],
)
def test_what_is_not_ours_does_not_open(keys, change):
    sealed = Ring([OLD]).seal("13900000001", of="identity:1")
    with pytest.raises(Unreadable):
        Ring(keys).open(change(sealed), of="identity:1")


def test_a_text_does_not_open_in_the_row_of_somebody_else():
    with pytest.raises(Unreadable, match="another row"):
        Ring([OLD]).open(Ring([OLD]).seal("13900000001", of="identity:1"), of="identity:2")


def test_digests_need_the_key_and_tell_kinds_apart():
    digests = {Ring([key]).digest(kind, ZHANG) for key in (OLD, NEW) for kind in ("phone", "name")}
    assert len(digests) == 4


# --- Keys change ------------------------------------------------------------------------------------------------------


@pytest.fixture
def keys(settings):
    def use(*secrets):
        settings.IDENTITY_KEYS = list(secrets)

    return use


def rotate(**options):
    out = io.StringIO()
    call_command("rotate_identity_keys", stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_while_keys_change_everybody_signs_in_to_the_own_account(keys):
    keys(OLD)
    zhang = citizen_of(ZHANG, at=NOON)
    for secrets in ([OLD, NEW], [NEW, OLD]):  # first every process knows the new key, then it comes first
        keys(*secrets)
        assert citizen_of(ZHANG, at=NOON) == zhang
    rotate()
    keys(NEW)
    assert (citizen_of(ZHANG, at=NOON), User.objects.get().phone) == (zhang, ZHANG)


@pytest.mark.django_db
def test_a_rotation_goes_in_batches_and_a_second_one_finds_nothing(keys, monkeypatch):
    monkeypatch.setattr(reseal_file, "BATCH", 3)
    keys(OLD)
    people = {a_citizen().pk: number for number in range(8)}
    keys(NEW, OLD)
    assert "accounts_identity: 8 of 8" in rotate()
    assert "accounts_identity: 0 of 0" in rotate()
    keys(NEW)
    assert all(Identity.objects.get(pk=pk).phone for pk in people)


@pytest.mark.django_db
def test_a_rotation_that_was_stopped_goes_on_where_it_was(keys, monkeypatch):
    monkeypatch.setattr(reseal_file, "BATCH", 3)
    keys(OLD)
    for _ in range(8):
        a_citizen()
    keys(NEW, OLD)
    whole, tries = reseal_file._reseal_rows, []

    def stopped(*given):
        tries.append(1)
        if len(tries) == 3:
            raise KeyboardInterrupt
        return whole(*given)

    monkeypatch.setattr(reseal_file, "_reseal_rows", stopped)
    with pytest.raises(CommandError, match="stopped after 6 of 8"):
        rotate()
    monkeypatch.setattr(reseal_file, "_reseal_rows", whole)
    assert "2 of 2" in rotate()


@pytest.mark.django_db
def test_a_row_of_a_lost_key_is_named_and_the_others_go_on(keys):
    keys(OTHER)
    lost = a_citizen()
    keys(OLD)
    a_citizen()
    keys(NEW, OLD)
    with pytest.raises(CommandError, match="1 rows could not"):
        rotate()
    assert Identity.objects.filter(sealed__startswith=ring().newest).count() == 1
    assert (User.objects.get(pk=lost.pk).phone, User.objects.count()) == (None, 2)


@pytest.mark.django_db
def test_two_accounts_of_one_number_are_both_kept_and_named(keys):
    keys(OLD)
    a_citizen(phone=ZHANG)
    keys(NEW)  # the mistake: the new key alone
    a_citizen(phone=ZHANG)
    keys(NEW, OLD)
    with pytest.raises(CommandError, match="1 rows could not"):
        rotate()
    assert {each.phone for each in User.objects.all()} == {ZHANG}


@pytest.mark.django_db
def test_a_look_at_the_keys_changes_nothing(keys):
    keys(OLD)
    a_citizen()
    before = Identity.objects.get().sealed
    keys(NEW, OLD)
    with pytest.raises(CommandError, match="1 rows are not under the newest key"):
        rotate(check=True)
    assert Identity.objects.get().sealed == before
    keys(OLD)
    assert re.search(r"accounts_identity: 1 rows under key \w+ \(newest\)", rotate(check=True))


def test_every_sealed_table_is_rotated():
    assert {each.__name__ for each in sealed_models()} >= {"Identity"}


# --- Sessions -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_waits_in_a_session_is_sealed(client, keys):
    client.post("/accounts/login/", {"phone": ZHANG})
    row = Session.objects.get()
    assert client.session["sign_in"]["phone"] == ZHANG
    assert row.session_data.startswith(f"{ring().newest}:")


@pytest.mark.django_db
def test_a_session_of_a_lost_key_is_an_empty_one(client, keys):
    client.post("/accounts/login/", {"phone": ZHANG})
    key = client.session.session_key
    keys(NEW)
    assert SessionStore(key).load() == {}
    assert client.get("/accounts/login/code/").status_code == 302
