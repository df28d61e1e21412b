"""Hypothesis strategies for plans that could be real: some weeks, some calendars, every rule of the engine.

Amounts are multiples of half an hour and dates lie within a month, so that rules meet each other often.
"""

import os
from dataclasses import replace

from hypothesis import assume, settings
from hypothesis import strategies as st

from tests.engine.grid import MONDAY
from tests.engine.naive import Almanac
from uptake.engine.calendars import OFFICE, OFFICE_WEEK, ROUND_THE_CLOCK, Calendar, CalendarException, shifts
from uptake.engine.errors import CycleFound
from uptake.engine.instants import DAY, HOUR
from uptake.engine.plan import (
    Assignment,
    Constraint,
    LagKind,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    Task,
    TaskType,
)

MANY = settings(max_examples=1000 if os.environ.get("CI") else 150)
"""A plan takes some milliseconds; in CI there is time for more of them."""

HALF = HOUR // 2
TODAY = MONDAY // DAY
NIGHTS = (
    shifts((0, 3), (4, 9)),
    shifts((22, 24)),
    *[shifts((0, 3), (4, 9), (22, 24))] * 4,
    shifts((0, 3), (4, 9)),
)
CALENDARS = (
    Calendar(1, "standard", week=OFFICE_WEEK, exceptions=(CalendarException(TODAY + 9, TODAY + 10),)),
    Calendar(
        2,
        "six days",
        base=1,
        week=(*[None] * 6, shifts((8, 12))),
        exceptions=(CalendarException(TODAY + 13, TODAY + 13, OFFICE),),
    ),
    Calendar(3, "nights", week=NIGHTS),
    Calendar(4, "always", week=ROUND_THE_CLOCK),
)
PEOPLE = (Resource(uid=1), Resource(uid=2, calendar=2), Resource(uid=3, calendar=3))
SPANS = st.integers(1, 60).map(lambda halves: halves * HALF)
INSTANTS = st.integers(-4 * 48, 21 * 48).map(lambda halves: MONDAY + halves * HALF)
SOMETIMES = st.integers(0, 5).map(lambda die: die == 5)


@st.composite
def durations(draw: st.DrawFn, *, everything: bool) -> dict[str, object]:
    """Draw how long a task lasts, and on which hours."""
    values: dict[str, object] = {"duration": 0 if draw(SOMETIMES) else draw(SPANS)}
    if not everything:
        return values
    values["elapsed"] = draw(SOMETIMES)
    values["calendar"] = draw(st.sampled_from([None, None, None, 1, 2, 3, 4]))
    values["type"] = draw(st.sampled_from(TaskType))
    values["ignore_resource_calendar"] = draw(SOMETIMES)
    return values


@st.composite
def dated(draw: st.DrawFn, *, constraints: st.SearchStrategy[Constraint]) -> dict[str, object]:
    """Draw a constraint and a deadline."""
    values: dict[str, object] = {}
    if draw(SOMETIMES):
        values["constraint"] = draw(constraints)
        values["constraint_date"] = draw(INSTANTS)
    if draw(SOMETIMES):
        values["deadline"] = draw(INSTANTS)
    return values


