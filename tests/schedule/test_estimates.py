"""Three-point estimates: typed into the grid and the drawer, judged together, taken along by files."""

from dataclasses import replace
from typing import Any

import pytest

from tests.schedule.test_changes import ask, cell, plan_of
from tests.schedule.test_task_page import fields, save
from tests.schedule.world import ANALYSE, BUILD, DAY
from uptake.engine.plan import Plan
from uptake.engine.scheduling import schedule
from uptake.interchange import tables
from uptake.interchange.document import to_document
from uptake.interchange.neutral import to_plan
from uptake.schedule import feed, services
from uptake.schedule.editing.changes import Problem


def estimated(*changes: Any, plan: Plan | None = None, uid: int = 4) -> tuple[Any, ...]:
    task = ask(*changes, plan=plan).plan.task(uid)
    return task.optimistic, task.likely, task.pessimistic, task.distribution, task.category


def test_estimates_are_typed_like_durations():
    typed = [cell("optimistic", "4d"), cell("likely", "1w"), cell("pessimistic", "80h")]
    words = [cell("distribution", "三角"), cell("category", " Interfaces ")]
    assert estimated(*typed, *words) == (4 * DAY, 5 * DAY, 10 * DAY, "triangular", "Interfaces")


def test_an_empty_cell_takes_an_estimate_back():
    known = ask(cell("likely", "5d"), cell("category", "Data"), cell("distribution", "PERT")).plan
    gone = [cell("likely", ""), cell("category", ""), cell("distribution", "")]
    assert estimated(*gone, plan=known) == (None, None, None, "", "")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ([cell("likely", "5d"), cell("pessimistic", "4d")], "pessimistic"),
        ([cell("optimistic", "5d"), cell("pessimistic", "4d")], "pessimistic"),
        ([cell("optimistic", "5d"), cell("likely", "4d")], "likely"),
        ([cell("likely", "soon")], None),
        ([cell("likely", "3ed")], None),
        ([cell("likely", "3d", uid=1)], None),
        ([cell("distribution", "bathtub")], None),
        ([cell("category", "x" * 101)], None),
    ],
)
def test_what_cannot_be_an_estimate_is_refused(changes, column):
    with pytest.raises(Problem) as wrong:
        ask(*changes)
    if column:
        assert (wrong.value.uid, wrong.value.column) == (4, column)


def test_order_is_judged_after_all_changes():
    known = ask(cell("optimistic", "1d"), cell("likely", "2d"), cell("pessimistic", "3d")).plan
    later = [cell("optimistic", "5d"), cell("likely", "6d"), cell("pessimistic", "9d")]
    assert estimated(*later, plan=known)[:3] == (5 * DAY, 6 * DAY, 9 * DAY)


def test_an_elapsed_duration_has_elapsed_estimates():
    known = ask(cell("duration", "3ed")).plan
    changed = ask(cell("likely", "3d"), plan=known).plan
    assert changed.task(4).likely == changed.task(4).duration


def test_no_date_depends_on_an_estimate():
    after = ask(cell("likely", "9d")).plan
    assert schedule(plan_of()).finish == schedule(after).finish


def test_the_drawer_saves_them_and_undo_takes_them_back(erp):
    assert (
        save(erp, BUILD, optimistic="8d", likely="10d", pessimistic="20d", category="Build").status_code
        == 302
    )
    assert erp.state.plan.task(BUILD).pessimistic == 20 * DAY
    assert fields(erp, BUILD)["pessimistic"] == "20d"
    wrong = save(erp, BUILD, likely="30d")
    assert (wrong.status_code, b'value="30d"' in wrong.content) == (422, True)
    services.undo(erp.project, erp.manager)
    assert erp.state.plan.task(BUILD).pessimistic is None


def test_the_page_reads_them(erp):
    save(erp, ANALYSE, likely="6d", distribution="uniform")
    rows = feed.rows(erp.state, feed.Beside(), [0, 1])
    assert (rows["likely"], rows["distribution"]) == (["6d", ""], [3, 0])


def estimated_document() -> dict[str, Any]:
    task = replace(plan_of().task(4), optimistic=2 * DAY, likely=5 * DAY, pessimistic=9 * DAY)
    task = replace(task, distribution="lognormal", category="Interfaces")
    plan = plan_of()
    tasks = tuple(task if one.uid == 4 else one for one in plan.tasks)
    return to_document(schedule(replace(plan, tasks=tasks)))


def test_a_document_holds_them():
    back = to_plan(estimated_document()).task(4)
    assert (back.optimistic, back.likely, back.pessimistic) == (2 * DAY, 5 * DAY, 9 * DAY)
    assert (back.distribution, back.category) == ("lognormal", "Interfaces")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_table_holds_them(kind, language):
    told = estimated_document()
    row = next(one for one in told["tasks"] if one["uid"] == 4)
    read = tables.read_table(tables.write_table(told, kind, language=language)[0]).document
    back = next(one for one in read["tasks"] if one["name"] == row["name"])
    for name in ("optimistic", "likely", "pessimistic"):
        assert back[name]["min"] == row[name]["min"]
    assert (back["distribution"], back["category"]) == ("lognormal", "Interfaces")
