"""Pages for what went wrong: they need nothing that may be broken, and say what to do next."""

import pytest
from django.template.loader import render_to_string

FAULTS = ["400", "403", "403_csrf", "404", "413", "429", "500", "503"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_page_needs_no_variable_and_names_the_next_step(name):
    page = render_to_string(f"{name}.html")
    assert "接下来可以" in page
    assert "{{" not in page


@pytest.mark.django_db
def test_an_unknown_address_gets_the_page_in_plain_words(client):
    answer = client.get("/nix/")
    assert (answer.status_code, "没有这个页面" in answer.content.decode()) == (404, True)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/boards/", "/search/?q=x", "/reading/", "/nix/", "/admin/login/"])
def test_every_page_carries_the_strict_policy_and_obeys_it(client, address):
    answer = client.get(address)
    policy, page = answer.headers["Content-Security-Policy"], answer.content.decode()
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [word for word in (" style=", " onclick=", "<style", "javascript:") if word in page]
