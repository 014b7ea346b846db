"""Bars as lengths."""

from __future__ import annotations

from stats.charts import BOTTOM, HEIGHT, TOP, Item, bar_chart

ROOM = HEIGHT - TOP - BOTTOM


def test_the_longest_bar_is_as_high_as_the_chart() -> None:
    chart = bar_chart("", "", [Item("1月", 10), Item("2月", 5)])
    assert [float(bar.height) for bar in chart.bars] == [ROOM, ROOM / 2]


def test_a_bar_is_filled_as_far_as_it_is_told() -> None:
    chart = bar_chart("", "", [Item("1月", 10, filled=5)])
    assert float(chart.bars[0].filled_height) == ROOM / 2


def test_bars_against_a_given_fullness_need_not_reach_the_top() -> None:
    chart = bar_chart("", "", [Item("1月", 50)], full=100)
    assert float(chart.bars[0].height) == ROOM / 2


def test_a_chart_of_nothing_has_bars_without_height() -> None:
    chart = bar_chart("", "", [Item("1月", 0)])
    assert (chart.bars[0].height, chart.bars[0].number) == ("0", "")


def test_bars_stand_beside_each_other_inside_the_chart() -> None:
    chart = bar_chart("", "", [Item(str(n), n) for n in range(12)])
    edges = [edge for bar in chart.bars for edge in (float(bar.x), float(bar.x) + float(bar.width))]
    assert edges == sorted(edges)
    assert edges[0] >= float(chart.left)
    assert edges[-1] <= float(chart.right)
