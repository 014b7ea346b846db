"""Regions: loaded from a file that an operator gives, again and again, all or nothing; edited by administrators."""

import json

import pytest
from django.core.management import CommandError, call_command

from boards.actions import BadRegions, load_regions
from boards.models import Region
from cases.reads.posting import regions_offered
from demo.city import region_tree

pytestmark = pytest.mark.django_db

TREE = [
    {
        "code": "990100",
        "name": "澄岚市",
        "children": [
            {"code": "990102", "name": "榆麓区", "children": [{"code": "990102001", "name": "榆荫街道"}]},
            {"code": "990103", "name": "望鹤区"},
        ],
    }
]


def test_a_tree_becomes_rows_with_their_levels():
    assert load_regions(TREE) == 4
    assert dict(Region.objects.values_list("name", "level")) == {
        "澄岚市": "city", "榆麓区": "county", "望鹤区": "county", "榆荫街道": "township",
    }  # fmt: skip


def test_loading_again_renames_and_doubles_nothing():
    load_regions(TREE)
    load_regions([{"code": "990103", "name": "望鹤新区"}], level="county")
    assert Region.objects.count() == 4
    assert Region.objects.get(code="990103").name == "望鹤新区"


@pytest.mark.parametrize(
    "node",
    [
        {"code": "", "name": "无码"},
        {"code": "99x", "name": "坏码"},
        {"code": "990104", "name": ""},
        {"code": "990104", "name": "名" * 41},
        {"code": "9901040001112", "name": "太长"},
    ],
)
def test_one_bad_node_and_nothing_is_loaded(node):
    with pytest.raises(BadRegions):
        load_regions([{**TREE[0], "children": [*TREE[0]["children"], node]}])
    assert not Region.objects.exists()


def test_the_command_reads_a_file(tmp_path):
    path = tmp_path / "regions.json"
    path.write_text(json.dumps(TREE, ensure_ascii=False), encoding="utf-8")
    call_command("load_regions", path)
    assert Region.objects.count() == 4


@pytest.mark.parametrize("text", ["{", "[1]", '{"a": 1}', '[{"name": "无码"}]'])
def test_the_command_says_that_a_file_is_none(tmp_path, text):
    path = tmp_path / "regions.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="not a file of regions"):
        call_command("load_regions", path)


def test_the_form_offers_counties_with_their_townships():
    load_regions(TREE)
    groups = regions_offered()
    assert [name for name, _options in groups] == ["榆麓区", "望鹤区"]
    assert [name for _pk, name in groups[0][1]] == ["榆麓区", "榆荫街道"]


def test_a_closed_region_is_not_offered():
    load_regions(TREE)
    Region.objects.filter(name="榆荫街道").update(is_active=False)
    assert [name for _pk, name in regions_offered()[0][1]] == ["榆麓区"]


def test_the_demo_city_has_its_regions():
    assert load_regions(region_tree()) == Region.objects.count()
    assert set(Region.objects.values_list("level", flat=True)) == {"city", "county", "township"}
