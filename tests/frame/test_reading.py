"""大字版, 高对比 and 关怀版 without JavaScript."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_choice_is_kept_in_a_cookie_and_leads_back(client):
    answer = client.post("/reading/", {"large": "on", "next": "/boards/"})
    assert (answer.headers["Location"], client.cookies["reading"].value) == ("/boards/", "large")


def test_the_choice_changes_the_page(client):
    client.cookies["reading"] = "large.contrast"
    assert '<html lang="zh-Hans" class="wz-large wz-contrast"' in client.get("/").content.decode()


def test_the_page_of_larger_type_is_kept_beside_the_others(client):
    plain = client.get("/").content.decode()
    client.cookies["reading"] = "care"
    assert 'class="wz-care"' in client.get("/").content.decode()
    del client.cookies["reading"]
    assert client.get("/").content.decode() == plain


def test_choosing_nothing_forgets_the_choice(client):
    client.cookies["reading"] = "large"
    client.post("/reading/", {"next": "/"})
    assert client.cookies["reading"]["max-age"] == 0


@pytest.mark.parametrize("cookie", ["", "huge", "large><script>", "." * 500])
def test_a_strange_cookie_chooses_nothing_strange(client, cookie):
    client.cookies["reading"] = cookie
    assert 'class=""' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_it_leads_to_no_other_site(client, away):
    assert client.post("/reading/", {"next": away}).headers["Location"] == "/"


def test_only_pages_whose_sheets_know_it_follow_a_dark_system(client, sun_supervisor):
    assert "data-scheme" in client.get("/").content.decode()
    assert "data-scheme" in client.get("/nix/").content.decode()
    client.force_login(sun_supervisor)
    assert "data-scheme" not in client.get("/supervise/").content.decode()
