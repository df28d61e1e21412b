"""The pure parts of the charts' benchmark; no browser is started and nothing is timed."""

import argparse
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bench import report as whole
from bench.gantt import __main__ as gantt
from bench.gantt import figures, plans, report, website
from tools.compiled import ROOT

FIGURES = {"paint_cpu_ms", "frame_cpu_ms", "drag_ms", "apply_cpu_ms"}


@pytest.fixture(scope="module")
def plan():
    return plans.draw(5_000)


def visited(**more):
    return {
        "version": "1",
        "paint_cpu_ms": 100.0,
        "apply_cpu_ms": 20.0,
        "frames": [5.0] * 19 + [25.0],
        "moves": [3.0, 4.0, 5.0],
        "scroll_bars": [30, 28],
        **more,
    }


def run_of(*sizes, missing=None, charts=("ours", "dhtmlx", "svar", "nothing")):
    of_chart = figures.of_chart([visited()])
    of_size = {
        "tasks": 1,
        "summaries": 1,
        "links": 1,
        "changes": 5_000,
        "browser": "1",
        "rounds": 1,
        "measures": gantt.MEASURES,
        "charts": dict.fromkeys(charts, of_chart),
    }
    machine = dict.fromkeys(("date", "processor", "cores", "load"), "?")
    return {"machine": machine, "missing": missing or {}, "sizes": {str(size): of_size for size in sizes}}


class TestArguments:
    def test_they_have_defaults(self):
        chosen = gantt.arguments([])
        assert chosen.sizes == (10_000, 50_000)
        assert chosen.charts == ("ours", "dhtmlx", "svar")
        assert chosen.rounds >= 3
        assert not chosen.json

    def test_sizes_are_sorted_and_charts_chosen(self):
        chosen = gantt.arguments(["--sizes", "50000,10000", "--charts", "ours", "--json"])
        assert chosen.sizes == (10_000, 50_000)
        assert chosen.charts == ("ours",)
        assert chosen.json

    @pytest.mark.parametrize("given", [["--sizes", "100"], ["--sizes", "many"], ["--charts", "other"]])
    def test_what_cannot_be_measured_is_refused(self, given):
        with pytest.raises(SystemExit):
            gantt.arguments(given)

    def test_a_plan_too_short_to_scroll_says_so(self):
        with pytest.raises(argparse.ArgumentTypeError, match="long enough"):
            gantt._sizes("4999")


