"""Hypothesis strategies for plans and for edits of them."""

from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from uptake.engine.calendars import Calendar, CalendarException, Shifts, Week, WorkWeek
from uptake.engine.edits import Add, Edit, Move, Remove, Set
from uptake.engine.edits.values import LAST_DAY
from uptake.engine.instants import DAY, HORIZON
from uptake.engine.plan import (
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


def tasks(uid: int, parent: int | None, calendar_uids: list[int]) -> st.SearchStrategy[Task]:
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
        return set() if uid is None else {uid} | above(parent[uid])

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
    people = [Resource(uid=uid, name=draw(NAMES), calendar=draw(st.none() | st.just(2))) for uid in (7, 8)]
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
        resources=people,
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


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> Edit:
    """Draw an edit that may well be refused."""
    task = _pick(plan.tasks, 99)
    some_task = st.none() | task
    links_there = _pick(plan.links, 999)
    calendar = _pick(plan.calendars, 9)
    resource = _pick(plan.resources, 9)
    assignment = _pick(plan.assignments, 299)
    fresh = draw(st.integers(40, 60))
    choice = draw(st.integers(0, 16))
    match choice:
        case 0:
            return Set("task", draw(task), draw(values(draw(tasks(1, None, [1, 2, 3])))))
        case 1:
            return Set("link", draw(links_there), draw(values(draw(links(1, draw(task), draw(task))))))
        case 2:
            return Set("calendar", draw(calendar), draw(values(draw(calendars(1, base=draw(calendar))))))
        case 3:
            return Set("project", 0, draw(values(Project(start=draw(AMOUNTS), calendar=draw(calendar)))))
        case 4:
            return Set("resource", draw(resource), {"type": draw(st.sampled_from(ResourceType))})
        case 5:
            return Set(
                "assignment", draw(assignment), {"task": draw(task), "resource": draw(st.none() | resource)}
            )
        case 6 | 7:
            block = draw(outlines([fresh, fresh + 100, fresh + 200][: draw(st.integers(1, 3))], [1, 2, 3]))
            head = block[0].__class__(uid=fresh, name="new", parent=draw(some_task))
            return Add(head, draw(some_task), tuple(block[1:]))
        case 8 | 9:
            return Add(
                draw(links(draw(st.integers(500, 510)), draw(task), draw(task))),
                draw(st.none() | links_there),
            )
        case 10:
            return Add(
                draw(calendars(draw(st.integers(3, 6)), base=draw(st.none() | calendar))),
                draw(st.none() | calendar),
            )
        case 11:
            return Add(
                Assignment(uid=fresh, task=draw(task), resource=draw(resource)), draw(st.none() | assignment)
            )
        case 12:
            return Remove("task", draw(task))
        case 13:
            return Remove("link", draw(links_there))
        case 14:
            kind = draw(st.sampled_from(["calendar", "resource", "assignment"]))
            return Remove(
                kind, draw({"calendar": calendar, "resource": resource, "assignment": assignment}[kind])
            )
        case 15:
            return Add(Resource(uid=draw(st.integers(8, 12)), calendar=draw(st.none() | calendar)))
        case _:
            return Move(draw(task), draw(some_task), draw(some_task))
