"""Hypothesis strategies for plans and for edits of them."""

from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from uptake.engine.calendars import Calendar, CalendarException, Shifts, Week, WorkWeek
from uptake.engine.edits import Add, Edit, Move, Remove, Set
from uptake.engine.edits.values import LAST_DAY
from uptake.engine.instants import DAY, HORIZON
from uptake.engine.plan import (
    CATEGORIES,
    Assignment,
    Constraint,
    Contour,
    LagKind,
    Link,
    LinkType,
    Plan,
    Project,
    Resource,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.recurrence import Every, Recurrence

DATES = st.none() | st.integers(0, HORIZON - 1)
AMOUNTS = st.integers(0, 100_000)
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


@st.composite
def shifts(draw: st.DrawFn) -> Shifts:
    """Draw up to three working intervals of a day."""
    cuts = sorted(draw(st.sets(st.integers(0, 48), max_size=6)))
    return tuple((a * DAY // 48, b * DAY // 48) for a, b in zip(cuts[::2], cuts[1::2], strict=False))


def weeks(*, inherited: bool = True) -> st.SearchStrategy[Week]:
    """Draw the seven days of a week pattern."""
    day = (st.none() | shifts()) if inherited else shifts()
    return st.tuples(*[day] * 7)


RECURRENCES = st.builds(
    Recurrence,
    unit=st.sampled_from(Every),
    every=st.integers(1, 5),
    weekdays=st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True).map(tuple),
    day=st.integers(1, 31),
    nth=st.integers(0, 5),
    month=st.integers(1, 12),
    count=st.none() | st.integers(1, 20),
)


@st.composite
def spans(draw: st.DrawFn, *, horizon: int = LAST_DAY) -> tuple[int, int]:
    """Draw the first and last day of a stretch."""
    first = draw(st.integers(0, horizon))
    return first, min(first + draw(st.integers(0, 40)), horizon)


@st.composite
def exceptions(draw: st.DrawFn, *, horizon: int = LAST_DAY) -> CalendarException:
    """Draw an exception, recurring or not."""
    first, last = draw(spans(horizon=horizon))
    return CalendarException(first, last, draw(shifts()), draw(NAMES), draw(st.none() | RECURRENCES))


@st.composite
def work_weeks(draw: st.DrawFn, *, horizon: int = LAST_DAY) -> WorkWeek:
    """Draw a stretch with a week of its own."""
    return WorkWeek(*draw(spans(horizon=horizon)), draw(weeks()), draw(NAMES))


def calendars(uid: int, *, base: int | None = None, horizon: int = LAST_DAY) -> st.SearchStrategy[Calendar]:
    """Draw a calendar."""
    return st.builds(
        Calendar,
        st.just(uid),
        NAMES,
        st.just(base),
        weeks(),
        st.lists(exceptions(horizon=horizon), max_size=3).map(tuple),
        st.lists(work_weeks(horizon=horizon), max_size=2).map(tuple),
    )


def tasks(
    uid: int, parent: int | None, calendar_uids: list[int], owners: tuple[int, ...] = (7, 8)
) -> st.SearchStrategy[Task]:
    """Draw a task with values of every kind."""
    return st.builds(
        Task,
        uid=st.just(uid),
        parent=st.just(parent),
        name=NAMES,
        duration=AMOUNTS,
        elapsed=st.booleans(),
        type=st.sampled_from(TaskType),
        constraint=st.sampled_from(Constraint),
        constraint_date=DATES,
        deadline=DATES,
        calendar=st.none() | st.sampled_from(calendar_uids),
        priority=st.integers(0, 1000),
        percent=st.integers(0, 100),
        actual_start=DATES,
        pieces=st.sampled_from([(), ((0, 4800), (9600, 14400))]),
        notes=NAMES,
        owner=st.sampled_from([None, *owners]),
    )


def people(uid: int, calendar: st.SearchStrategy[int | None]) -> st.SearchStrategy[Resource]:
    """Draw a resource."""
    return st.builds(
        Resource,
        uid=st.just(uid),
        name=NAMES,
        type=st.sampled_from(ResourceType),
        calendar=calendar,
        units=st.sampled_from([0.5, 1.0, 3.0]),
        category=st.sampled_from(CATEGORIES),
        lead_time=AMOUNTS,
        generic=st.booleans(),
        group=NAMES,
        email=NAMES,
    )


@st.composite
def outlines(draw: st.DrawFn, uids: list[int], calendar_uids: list[int]) -> list[Task]:
    """Draw tasks in outline order."""
    found: list[Task] = []
    path: list[int] = []
    for uid in uids:
        path = path[: draw(st.integers(0, len(path)))]
        found.append(draw(tasks(uid, path[-1] if path else None, calendar_uids)))
        path.append(uid)
    return found


def related(rows: list[Task], a: int, b: int) -> bool:
    """Tell whether one of two tasks is, or stands above, the other."""
    parent = {task.uid: task.parent for task in rows}

    def above(uid: int | None) -> set[int | None]:
        return set() if uid is None else {uid, *above(parent[uid])}

    return a in above(b) or b in above(a)


@st.composite
def links(draw: st.DrawFn, uid: int, pred: int, succ: int) -> Link:
    """Draw a link between two tasks."""
    return Link(
        uid=uid,
        pred=pred,
        succ=succ,
        type=draw(st.sampled_from(LinkType)),
        lag=draw(st.integers(-9600, 9600)),
        kind=draw(st.sampled_from(LagKind)),
    )


@st.composite
def plans(draw: st.DrawFn, *, most: int = 9) -> Plan:
    """Draw a plan with an outline, links without loops, calendars, resources and assignments."""
    calendar_uids = [1, 2, 3]
    found = [
        draw(calendars(uid, base=draw(st.sampled_from([None, *range(1, uid)])))) for uid in calendar_uids
    ]
    uids = draw(st.lists(st.integers(1, 30), min_size=1, max_size=most, unique=True))
    rows = draw(outlines(uids, calendar_uids))
    made: list[Link] = []
    for number in range(draw(st.integers(0, 2 * len(rows)))):
        a, b = sorted(draw(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, len(rows) - 1))))
        if not related(rows, rows[a].uid, rows[b].uid):
            made.append(draw(links(100 + number, rows[a].uid, rows[b].uid)))
    staff = [draw(people(uid, st.none() | st.just(2))) for uid in (7, 8)]
    work = [
        Assignment(
            uid=200 + number,
            task=draw(st.sampled_from(uids)),
            resource=draw(st.sampled_from([None, 7, 8])),
            work=draw(AMOUNTS),
            contour=draw(st.sampled_from(Contour)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    return Plan.build(
        Project(start=draw(st.integers(0, HORIZON // 2)), calendar=draw(st.sampled_from(calendar_uids))),
        rows,
        made,
        calendars=found,
        resources=staff,
        assignments=work,
    )


def _pick(rows: Any, spare: int) -> st.SearchStrategy[int]:
    """Draw the uid of a row, or now and then one that is not there."""
    return st.sampled_from([row.uid for row in rows] + [spare])


@st.composite
def values(draw: st.DrawFn, row: Any, *leave: str) -> dict[str, object]:
    """Draw new values for some fields of a row, taken from another row of its kind."""
    names = [one.name for one in fields(row) if one.name not in {"uid", "parent", *leave}]
    chosen = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    return {name: getattr(row, name) for name in chosen}


def edits(plan: Plan) -> st.SearchStrategy[Edit]:
    """Draw an edit that may well be refused."""
    return _new_values(plan) | _additions(plan) | _removals(plan)


@st.composite
def _new_values(draw: st.DrawFn, plan: Plan) -> Edit:
    task, calendar = _pick(plan.tasks, 99), _pick(plan.calendars, 9)
    kind = draw(st.sampled_from(["task", "task", "link", "calendar", "project", "resource", "assignment"]))
    if kind == "task":
        return Set("task", draw(task), draw(values(draw(tasks(1, None, [1, 2, 3])))))
    if kind == "link":
        return Set("link", draw(_pick(plan.links, 999)), draw(values(draw(links(1, draw(task), draw(task))))))
    if kind == "calendar":
        return Set("calendar", draw(calendar), draw(values(draw(calendars(1, base=draw(calendar))))))
    if kind == "project":
        return Set("project", 0, draw(values(Project(start=draw(AMOUNTS), calendar=draw(calendar)))))
    resource = _pick(plan.resources, 9)
    if kind == "resource":
        return Set("resource", draw(resource), draw(values(draw(people(1, st.none() | calendar)))))
    uid = draw(_pick(plan.assignments, 299))
    return Set("assignment", uid, {"task": draw(task), "resource": draw(st.none() | resource)})


@st.composite
def _additions(draw: st.DrawFn, plan: Plan) -> Edit:
    task, calendar, resource = (_pick(plan.tasks, 99), _pick(plan.calendars, 9), _pick(plan.resources, 9))
    fresh = draw(st.integers(40, 60))
    kind = draw(st.sampled_from(["task", "task", "link", "link", "calendar", "resource", "assignment"]))
    if kind == "task":
        uids = [fresh, fresh + 100, fresh + 200][: draw(st.integers(1, 3))]
        head, *below = draw(outlines(uids, [1, 2, 3]))
        return Add(replace(head, parent=draw(st.none() | task)), draw(st.none() | task), tuple(below))
    if kind == "link":
        link = draw(links(draw(st.integers(500, 510)), draw(task), draw(task)))
        return Add(link, draw(st.none() | _pick(plan.links, 999)))
    if kind == "calendar":
        made = draw(calendars(draw(st.integers(3, 6)), base=draw(st.none() | calendar)))
        return Add(made, draw(st.none() | calendar))
    if kind == "resource":
        return Add(draw(people(draw(st.integers(8, 12)), st.none() | calendar)))
    work = Assignment(uid=fresh, task=draw(task), resource=draw(resource))
    return Add(work, draw(st.none() | _pick(plan.assignments, 299)))


@st.composite
def _removals(draw: st.DrawFn, plan: Plan) -> Edit:
    """Draw what takes something from its place: removals and moves."""
    task = _pick(plan.tasks, 99)
    kind: Any = draw(st.sampled_from(["move", "move", "task", "link", "calendar", "resource", "assignment"]))
    if kind == "move":
        return Move(draw(task), draw(st.none() | task), draw(st.none() | task))
    rows: dict[str, Any] = {
        "task": plan.tasks,
        "link": plan.links,
        "calendar": plan.calendars,
        "resource": plan.resources,
        "assignment": plan.assignments,
    }
    return Remove(kind, draw(_pick(rows[kind], 999)))
