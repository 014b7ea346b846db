"""Who called: the header is believed exactly as far as our own proxies wrote it."""

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from accounts.address import address_block, client_address


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        (0, "203.0.113.9", None, "203.0.113.9"),
        (0, "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        (1, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),
        (2, "10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "10.0.0.1", "198.51.100.7", "10.0.0.1"),
        (1, "10.0.0.1", None, "10.0.0.1"),
        (1, "10.0.0.1", "not an address", "10.0.0.1"),
        (1, "10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        (1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "10.0.0.1", "fe80::1%eth0", "fe80::1"),
        (1, "", "::ffff:198.51.100.7", "198.51.100.7"),
        (0, "", None, ""),
    ],
)
def test_the_address_is_read_behind_exactly_our_own_proxies(settings, proxies, peer, forwarded, expected):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == expected


@given(
    st.lists(st.sampled_from(["1.2.3.4", "::1", "", "x", "9.9.9.9, 8.8.8.8", "🜨", "[", "1:2"]), max_size=5)
)
def test_whatever_a_client_writes_in_front_changes_nothing(lies):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")
    request.META["HTTP_X_FORWARDED_FOR"] = ",".join([*lies, "198.51.100.7"])
    with override_settings(TRUSTED_PROXIES=1):
        assert client_address(request) == "198.51.100.7"


def test_a_home_with_ipv6_counts_as_one_address():
    assert address_block("2001:db8:1:2::1") == address_block("2001:db8:1:2:ffff::9")


def test_two_homes_with_ipv6_are_two():
    assert address_block("2001:db8:1:2::1") != address_block("2001:db8:1:3::1")


def test_an_ipv4_address_stands_for_itself():
    assert address_block("198.51.100.7") == "198.51.100.7"
