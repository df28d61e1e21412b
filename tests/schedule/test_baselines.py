"""Baselines: what is kept, how far the plan moves from it, and who may do what to them."""

import pytest
from django.http import Http404

from tests.schedule.world import ANALYSE, BUILD, DAY, GO_LIVE, SUPPORT, world
from uptake.engine.edits import Remove, Set
from uptake.schedule import services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.facts import finish_in
from uptake.schedule.versions import baselines


def test_a_baseline_keeps_dates_duration_and_work(erp):
    kept = baselines.take_baseline(erp.project, "  Approved   plan ", erp.manager)
    state = erp.state
    assert (kept.number, kept.name, kept.revision) == (1, "Approved plan", 0)
    assert kept.columns["uid"] == [1, 2, 3, 4, 5]
    assert kept.columns["finish"] == list(state.schedule.dates.finish)
    assert kept.columns["work"][:2] == [5 * DAY, 10 * DAY]


def test_the_planned_go_live_is_that_of_the_latest_baseline(erp):
    first = baselines.take_baseline(erp.project, "One", erp.manager)
    erp.project.refresh_from_db()
    planned = erp.project.go_live_planned
    assert planned == erp.project.go_live
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 12 * DAY})], erp.manager)
    baselines.take_baseline(erp.project, "Two", erp.manager)
    erp.project.refresh_from_db()
    assert erp.project.go_live_planned == erp.project.go_live > planned
    baselines.delete_baseline(erp.project, 2)
    erp.project.refresh_from_db()
    assert erp.project.go_live_planned == planned
    baselines.delete_baseline(erp.project, first.number)
    erp.project.refresh_from_db()
    assert erp.project.go_live_planned is None


def test_variance_counts_what_moved_and_by_how_much(erp):
    baselines.take_baseline(erp.project, "One", erp.manager)
    edits = [
        Set("task", ANALYSE, {"duration": 4 * DAY}),
        Set("task", BUILD, {"duration": 13 * DAY}),
        Remove("task", SUPPORT),
    ]
    services.apply_edits(erp.project, edits, erp.manager)
    (found,) = baselines.variances(erp.project, erp.state)
    assert (found.earlier, found.later, found.removed, found.added) == (1, 3, 1, 0)
    assert found.go_live_shift == found.finish_shift == 4 * 24 * 600
    rows = baselines.compared(baselines.baseline_of(erp.project, 1), erp.state)
    assert rows[0].uid in {BUILD, GO_LIVE, 3}
    assert abs(rows[0].shift) >= abs(rows[1].shift)
    by_uid = {row.uid: row for row in rows}
    assert by_uid[SUPPORT].finish is None
    assert (by_uid[BUILD].duration, by_uid[BUILD].work) == (3 * DAY, 0)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_baseline_needs_a_name(erp, name):
    with pytest.raises(Problem):
        baselines.take_baseline(erp.project, name, erp.manager)
    assert not baselines.variances(erp.project, erp.state)


def test_two_baselines_do_not_share_a_name(erp):
    baselines.take_baseline(erp.project, "One", erp.manager)
    baselines.take_baseline(erp.project, "Two", erp.manager)
    with pytest.raises(Problem):
        baselines.rename_baseline(erp.project, 2, "One")
    assert baselines.rename_baseline(erp.project, 2, "Two").name == "Two"
    assert baselines.rename_baseline(erp.project, 2, "Three").name == "Three"


def test_another_projects_baseline_is_not_found(erp):
    baselines.take_baseline(erp.project, "One", erp.manager)
    other = world(name="CRM")
    with pytest.raises(Http404):
        baselines.baseline_of(other.project, 1)


def test_there_is_an_end_to_the_number_of_baselines(erp, monkeypatch):
    monkeypatch.setattr(baselines, "MAX_BASELINES", 1)
    baselines.take_baseline(erp.project, "One", erp.manager)
    with pytest.raises(Problem):
        baselines.take_baseline(erp.project, "Two", erp.manager)


def test_a_baseline_of_an_agreed_change_keeps_older_delays_in_sight(erp):
    first = baselines.take_baseline(erp.project, "Agreed", erp.manager).columns
    services.apply_edits(erp.project, [Set("task", ANALYSE, {"duration": 7 * DAY})], erp.manager)
    before = services.current(erp.project)  # with a delay that nobody agreed to
    services.apply_edits(erp.project, [Set("task", SUPPORT, {"duration": 40 * DAY})], erp.manager)
    found = baselines.take_baseline(erp.project, "CR-001", erp.manager, since=before).columns
    for uid in (ANALYSE, BUILD, GO_LIVE):
        assert finish_in(found, uid) == finish_in(first, uid)
    now = services.current(erp.project)
    assert finish_in(found, SUPPORT) == now.schedule.of(SUPPORT).finish == found["end"]
    assert found["duration"] == [5 * DAY, 10 * DAY, 5 * DAY, 0, 40 * DAY]
