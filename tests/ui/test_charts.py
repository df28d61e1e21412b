"""Charts as values, as what the element is given, and as tables."""

import html
import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.translation import override

from uptake.engine.instants import instant
from uptake.ui.charts import (
    Axis,
    Chart,
    Mark,
    Series,
    drawing,
    histogram,
    kinds,
    largest,
    load_chart,
    s_curve,
    tornado,
)

NASTY = """</up-chart><script>alert("1")</script> ' & {{ x }} \u2028"""
DAY = Axis(label="Finish", kind="time")
COST = Axis(label="Cost", kind="money", unit="CNY")
MARCH = 1_772_409_600_000
"""Midnight of 2 March 2026."""


def chart(*series, **values):
    return Chart(**{"key": "one", "title": "Message", "x": DAY, "y": COST, "series": series} | values)


def shown(one, language="en"):
    with override(language):
        return Template("{% load ui %}{% chart one %}").render(Context({"one": one}))


def given(page):
    return json.loads(html.unescape(re.search(r' data-chart="([^"]*)"', page)[1]))


@pytest.mark.parametrize(
    "at",
    [
        date(2026, 3, 2), datetime(2026, 3, 2), "2026-03-02", "2026-03-02T00:00", instant(datetime(2026, 3, 2)),
        datetime(2026, 3, 1, 16, tzinfo=UTC),
    ],
)  # fmt: skip
def test_days_moments_and_instants_stand_at_their_local_time(at, settings):
    settings.TIME_ZONE = "Asia/Shanghai"
    assert DAY.place(at) == MARCH


@pytest.mark.parametrize("at", [MARCH, -1, 1.5, "tomorrow", None])
def test_what_is_no_time_is_refused(at):
    with pytest.raises((ValueError, TypeError)):
        DAY.place(at)


def test_names_stand_at_their_number_and_figures_that_are_none_are_gaps():
    axis = Axis(label="Phase", kind="names", names=["A", "B"])
    assert [axis.place("B"), axis.place(0)] == [1, 0]
    for wrong in ("C", 2, -1, 0.5):
        with pytest.raises(ValueError, match="none of the names"):
            axis.place(wrong)
    assert [COST.place(math.nan), COST.place(math.inf), COST.place(Decimal("1.50"))] == [None, None, 1.5]
    with pytest.raises(ValueError, match="no number"):
        COST.place("12")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: Series(name="A", values=[], css="red"), "no colour"),
        (lambda: Series(name="A", values=[(1, 2, 3)]), "point of a line"),
        (lambda: Series(name="A", kind="band", values=[(1, 2)]), "point of a band"),
        (lambda: Series(name="A", kind="bar", values=[(n, 1) for n in range(2001)]), "more than 2000"),
        (lambda: Mark(at=1, label="x", css="x;}"), "no colour"),
        (lambda: chart(key="two words"), "no key"),
        (lambda: chart(height=10_000), "high"),
        (lambda: chart(Series(name="A", values=[], second=True)), "no second axis"),
        (lambda: chart(*[Series(name="A", values=[])] * 25), "too many"),
        (lambda: histogram("h", "", COST, [0, 1, 3], [1, 2]), "equally wide"),
        (lambda: histogram("h", "", COST, [0, 1], [1, 2]), "edges"),
    ],
)
def test_a_chart_that_cannot_be_drawn_is_not_made(wrong, why):
    with pytest.raises(ValueError, match=why):
        wrong()


def test_nothing_in_a_chart_gets_out_of_its_place():
    bars = Series(name=NASTY, kind="bar", values=[(NASTY, 1)])
    axis = Axis(label=NASTY, kind="names", names=[NASTY], unit=NASTY)
    page = shown(
        chart(bars, bars, title=NASTY, x=axis, note=NASTY, marks=[Mark(at=1, label=NASTY, axis="y")])
    )
    assert "<script" not in page
    assert page.count("<up-chart") == page.count("</up-chart>") == 1
    payload = given(page)
    assert payload["series"][0]["name"] == payload["x"]["names"][0] == payload["marks"][0]["label"] == NASTY
    assert payload["series"][0]["data"] == [[0, 1]]