@st.composite
def exceptional(draw: st.DrawFn, task: Task, almanac: Almanac) -> Task:
    """Draw a task that is manual, inactive, external, split, delayed, begun or done."""
    kind = draw(st.sampled_from(["manual", "inactive", "external", "delayed", "split", "begun", "done"]))
    begin = draw(INSTANTS)
    span = task.duration
    hours = almanac.of() if task.elapsed else almanac.of(task.calendar or 1)
    match kind:
        case "inactive":
            return replace(task, active=False)
        case "delayed":
            return replace(task, leveling_delay=draw(SPANS))
        case "manual" | "external":
            return replace(task, start=begin, finish=hours.after(begin, span), **{kind: True})
        case "split" if span >= 2 * HALF:
            cut = draw(st.integers(1, span // HALF - 1)) * HALF
            gap = draw(SPANS)
            return replace(task, pieces=((0, cut), (cut + gap, span + gap)))
        case "done":
            return replace(
                task, percent=100, actual_start=begin, actual_finish=begin + span + draw(SPANS) - HALF
            )
        case "begun" if span:
            stop = hours.after(begin, draw(st.integers(0, span // HALF - 1)) * HALF)
            resume = hours.start(stop + draw(st.sampled_from([0, DAY, 3 * DAY])))
            return replace(task, percent=50, actual_start=begin, stop=stop, resume=resume)
    return task


@st.composite
def outlines(draw: st.DrawFn, almanac: Almanac, *, most: int, everything: bool) -> list[Task]:
    """Draw the tasks of a plan in outline order."""
    constraints = st.sampled_from(Constraint) if everything else st.just(Constraint.SNET)
    rows: list[Task] = []
    path: list[int] = []
    for uid in range(1, draw(st.integers(1, most)) + 1):
        path = path[: draw(st.integers(0, len(path)))]
        task = Task(
            uid=uid,
            parent=path[-1] if path else None,
            **draw(durations(everything=everything)),
            **draw(dated(constraints=constraints)),
            notes=draw(st.sampled_from(["", "by hand", "手工"])),
            owner=draw(st.sampled_from([None, *[one.uid for one in PEOPLE]])) if everything else None,
        )
        if everything and draw(SOMETIMES):
            task = draw(exceptional(task, almanac))
        rows.append(task)
        if draw(SOMETIMES):
            path.append(uid)
    return [_as_summary(task) if any(one.parent == task.uid for one in rows) else task for task in rows]


def _as_summary(task: Task) -> Task:
    """Leave to a summary what a summary can have."""
    plain = Task(uid=task.uid, parent=task.parent, deadline=task.deadline)
    if task.manual:
        return replace(plain, manual=True, start=task.start, finish=task.finish)
    if task.constraint is Constraint.SNET:
        return replace(plain, constraint=task.constraint, constraint_date=task.constraint_date)
    return plain


@st.composite
def links(draw: st.DrawFn, uid: int, pred: int, succ: int, *, everything: bool = True) -> Link:
    """Draw a link with a lag of any kind."""
    lag, kind = 0, LagKind.WORKING
    if draw(SOMETIMES):
        kind = draw(st.sampled_from(LagKind))
        share = kind in (LagKind.PERCENT, LagKind.ELAPSED_PERCENT)
        lag = draw(st.sampled_from([250, 500, 1500])) if share else draw(SPANS)
        if draw(st.booleans()):
            lag = -lag
    types = st.sampled_from(LinkType) if everything else st.sampled_from([LinkType.FS, LinkType.FF])
    return Link(uid=uid, pred=pred, succ=succ, type=draw(types), lag=lag, kind=kind)


def related(rows: list[Task], a: int, b: int) -> bool:
    """Tell whether one of two tasks stands above the other."""
    parents = {task.uid: task.parent for task in rows}

    def line(uid: int | None) -> set[int]:
        return set() if uid is None else {uid} | line(parents[uid])

    return a in line(b) or b in line(a)


@st.composite
def networks(draw: st.DrawFn, rows: list[Task]) -> list[Link]:
    """Draw links between tasks that do not contain each other, forward in the outline."""
    summaries = {task.parent for task in rows}
    found: list[Link] = []
    for uid in range(1, draw(st.integers(0, 2 * len(rows))) + 1):
        pred, succ = sorted(draw(st.tuples(*[st.integers(1, len(rows))] * 2)))
        if not related(rows, pred, succ):
            found.append(draw(links(uid, pred, succ, everything=pred not in summaries)))
    return found


@st.composite
def projects(draw: st.DrawFn, *, everything: bool) -> Project:
    """Draw what holds for the whole plan."""
    start = draw(INSTANTS)
    if not everything:
        return Project(start=start)
    return Project(
        start=start,
        honor_constraints=draw(st.booleans()),
        multiple_critical_paths=draw(SOMETIMES),
        critical_limit=draw(st.sampled_from([0, 0, 8 * HOUR])),
    )


@st.composite
def assigned(draw: st.DrawFn, rows: list[Task]) -> list[Assignment]:
    """Draw who works on tasks that last."""
    summaries = {task.parent for task in rows}
    able = [task for task in rows if task.duration and not task.pieces and task.uid not in summaries]
    if not able:
        return []
    return [
        Assignment(
            uid=uid,
            task=draw(st.sampled_from(able)).uid,
            resource=draw(st.sampled_from([one.uid for one in PEOPLE])),
            units=draw(st.sampled_from([0.5, 1.0, 1.5])),
            work=draw(SPANS),
            delay=draw(st.sampled_from([0, 0, HALF, 8 * HOUR])),
        )
        for uid in range(1, draw(st.integers(0, 4)) + 1)
    ]


@st.composite
def random_plans(draw: st.DrawFn, *, most: int = 8, everything: bool = True) -> Plan:
    """Draw a plan.

    Parameters
    ----------
    most : int
        Tasks at most.
    everything : bool
        False for plans in which each link and date can be kept and one calendar holds: no exceptional tasks,
        no constraint but SNET, no assignments.
    """
    almanac = Almanac(Plan.build(Project(start=MONDAY), [], calendars=CALENDARS))
    rows = draw(outlines(almanac, most=most, everything=everything))
    network = draw(networks(rows))
    people = draw(assigned(rows)) if everything else []
    project = draw(projects(everything=everything))
    try:
        return Plan.build(project, rows, network, calendars=CALENDARS, resources=PEOPLE, assignments=people)
    except CycleFound:
        assume(False)
        raise
