"""Plans of any size: exact in their number of rows, the same for the same seed, and sound."""

import time

import pytest

from uptake.engine.plan import LinkType
from uptake.engine.scheduling import schedule
from uptake.packs.generate import generate


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 99, 1000, 1499, 1500, 1501, 2503, 13_000])
def test_it_has_as_many_rows_as_asked_for(size):
    assert len(generate(size, seed=1).tasks) == size


def test_a_seed_makes_one_plan_and_another_seed_another():
    assert generate(500, seed=1) == generate(500, seed=1)
    assert generate(500, seed=1) != generate(500, seed=2)


def test_the_language_changes_names_only():
    english, chinese = generate(800, seed=5), generate(800, seed=5, language="zh")
    assert english.links == chinese.links
    assert schedule(english).finish == schedule(chinese).finish
    assert not any(task.name.isascii() for task in chinese.tasks)


@pytest.fixture(scope="module")
def plan():
    return generate(5000, seed=3)


def test_rows_are_numbered_in_outline_order(plan):
    assert [task.uid for task in plan.tasks] == list(range(1, 5001))
    assert [task.id for task in plan.tasks] == list(range(1, 5001))
    assert len({task.wbs for task in plan.tasks}) == 5000


def test_no_summary_is_empty_or_linked(plan):
    parents = {task.parent for task in plan.tasks}
    summaries = {uid for uid in parents if uid is not None}
    assert not [link for link in plan.links if link.pred in summaries or link.succ in summaries]
    assert all(task.duration == 0 or task.uid in {one.task for one in plan.assignments}
               for task in plan.tasks if task.uid not in summaries)  # fmt: skip


def test_links_are_mostly_local_and_of_several_types(plan):
    far = [link for link in plan.links if link.succ - link.pred > 100]
    assert 0.01 < len(far) / len(plan.links) < 0.25
    assert {link.type for link in plan.links} == {LinkType.FS, LinkType.SS, LinkType.FF}


def test_what_lies_before_the_status_date_is_done_and_nothing_else(plan):
    dates, status = schedule(plan), plan.project.status_date
    leaves = [task for task in plan.tasks if not plan.is_summary(task.uid)]
    done = {task.uid for task in leaves if task.actual_finish is not None}
    assert done == {task.uid for task in leaves if dates.of(task.uid).finish <= status and task.percent}
    assert 0.1 < len(done) / len(leaves) < 0.6
    assert not [task for task in leaves if task.actual_start is not None and task.actual_start >= status]


def test_it_spans_years_not_decades(plan):
    found = schedule(plan)
    assert 200 < (found.finish - found.start) / 14400 < 1500


def test_a_hundred_thousand_rows_take_seconds():
    begin = time.perf_counter()
    assert len(generate(100_000, seed=1).tasks) == 100_000
    assert time.perf_counter() - begin < 20  # about 2 on an idle machine
