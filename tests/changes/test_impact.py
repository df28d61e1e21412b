"""The impact of a change equals, to the minute, what the same edits do to a copy of the project, done by hand."""

import os
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.changes.requests import edit, fresh, typed
from tests.engine.plans import edits
from tests.engine.random_plans import random_plans
from tests.schedule.world import World, world
from uptake.changes import services as changes
from uptake.engine.edits import Edit, to_json
from uptake.engine.edits import apply as apply_to
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import Plan, ResourceType
from uptake.engine.scheduling import schedule
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.approval import approvals
from uptake.registers.models import Approval
from uptake.registers.visit import Visit
from uptake.schedule import bridge, models
from uptake.schedule import services as plans
from uptake.schedule.capacity.cost import Prices, RateFrom, Rates, cost_of
from uptake.schedule.capacity.load import TOLERANCE, capacity, clock_of, week_start

OFTEN = settings(
    max_examples=300 if os.environ.get("CI") else 60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COMPUTED = ("start", "finish", "total_slack")


@st.composite
def changed_plans(draw: st.DrawFn) -> tuple[Plan, list[Edit]]:
    """Draw a plan, and edits that lead to another that can be scheduled."""
    plan = draw(random_plans())
    assume(plan.tasks)
    todo = draw(st.lists(edits(plan), min_size=1, max_size=5))
    try:
        schedule(plan)
        schedule(apply_to(plan, todo))
    except PlanError:
        assume(False)
    return plan, todo


@pytest.mark.timeout(1200)  # hundreds of plans through the database: a busy machine takes minutes
@OFTEN
@given(changed_plans(), st.data())
def test_impact_equals_the_same_edits_on_a_copy(
    db: None, drawn: tuple[Plan, list[Edit]], data: st.DataObject
):
    plan, todo = drawn
    go_live = data.draw(st.sampled_from([None, *(one.uid for one in plan.tasks)]))
    with transaction.atomic():
        erp, copy = _project(plan, go_live), _project(plan, go_live)
        change = _request(erp, todo)
        changes.measure(change)
        before = _rows(copy)
        _by_hand(copy, todo)
        after = _rows(copy)
        _compare(fresh(change), copy, before, after)
        _approve(erp, change)
        assert _rows(erp) == after
        bridge.cache.clear()
        assert _rows_of(erp.state) == after
        transaction.set_rollback(True)
    bridge.cache.clear()


def _project(plan: Plan, go_live: int | None) -> World:
    found = world(plan, go_live=go_live)
    found.people[Role.SPONSOR] = type(found.manager).objects.create_user(
        f"sponsor{found.project.pk}@example.com", None, name="Sponsor"
    )
    found.project.members.create(person=found.people[Role.SPONSOR], role=Role.SPONSOR)
    return found


def _request(erp: World, todo: list[Edit]) -> Any:
    visit = Visit(erp.project, erp.manager)
    change = services.create(visit, visit.spec("change"), {"title": "Change", "reason": "Why"})
    half = len(todo) // 2
    steps = [{"label": [], "edits": [to_json(one) for one in part]} for part in (todo[:half], todo[half:])]
    models.Draft.objects.filter(record_id=change.pk).update(steps=steps, version=2)
    return change


def _by_hand(copy: World, todo: list[Edit]) -> None:
    plans.apply_edits(copy.project, todo, copy.manager)
    bridge.cache.clear()


def _rows(erp: World) -> dict[int, tuple[Any, ...]]:
    rows = models.Task.objects.filter(plan_id=erp.project.pk, removed=False)
    return {uid: (name, *dates) for uid, name, *dates in rows.values_list("uid", "name", *COMPUTED)}


def _rows_of(state: Any) -> dict[int, tuple[Any, ...]]:
    dates = state.schedule.dates
    return {
        task.uid: (task.name, dates.start[i], dates.finish[i], dates.total_slack[i])
        for i, task in enumerate(state.plan.tasks)
    }


def _compare(change: Any, copy: World, before: dict[int, Any], after: dict[int, Any]) -> None:
    found, both = change.impact, before.keys() & after.keys()
    moved = {uid for uid in both if before[uid][1:3] != after[uid][1:3]}
    told = {one["uid"]: (*one["start"], one["before"], one["after"]) for one in found["moved"]}
    assert told == {uid: (before[uid][1], after[uid][1], before[uid][2], after[uid][2]) for uid in moved}
    assert {one["uid"] for one in found["added"]} == after.keys() - before.keys()
    assert {one["uid"] for one in found["removed"]} == before.keys() - after.keys()
    renamed = {uid: [before[uid][0], after[uid][0]] for uid in both if before[uid][0] != after[uid][0]}
    assert {one["uid"]: [one["before"], one["after"]] for one in found["renamed"]} == renamed
    slack = {uid: (before[uid][3], after[uid][3]) for uid in both if before[uid][3] != after[uid][3]}
    assert {one["uid"]: (one["before"], one["after"]) for one in found["slack"]} == slack
    plan = models.Plan.objects.get(pk=copy.project.pk)
    copy.project.refresh_from_db()
    assert found["finish"][1] == copy.project.finish
    named = models.Plan.objects.get(pk=change.project_id).go_live
    if named is not None:
        assert found["go_live"] == [before[named][2], after[named][2] if named in after else None]
    state = bridge.load(plan)
    assert change.tasks_moved == sum(not state.plan.is_summary(uid) for uid in moved)
    work = {one.uid: 0 for one in state.plan.tasks if one.active}
    for one in state.plan.assignments:
        if one.task in work:
            work[one.task] += one.work
    assert found["work_total"][1] == sum(work.values())
    now_over = _overloaded(state.schedule)
    for one in found["overloaded"]:
        assert set(one["weeks"]) <= now_over.get(one["uid"], set())
        assert not set(one["gone"]) & now_over.get(one["uid"], set())


def _overloaded(done: Any) -> dict[int, set[int]]:
    """Return the beginnings of weeks in which somebody has too much to do, told from days instead of weeks."""
    plan, found = done.plan, {}
    for who in plan.resources:
        if who.type is not ResourceType.WORK:
            continue
        weeks: dict[int, Fraction] = {}
        for one in plan.assignments:
            if one.resource == who.uid and plan.task(one.task).active:
                for day, share in _by_day(done, one):
                    week = (day * DAY - DAY) // (7 * DAY)
                    weeks[week] = weeks.get(week, Fraction(0)) + share
        clock = clock_of(done, who.calendar)
        found[who.uid] = {
            week_start(week)
            for week, work in weeks.items()
            if work > capacity(clock, who.units, week) + TOLERANCE - 1
        }
    return found


def _by_day(done: Any, one: Any) -> list[tuple[int, Fraction]]:
    """Spread an assignment's work over the days on which it is worked on, in proportion to their working time."""
    i = done.plan.structure.index[one.task]
    if done.dates.start[i] < 0:
        return []
    clock, start, finish = _worked(done, i, one)
    span = int(clock.work(finish)) - int(clock.work(start))
    if span <= 0:
        return [(start // DAY, Fraction(one.work))]
    days = range(start // DAY, finish // DAY + 1)
    worked = {
        day: int(clock.work(min(finish, (day + 1) * DAY))) - int(clock.work(max(start, day * DAY)))
        for day in days
    }
    return [(day, Fraction(one.work * amount, span)) for day, amount in worked.items() if amount]


def _worked(done: Any, i: int, one: Any) -> tuple[Any, int, int]:
    """Tell on which clock, from when and until when: of its own where the calendars of a task's people differ."""
    net, start, finish = done.layout.net, done.dates.start[i], done.dates.finish[i]
    parts = net.parts.get(i, ())
    if not parts:
        return net.clocks[net.span_clock[i]], start, finish
    number, delay, span, away = parts[done.layout.at_work[one.task].index(one)]
    clock = net.clocks[number]
    begin = int(clock.work(start)) + delay
    until = begin + span + away
    return clock, min(clock.start(begin), finish), min(clock.end(until), finish)


def _approve(erp: World, change: Any) -> None:
    visit, sponsor = (Visit(erp.project, erp.people[role]) for role in (Role.MANAGER, Role.SPONSOR))
    spec = visit.spec("change")
    services.move(visit, spec, change, "submitted")
    approvals.answer(visit, spec, change, yes=True)
    if Approval.objects.filter(record_id=change.pk, state="running").exists():
        approvals.answer(sponsor, spec, change, yes=True)
    assert fresh(change).state == "approved"


@st.composite
def paid(draw: st.DrawFn) -> tuple[Plan, Rates]:
    """Draw a plan, and rates that change now and then."""
    plan = draw(random_plans())
    days = st.integers(plan.project.start // DAY - 5, plan.project.start // DAY + 60)
    rates = {}
    for one in plan.resources:
        since = [0, *sorted(draw(st.sets(days, max_size=3)))]
        amounts = st.integers(0, 500_00)
        rates[one.uid] = tuple(
            RateFrom(since=day * DAY, hourly=draw(amounts), per_use=draw(amounts)) for day in since
        )
    return plan, rates


@OFTEN
@given(paid())
def test_cost_is_what_each_day_costs(drawn: tuple[Plan, Rates]):
    plan, rates = drawn
    try:
        done = schedule(plan)
    except PlanError:
        assume(False)
    total = Fraction(0)
    for one in plan.assignments:
        i = plan.structure.index[one.task]
        if one.resource is None or not plan.tasks[i].active:
            continue
        known = rates[one.resource]
        for day, share in _by_day(done, one):
            total += share * _on(known, day).hourly / HOUR
        total += _on(known, done.dates.start[i] // DAY).per_use
    assert abs(cost_of(done, Prices(rates=rates)) - total) <= len(
        plan.assignments
    )  # each is rounded to a hundredth


def _on(rates: tuple[RateFrom, ...], day: int) -> RateFrom:
    return [one for one in rates if one.since <= day * DAY][-1]


def test_a_draft_that_does_nothing_has_no_impact(db: None):
    erp = world()
    visit = Visit(erp.project, erp.manager)
    change = services.create(visit, visit.spec("change"), {"title": "Nothing", "reason": "Why"})
    changes.measure(change)
    assert set(change.impact["counts"].values()) == {0}
    assert (change.go_live_days, change.finish_days, change.work_hours, change.cost_delta) == (0, 0, 0, 0)


def test_more_than_can_be_kept_is_counted(db: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("uptake.changes.impact.MOST", 1)
    erp = world()
    visit = Visit(erp.project, erp.manager)
    change = services.create(visit, visit.spec("change"), {"title": "Longer", "reason": "Why"})
    edit(change, typed(1, "duration", "9d"))
    changes.measure(change)
    assert len(change.impact["moved"]) == 1
    assert change.impact["counts"]["moved"] == 4
