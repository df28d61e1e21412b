"""What holds for every levelled plan, whatever it was."""

import os
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.checker import violations
from tests.engine.levelled import Name, crowds, may_move, unexplained
from tests.engine.random_plans import CALENDARS, INSTANTS, PEOPLE, assigned, random_plans
from tests.engine.terms import FIRM, UPPER, Terms
from uptake.engine.edits import apply
from uptake.engine.levelling import Levelled, Options, Pool, level
from uptake.engine.plan import Constraint, Plan
from uptake.engine.scheduling import schedule

SOME = settings(max_examples=300 if os.environ.get("CI") else 100)
SHARED = {(p, one.uid): one.uid for p in (0, 1) for one in PEOPLE}


@st.composite
def crowded(draw: st.DrawFn) -> Plan:
    """Draw a plan in which few people have much to do."""
    plan = draw(random_plans())
    tasks = [replace(one, priority=draw(st.sampled_from([100, 500, 500, 900, 1000]))) for one in plan.tasks]
    more = draw(assigned(tasks)) if draw(st.booleans()) else []
    work = [*plan.assignments, *(replace(one, uid=one.uid + 100) for one in more)]
    people = [replace(one, units=draw(st.sampled_from([0.5, 1.0, 1.0, 2.0]))) for one in PEOPLE]
    return Plan.build(
        plan.project, tasks, plan.links, calendars=CALENDARS, resources=people, assignments=work
    )


def levelled(
    plans: Sequence[Plan], pool: Pool | None = None, **options: object
) -> tuple[Levelled, list[Plan]]:
    done = level(plans, options=Options(seconds=0, **options), pool=pool, clock=lambda: 0.0)
    return done, [apply(plan, edits) for plan, edits in zip(plans, done.edits, strict=True)]


def named(done: Levelled, code: str) -> set[Name]:
    return {(one.plan, one.task or 0) for one in done.remarks if one.code == code}


def pushed(plans: Sequence[Plan]) -> set[Name]:
    """Tasks that nobody may delay, but that links push, their own or those of summaries: at times into
    the very work that pushes them.
    """
    found: set[Name] = set()
    for p, plan in enumerate(plans):
        driven = {link.succ for link in plan.links}
        for task in plan.tasks:
            if task.parent in driven:
                driven.add(task.uid)
            if task.priority == 1000 and task.uid in driven:
                found.add((p, task.uid))
    return found


def check(plans: Sequence[Plan], pool: Pool | None = None, **options: object) -> None:
    done, after = levelled(plans, pool, **options)
    before = [schedule(plan) for plan in plans]
    for plan, was in zip(after, before, strict=True):
        assert set(violations(plan, schedule(plan))) <= set(violations(was.plan, was))

    def movable(name: Name) -> bool:
        plan, uid = name
        return may_move(before[plan], plans[plan].task(uid))

    left = unexplained(crowds(after, pool), movable, named(done, "no_room"), named(done, "too_big"))
    assert [one for one in left if not one.tasks & pushed(plans)] == []
    assert done.finish == max(schedule(plan).finish for plan in after)
    assert done.bound <= done.finish


@SOME
@given(crowded())
def test_a_levelled_plan_keeps_its_rules_and_overloads_nobody(plan: Plan) -> None:
    check([plan])


@SOME
@given(crowded(), crowded())
def test_plans_that_share_people_are_levelled_together(one: Plan, other: Plan) -> None:
    check([one, other], SHARED)


@SOME
@given(crowded())
def test_tasks_are_split_only_into_pieces_that_fit(plan: Plan) -> None:
    check([plan], split=True)


@SOME
@given(crowded(), st.booleans())
def test_what_may_not_move_stays(plan: Plan, split: bool) -> None:
    done, (after,) = levelled([plan], split=split)
    was, now = schedule(plan), schedule(after)
    changed = {edit.uid for edit in done.edits[0]}
    for task in plan.tasks:
        if task.manual or task.external or task.actual_start is not None:
            assert (was.of(task.uid).start, was.of(task.uid).finish) == (
                now.of(task.uid).start,
                now.of(task.uid).finish,
            )
            assert task.uid not in changed
        firm = plan.project.honor_constraints and task.constraint in FIRM
        if firm and task.constraint_date is not None and not Terms(plan, was).is_summary(task):
            assert task.uid not in changed


@SOME
@given(crowded())
def test_only_what_has_a_last_date_finds_no_room(plan: Plan) -> None:
    done, _ = levelled([plan])
    for _, uid in named(done, "no_room"):
        assert plan.task(uid).constraint in UPPER | {Constraint.ALAP}


@SOME
@given(crowded())
def test_a_plan_without_overload_never_ends_later(plan: Plan) -> None:
    first, (once,) = levelled([plan])
    again, (twice,) = levelled([once])
    assert again.finish <= first.finish
    if not crowds([plan]):
        assert first.finish <= schedule(plan).finish
    if not crowds([once]) and schedule(twice).finish == schedule(once).finish:
        assert again.before == again.finish


@SOME
@given(crowded())
def test_levelling_twice_gives_the_same(plan: Plan) -> None:
    assert levelled([plan])[0] == levelled([plan])[0]


@SOME
@given(crowded(), INSTANTS)
def test_with_limits_the_same_rules_hold(plan: Plan, after: int) -> None:
    check([plan], within_slack=True)
    done, (then,) = levelled([plan], after=after)
    was, now = schedule(plan), schedule(then)
    for task in plan.tasks:
        if was.of(task.uid).start < after and task.constraint is not Constraint.ALAP:
            assert then.task(task.uid) == task
    assert done.bound <= done.finish == now.finish


@SOME
@given(crowded())
def test_within_slack_the_finish_is_that_without_delays(plan: Plan) -> None:
    bare = tuple(replace(one, leveling_delay=0) for one in plan.tasks)
    _, (after,) = levelled([plan.with_values(tasks=bare)], within_slack=True)
    assert schedule(after).finish <= schedule(plan.with_values(tasks=bare)).finish
