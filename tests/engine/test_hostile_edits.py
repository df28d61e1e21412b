"""Hostile edits end in a plan that schedules or in a typed error; fuzz_edits.py tries more of them."""

import pytest

from tests import hostile
from tests.engine import fuzz_edits
from uptake.engine.calendars import working_time
from uptake.engine.edits import Add, Move, apply, from_json, indent, outdent, set_progress
from uptake.engine.edits.values import LAST_DAY, MAX_RECURRING, MAX_ROWS
from uptake.engine.errors import BadValue, LinkedToOwnChild
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.engine.scheduling import schedule


def test_hostile_edits_end_in_a_plan_or_a_typed_error() -> None:
    tally = hostile.run(fuzz_edits.one, count=200, seed=1, seconds=20)
    assert tally.faults == []
    assert tally.counts["scheduled"] > 20
    assert sum(count for ending, count in tally.counts.items() if ending.startswith("refused")) > 50


def calendar_with(**values: object) -> object:
    return {"edit": "set", "kind": "calendar", "uid": 1, "values": values}


def test_thousands_of_exceptions_that_cover_all_time_cost_little() -> None:
    plan = Plan.build(Project(start=0), [Task(uid=1)])
    spans = [{"first": 0, "last": LAST_DAY, "shifts": [[0, k + 1]]} for k in range(MAX_ROWS)]
    weeks = [{"first": 0, "last": LAST_DAY, "week": [[[0, k + 1]]] * 7} for k in range(MAX_ROWS)]
    with hostile.limit(10):
        after = apply(plan, [from_json(calendar_with(exceptions=spans, work_weeks=weeks))])
        clock = working_time(after.calendars[0], {})
    assert [clock.work(14_400), clock.work(28_800)] == [1, 2], "the first one holds"


def test_exceptions_that_recur_are_few() -> None:
    every_day = {"first": 0, "last": LAST_DAY, "repeats": {"unit": "DAY"}}
    from_json(calendar_with(exceptions=[every_day] * MAX_RECURRING))
    with pytest.raises(BadValue):
        from_json(calendar_with(exceptions=[every_day] * (MAX_RECURRING + 1)))


def test_an_outline_of_many_levels() -> None:
    rows = [Task(uid=1), *(Task(uid=uid, parent=uid - 1) for uid in range(2, hostile.DEEP))]
    plan = Plan.build(Project(start=0), rows)
    last = len(rows)
    done = schedule(plan)
    assert done.of(1).finish == done.of(last).finish
    assert len(set_progress(done, 1, 50)) == last
    for edits in (outdent(plan, last), indent(plan, last), [Move(2)], set_progress(done, last, 100)):
        schedule(apply(plan, edits), since=done)
    with pytest.raises(LinkedToOwnChild):
        apply(plan, [Add(Link(uid=1, pred=1, succ=last))])


def test_a_number_that_cannot_even_be_written() -> None:
    with pytest.raises(BadValue, match="uid cannot be int"):
        from_json({"edit": "remove", "kind": "task", "uid": 10**5000})
    with pytest.raises(BadValue, match="task 0: uid cannot be int"):
        from_json({"edit": "add", "kind": "task", "row": {"uid": 10**5000}})
