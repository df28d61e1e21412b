"""The search beside the rules: plans as instances, and what comes back as plans again."""

import random
from collections.abc import Callable, Sequence

from hypothesis import given, settings

from tests.engine.grid import MONDAY
from tests.engine.levelled import Name, crowds, may_move, unexplained
from tests.engine.test_levelling_properties import SHARED, crowded, named, pushed
from uptake.engine.edits import apply
from uptake.engine.instants import DAY, HOUR
from uptake.engine.levelling import Interim, Levelled, Options, Pool, level
from uptake.engine.levelling.compiling import compile_problem
from uptake.engine.levelling.desk import Desk
from uptake.engine.levelling.search import search
from uptake.engine.plan import Assignment, Link, Plan, Project, Resource, Task
from uptake.engine.scheduling import schedule

EFFORT = 60
SOME = settings(max_examples=60)


def still() -> float:
    return 0.0


def searched(
    plans: Sequence[Plan],
    pool: Pool | None = None,
    report: Callable[[Interim], bool] | None = None,
    **options: object,
) -> Levelled:
    chosen = Options(**{"effort": EFFORT, "solver": False, **options})
    return level(plans, options=chosen, pool=pool, clock=still, report=report)


def _worth(done: Levelled) -> tuple[int, int]:
    """What comes first in the order of results: tasks without room, then the finish."""
    return sum(one.code == "no_room" for one in done.remarks), done.finish


@SOME
@given(crowded(), crowded())
def test_what_the_search_finds_keeps_all_rules_and_is_never_worse(one: Plan, other: Plan) -> None:
    plans = [one, other]
    rules = level(plans, options=Options(seconds=0), pool=SHARED, clock=still)
    done = searched(plans, SHARED)
    assert _worth(done) <= _worth(rules)
    after = [apply(plan, edits) for plan, edits in zip(plans, done.edits, strict=True)]
    before = [schedule(plan) for plan in plans]

    def movable(name: Name) -> bool:
        plan, uid = name
        return may_move(before[plan], plans[plan].task(uid))

    left = unexplained(crowds(after, SHARED), movable, named(done, "no_room"), named(done, "too_big"))
    assert [one for one in left if not one.tasks & pushed(plans)] == []


@SOME
@given(crowded(), crowded())
def test_what_others_found_is_where_a_search_begins(one: Plan, other: Plan) -> None:
    plans = [one, other]
    told: list[Interim] = []
    there = searched(plans, SHARED, report=lambda now: told.append(now) is None)
    here = level(plans, options=Options(seconds=0), pool=SHARED, clock=still, known=told[-1:])
    assert _worth(here) <= _worth(there)
    assert here.bound >= min(there.bound, here.finish)


@SOME
@given(crowded())
def test_a_bound_of_an_exact_instance_holds_for_the_plan(plan: Plan) -> None:
    desk = Desk([plan], Options(), {}, None)
    desk.try_rules(lambda: False)
    if desk.best is None or desk.best.no_room or not any(desk.movable):
        return
    problem = compile_problem(desk.grounds, desk.people.capacity, desk.finish)
    found = search(problem.instance, seed=1, clock=still, effort=EFFORT, threads=1, solver=False)
    desk.offer(problem.ranks(desk.grounds, found.starts.tolist()))
    if problem.axis.exact and found.status != "infeasible":
        assert problem.axis.instant(found.bound) <= desk.finish


def hard(seed: int = 26, tasks: int = 12, people: int = 3) -> Plan:
    """Draw a plan in which each task wants one or two of few people, and rules miss the best order."""
    draw = random.Random(seed)
    rows = [Task(uid=uid, duration=draw.randint(1, 5) * DAY // 3) for uid in range(1, tasks + 1)]
    links: list[Link] = []
    for uid in range(2, tasks + 1):
        for pred in draw.sample(range(1, uid), min(uid - 1, draw.randint(0, 2))):
            links.append(Link(uid=len(links) + 1, pred=pred, succ=uid))
    work: list[Assignment] = []
    for row in rows:
        for who in draw.sample(range(1, people + 1), draw.randint(1, 2)):
            work.append(Assignment(uid=len(work) + 1, task=row.uid, resource=who, work=row.duration))
    staff = [Resource(uid=uid) for uid in range(1, people + 1)]
    return Plan.build(Project(start=MONDAY + 8 * HOUR), rows, links, resources=staff, assignments=work)


def test_the_same_seed_and_effort_give_the_same_answer() -> None:
    plan = hard()
    assert searched([plan], seed=3) == searched([plan], seed=3)


def test_the_search_ends_earlier_than_the_rules() -> None:
    plan = hard()
    rules = level([plan], options=Options(seconds=0), clock=still)
    done = searched([plan], effort=2000)
    assert done.finish < rules.finish
    assert done.status == "optimal"
    assert done.schedules > rules.schedules


def test_whoever_has_seen_enough_ends_the_search() -> None:
    told: list[int] = []

    def see(now: Interim) -> bool:
        told.append(now.finish)
        return len(told) < 2

    done = searched([hard()], effort=2000, report=see)
    assert len(told) == 2
    assert done.finish == told[-1]


def test_no_rule_is_begun_when_the_time_is_up() -> None:
    """In a large plan one rule takes longer than somebody wants to wait."""
    desk = Desk([hard()], Options(), {}, None)
    desk.try_rules(lambda: True)
    assert (desk.tried, desk.best is not None) == (1, True)