class TestPlans:
    def test_a_plan_is_the_same_every_time(self, plan):
        assert plans.draw(5_000) == plan
        assert plans.draw(5_000, seed=2) != plan

    @pytest.mark.parametrize("size", [113, 1_000, 1_112, 1_113, 5_000])
    def test_it_has_as_many_rows_as_asked_and_no_empty_summary(self, size):
        rows = plans.draw(size).rows
        assert [row.uid for row in rows] == list(range(1, size + 1))
        assert {row.uid for row in rows if row.summary} == {row.parent for row in rows} - {-1}

    def test_a_summary_spans_what_stands_under_it(self, plan):
        for summary in [row for row in plan.rows if row.summary]:
            under = [row for row in plan.rows if row.parent == summary.uid]
            assert summary.start == min(row.start for row in under)
            assert summary.finish == max(row.finish for row in under)

    def test_it_is_what_its_description_says(self, plan):
        leaves = [row for row in plan.rows if not row.summary]
        assert 0.08 < 1 - len(leaves) / len(plan.rows) < 0.12
        assert 0.02 < sum(row.milestone for row in leaves) / len(leaves) < 0.04
        assert 0.8 < len(plan.links) / len(leaves) < 1.2
        assert len(plan.links) == len(set(plan.links))

    def test_links_go_forward_in_time(self, plan):
        by_uid = {row.uid: row for row in plan.rows}
        for pred, succ in plan.links:
            assert pred < succ
            assert by_uid[pred].finish <= by_uid[succ].start

    def test_rows_in_view_have_their_bars_in_view(self, plan):
        for share in gantt.PLACES:
            top = int(share * len(plan.rows))
            shown = (plan.first + plans.MARGIN + top // plans.ROWS_A_DAY - gantt.AHEAD) * plans.DAY
            wide = (1440 - gantt.MEASURES["grid"]) // gantt.MEASURES["day"]
            window = plan.rows[top : top + 200]
            inside = [row for row in window if row.start < shown + wide * plans.DAY and row.finish > shown]
            assert len(inside) > 0.9 * len(window)

    def test_changes_touch_as_many_tasks_as_asked_with_their_summaries(self, plan):
        before = {row.uid: row for row in plan.rows}
        rows = plans.changed(plan, 500)
        tasks = [row for row in rows if not row.summary]
        assert len(tasks) == 500
        assert any(row.summary for row in rows)
        for row in tasks:
            assert row.start > before[row.uid].start
            assert row.start // plans.DAY % 7 not in {0, 6}

    def test_more_changes_than_tasks_are_all_tasks(self):
        small = plans.draw(200)
        assert sum(not row.summary for row in plans.changed(small, 5_000)) == sum(
            not row.summary for row in small.rows
        )


class TestForms:
    def test_ours_has_the_columns_of_the_plan_page(self, plan):
        page = (ROOT / "docs" / "reference" / "plan-page.md").read_text(encoding="utf-8")
        listed = page.partition("| column | holds |")[2].partition("\n\n")[0]
        named = {
            name
            for line in listed.splitlines()
            for name in re.findall(r"`(\w+)`", line.split("|")[1:2][0] if "|" in line else "")
        }
        rows = plans.for_ours(plan)["rows"]
        assert set(rows) == named
        assert {len(column) for column in rows.values()} == {len(plan.rows)}

    def test_all_charts_get_the_same(self, plan):
        given = plans.texts(plan, 500)
        assert set(given) == {"ours", "dhtmlx", "svar"}
        ours, dhtmlx, svar = (given[name][0] for name in ("ours", "dhtmlx", "svar"))
        assert (
            ours["rows"]["uid"]
            == [task["id"] for task in dhtmlx["tasks"]]
            == [task["id"] for task in svar["tasks"]]
        )
        assert ours["rows"]["name"] == [task["text"] for task in svar["tasks"]]
        assert len(ours["links"]["uid"]) == len(dhtmlx["links"]) == len(svar["links"])
        starts = [plans.milliseconds(start) for start in ours["rows"]["start"]]
        assert (
            starts
            == [task["start_date"] for task in dhtmlx["tasks"]]
            == [task["start"] for task in svar["tasks"]]
        )
        deltas = [given[name][1] for name in ("ours", "dhtmlx", "svar")]
        assert deltas[0]["rows"]["uid"] == [task["id"] for task in deltas[1]["tasks"]]
        assert deltas[0]["rows"]["uid"] == [task["id"] for task in deltas[2]["tasks"]]

    def test_instants_become_milliseconds(self):
        monday = datetime(2026, 1, 5, 8, tzinfo=UTC)
        assert plans.milliseconds(plans.on_workday(0, plans.MORNING)) == monday.timestamp() * 1000

    def test_working_days_leave_out_the_weekend(self):
        days = [plans.on_workday(number, 0) // plans.DAY for number in range(11)]
        assert [after - before for before, after in pairwise(days)] == [1, 1, 1, 1, 3] * 2

    def test_every_chart_is_told_the_same(self, plan):
        told = [gantt.chosen_for(chart, plan) for chart in ("ours", "svar")]
        assert [{**one, "chart": "", "data": ""} for one in told] == [
            {**told[0], "chart": "", "data": ""}
        ] * 2
        assert told[0]["candidates"]
        assert told[0]["expected"]

    def test_fonts_from_elsewhere_are_left_out_of_styles(self):
        style = "a{b:c}@font-face{src:url(https://example.org/f.woff)}@font-face{src:url(data:font/woff;base64,a//b)}"
        assert website.FONT_FACE.sub("", style) == "a{b:c}@font-face{src:url(data:font/woff;base64,a//b)}"


class TestFigures:
    def test_shares(self):
        assert figures.share([], 0.95) is None
        assert figures.share([3.0], 0.95) == 3
        assert figures.share([float(n) for n in range(100)], 0.95) == 95

    def test_medians_over_visits(self):
        found = figures.of_chart([visited(), visited(paint_cpu_ms=300.0), visited(paint_cpu_ms=120.0)])
        assert found["paint_cpu_ms"] == 120
        assert found["range"]["paint_cpu_ms"] == [100, 300]
        assert found["frame_cpu_ms"] == 6
        assert found["frame_cpu_p95_ms"] == 25
        assert found["drag_ms"] == 4
        assert found["bars_in_view"] == 28
        assert found["note"] == ""

    def test_what_was_not_measured_is_null_with_a_note(self):
        found = figures.of_chart([{"note": "> 300 s"}, {"note": "> 300 s"}])
        assert {found[name] for name in FIGURES} == {None}
        assert found["note"] == "> 300 s"

    def test_one_failed_visit_does_not_spoil_the_others(self):
        found = figures.of_chart([visited(), {"note": "gone"}])
        assert found["paint_cpu_ms"] == 100
        assert found["note"] == "gone"

    def test_the_last_line_holds_the_four_figures_of_the_largest_size(self):
        line = figures.last_line(run_of(10_000, 50_000), ("ours", "dhtmlx", "svar"))
        assert list(line) == ["ours", "dhtmlx", "svar"]
        assert all(set(of_chart) == FIGURES for of_chart in line.values())

    def test_the_last_line_says_what_is_missing(self):
        run = run_of(10_000, missing={"ours": "no frontend"}, charts=("dhtmlx", "svar"))
        line = figures.last_line(run, ("ours", "dhtmlx", "svar"))
        assert line["ours"] == {**dict.fromkeys(FIGURES), "note": "no frontend"}


class TestReport:
    def test_it_shows_every_chart_and_the_bars(self):
        shown = report.tables(run_of(10_000, 50_000))
        for name in report.names().values():
            assert name in shown
        assert "NOT MET" not in shown
        assert "met" in shown

    def test_bars_are_not_measured_without_the_size(self):
        assert report.bar_table(run_of(10_000)).count("not measured") == len(report.BARS)

    def test_the_section_stands_at_the_end_of_the_page(self, tmp_path):
        page = tmp_path / "performance.md"
        page.write_text("# Performance\n\nText.\n", encoding="utf-8")
        report.write(run_of(50_000), page)
        report.write(run_of(50_000, missing={"ours": "later"}), page)
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# Performance\n\nText.\n\n## The chart\n")
        assert text.count("## The chart") == 1
        assert "later" in text

    def test_sections_after_it_stay(self, tmp_path):
        page = tmp_path / "performance.md"
        page.write_text("# Performance\n\n## The chart\n\nOld.\n\n## Levelling\n\nText.\n", encoding="utf-8")
        report.write(run_of(50_000), page)
        text = page.read_text(encoding="utf-8")
        assert "Old." not in text
        assert text.endswith("\n\n## Levelling\n\nText.\n")

    def test_the_rest_of_the_page_can_be_renewed_without_it(self, tmp_path, monkeypatch):
        page = tmp_path / "performance.md"
        page.write_text("# Old\n\n## The chart\n\nText.\n", encoding="utf-8")
        monkeypatch.setattr(whole, "page", lambda run: "# New\n")
        whole.write({}, page)
        assert page.read_text(encoding="utf-8") == "# New\n\n## The chart\n\nText.\n"