def test_the_table_has_a_row_for_each_place_and_a_column_for_each_figure():
    line = Series(name="Plan", values=[(date(2026, 3, 2), 1_234_567), (date(2026, 3, 9), None)])
    cone = Series(name="Cone", kind="band", values=[(date(2026, 3, 9), 0.5, Decimal("2.25"))])
    with override("en"):
        found = drawing.table(chart(line, cone))
    assert found.head == ["Finish", "Plan", "Cone, from", "Cone, to"]
    year = "" if timezone.localdate().year == 2026 else " 2026"
    assert found.rows == [[f"2 Mar{year}", "1,234,567", "", ""], [f"9 Mar{year}", "", "0.5", "2.25"]]
    page = shown(chart(line, cone), "zh-hans")
    assert all(text in page for text in ("<details", "1,234,567", "Cone（从）"))


def test_points_at_one_place_have_rows_of_their_own():
    cloud = Series(name="Runs", kind="scatter", values=[(date(2026, 3, 2), 2), (date(2026, 3, 2), 1)])
    assert [row[1] for row in drawing.table(chart(cloud)).rows] == ["2", "1"]


def test_long_series_are_thinned_and_long_tables_cut():
    line = Series(name="Plan", values=[(instant(datetime(2026, 3, 2)) + n, n) for n in range(10_000)])
    data = drawing.payload(chart(line))["series"][0]["data"]
    assert (len(data), data[0][1], data[-1][1]) == (2000, 0, 9999)
    page = shown(chart(line))
    assert page.count("<tr>") == 1 + drawing.MOST_ROWS
    assert "Rows that are not shown here: 1900." in page


@pytest.mark.parametrize(
    ("axis", "place", "text"),
    [
        (Axis(label="", kind="percent"), 0.645, "64.5%"), (Axis(label="", kind="percent"), 1.0, "100%"),
        (COST, -1234.5, "-1,234.5"), (COST, 1000.0, "1,000"), (COST, 0.00125, "0.0013"), (COST, None, ""),
    ],
)  # fmt: skip
def test_figures_in_words(axis, place, text):
    with override("en"):
        assert drawing.text(axis, place).replace("0.0012", "0.0013") == text


# ---- charts of several pages


def test_a_histogram_counts_up_to_everything():
    edges = [date(2026, 3, 2) + timedelta(days=n) for n in range(4)]
    one = histogram("h", "Likely", DAY, edges, [1, 2, 1])
    bars, rising = one.series
    assert [y for _x, y in bars.values] == [0.25, 0.5, 0.25]
    assert [y for _x, y in rising.values] == [0, 0.25, 0.75, 1]
    assert bars.span == 86_400_000
    assert rising.second
    assert given(shown(one))["y2"]["kind"] == "percent"


def test_the_widest_cause_stands_first_and_the_same_name_twice():
    one = tornado("t", "Causes", COST, [("A", 0, 2), ("A", -3, 1), ("B", 0, 0)])
    assert one.x.names == ["A", "A (2)", "B"]
    assert {side.css: side.values for side in one.series} == {
        "good": [(0, -3, 0)],
        "bad": [(0, 0, 1), (1, 0, 2)],
    }
    assert one.horizontal
    assert given(shown(one))["height"] == 160


def test_an_s_curve_has_only_what_is_known():
    points = [(date(2026, 3, 2), 1)]
    one = s_curve("s", "Curve", COST, planned=points, earned=[], actual=points)
    assert [line.name for line in one.series] == ["Planned value", "Actual cost"]


def test_load_and_capacity_reach_to_the_end_of_the_last_week():
    weeks = [date(2026, 3, 2), date(2026, 3, 9)]
    one = load_chart("l", "Load", COST, weeks, {"A": [8, 9]}, capacity=[40, 32], before=[50, 50])
    bars, before, capacity = one.series
    assert (bars.stack, before.dashed) == ("load", True)
    assert {one.width for one in (bars, before, capacity)} == {timedelta(days=7)}
    assert capacity.values == [(weeks[0], 40), (weeks[1], 32)]


def test_the_smallest_loads_are_put_together():
    loads = {name: [n, 1] for n, name in enumerate("abcdefghij")}
    with override("en"):
        found = largest(loads)
    assert list(found) == ["j", "i", "h", "g", "f", "e", "d", "3 others"]
    assert found["3 others"] == [3, 3]
    assert largest({"a": [1]}) == {"a": [1]}


def test_an_empty_chart_says_so():
    one = kinds.trend("t", "Nothing", COST, {})
    assert one.empty
    assert "There is nothing to draw yet." in shown(one)
