"""People, units and memberships are configured by administrators, and by nobody else on the staff."""

import pytest
from django.db import IntegrityError

from accounts.models import Membership, Unit, User
from tests.accounts.conftest import PASSWORD
from tests.factories import a_citizen

TABLES = ["/admin/accounts/user/", "/admin/accounts/unit/", "/admin/accounts/membership/"]


@pytest.fixture
def tree(city):
    bureau = Unit.objects.create(
        code="water", name="水务局", kind="department", level="city", parent=city, ordering=2
    )
    office = Unit.objects.create(
        code="water-1", name="河道管理所", kind="department", level="county", parent=bureau
    )
    Unit.objects.create(
        code="roads", name="交通运输局", kind="department", level="city", parent=city, ordering=1
    )
    return city, bureau, office


@pytest.mark.parametrize("table", TABLES)
def test_an_administrator_sees_the_table(client, li_admin, table):
    client.force_login(li_admin)
    assert client.get(table).status_code == 200
    assert client.get(table + "add/").status_code == 200


@pytest.mark.parametrize("table", TABLES)
def test_a_handler_does_not(client, wang_handler, table):
    client.force_login(wang_handler)
    assert client.get(table).status_code == 403


@pytest.mark.parametrize("table", TABLES)
def test_being_superuser_is_no_short_cut(client, wang_handler, table):
    User.objects.update(is_superuser=True)
    client.force_login(wang_handler)
    assert client.get(table).status_code == 403


def test_units_stand_below_their_parents_and_are_indented(client, li_admin, tree):
    client.force_login(li_admin)
    page = client.get("/admin/accounts/unit/").content.decode()
    places = [
        page.index(name) for name in ("云川市人民政府办公室", "　交通运输局", "　水务局", "　　河道管理所")
    ]
    assert places == sorted(places)


def test_tree_order_of_an_empty_table_is_empty(db):
    assert list(Unit.objects.in_tree_order()) == []


def test_a_ring_of_units_is_refused(client, li_admin, tree):
    city, _bureau, office = tree
    client.force_login(li_admin)
    fields = {
        "code": "city",
        "name": "x",
        "kind": "department",
        "level": "city",
        "ordering": 0,
        "parent": office.pk,
    }
    answer = client.post(f"/admin/accounts/unit/{city.pk}/change/", fields)
    assert "不能是本单位或其下属单位" in answer.content.decode()


def test_a_ring_that_got_in_all_the_same_does_not_hang_the_list(tree):
    city, _bureau, office = tree
    Unit.objects.filter(pk=city.pk).update(parent=office)
    assert len(Unit.objects.in_tree_order()) == 4


def test_a_new_official_is_made_and_given_a_role(client, li_admin, city):
    client.force_login(li_admin)
    fields = {"username": "zhao", "name": "赵强", "is_staff": "on", "usable_password": "true"}
    client.post("/admin/accounts/user/add/", fields | {"password1": PASSWORD, "password2": PASSWORD})
    zhao = User.objects.get(username="zhao")
    client.post("/admin/accounts/membership/add/", {"user": zhao.pk, "unit": city.pk, "role": "reviewer"})
    assert Membership.objects.filter(user=zhao, role="reviewer").exists()


def test_a_citizens_number_is_shown_with_its_middle_hidden(client, li_admin):
    zhang = a_citizen(username="citizen-1", phone="13900000001")
    client.force_login(li_admin)
    for page in ("/admin/accounts/user/", f"/admin/accounts/user/{zhang.pk}/change/"):
        words = client.get(page).content.decode()
        assert "139****0001" in words
        assert "13900000001" not in words


def test_nobody_is_deleted(client, li_admin):
    client.force_login(li_admin)
    assert client.post(f"/admin/accounts/user/{li_admin.pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_holds_a_role_is_in_the_roles_table_only_once(li_admin, city):
    with pytest.raises(IntegrityError):
        Membership.objects.create(user=li_admin, unit=city, role="admin")
