"""Applies hostile edits to random plans; each has to end in a plan that schedules, or in a typed error.

    python -m tests.engine.fuzz_edits --count 10000 --seed 1

An input is a plan, made of edits itself, and a list of edits as JSON with some parts exchanged. The same
seed makes the same inputs. Whatever happens, the plan before and its schedule must stay as they were; what
succeeds must schedule from nothing as it does from the schedule before, and be undone by the inverse. Exit
code 1 if anything else happened.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests import hostile
from uptake.engine.compare import compare
from uptake.engine.edits import (
    Edit,
    apply,
    apply_with_inverse,
    from_json,
    indent,
    outdent,
    reschedule_uncompleted,
    set_progress,
    to_json,
)
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, HORIZON, moment
from uptake.engine.plan import (
    CATEGORIES,
    Constraint,
    Contour,
    LagKind,
    LinkType,
    Plan,
    Project,
    ResourceType,
    TaskType,
)
from uptake.engine.recurrence import Every
from uptake.engine.scheduling import Schedule, schedule

Json = dict[str, Any]
Draw = Callable[[random.Random], Any]
START = 219_000 * 72
SPARE = 99
"""A uid that nothing has."""


def among(*values: Any) -> Draw:
    return lambda rng: rng.choice(values)


def between(low: int, high: int) -> Draw:
    return lambda rng: rng.randint(low, high)


def names(members: Any) -> Draw:
    return among(*members.__members__)


def shifts(rng: random.Random) -> list[list[int]]:
    cuts = sorted(rng.sample(range(49), 2 * rng.randint(0, 3)))
    return [[a * DAY // 48, b * DAY // 48] for a, b in zip(cuts[::2], cuts[1::2], strict=True)]


def week(rng: random.Random) -> list[Any]:
    return [rng.choice((None, shifts(rng))) for _ in range(7)]


def day(rng: random.Random) -> Json:
    return {
        "first": rng.choice((0, START // DAY + rng.randint(-50, 50))),
        "last": rng.choice((HORIZON // DAY - 1, START // DAY + rng.randint(-50, 90))),
    }


def exception(rng: random.Random) -> Json:
    repeats = {
        "unit": rng.choice(list(Every.__members__)),
        "every": rng.choice((1, 2, 999)),
        "weekdays": rng.sample(range(7), rng.randint(1, 7)),
        "day": rng.randint(1, 31),
        "nth": rng.randint(0, 5),
        "month": rng.randint(1, 12),
    }
    return {**day(rng), "shifts": shifts(rng), **({"repeats": repeats} if rng.random() < 0.5 else {})}


def several(draw: Draw, most: int) -> Draw:
    return lambda rng: [draw(rng) for _ in range(rng.randint(0, most))]


DATE = among(None, *(START + k * DAY // 3 for k in range(-9, 90, 4)))
ANY_DATE: Draw = lambda rng: DATE(rng) if rng.random() < 0.95 else rng.choice((0, HORIZON - 1))  # noqa: E731
AMOUNT = among(0, 1, 600, 4800, 4800, 9600, 24000, 48000)
FLAG = among(True, True, False)
PIECES: Draw = lambda rng: [[0, 4800], [9600, 14400]][: rng.randint(0, 2)]  # noqa: E731
CALENDAR_UID = among(1, 2, 3)
FIELDS: dict[str, dict[str, Draw]] = {
    "project": {
        "start": ANY_DATE, "finish": DATE, "from_finish": FLAG, "calendar": CALENDAR_UID,
        "honor_constraints": FLAG, "critical_limit": AMOUNT, "multiple_critical_paths": FLAG,
        "minutes_per_day": among(1, 480, 1440),
    },
    "task": {
        "name": among("挖", "dig", ""), "duration": AMOUNT, "elapsed": FLAG, "type": names(TaskType),
        "milestone": FLAG, "constraint": names(Constraint), "constraint_date": DATE, "deadline": DATE,
        "calendar": CALENDAR_UID, "ignore_resource_calendar": FLAG, "manual": FLAG, "active": FLAG,
        "external": FLAG, "start": DATE, "finish": DATE, "percent": between(0, 100), "actual_start": DATE,
        "actual_finish": DATE, "stop": DATE, "resume": DATE, "remaining": AMOUNT, "leveling_delay": AMOUNT,
        "pieces": PIECES, "notes": among("深", "deep", ""), "owner": among(None, 1, 2),
    },
    "link": {"type": names(LinkType), "lag": between(-20_000, 20_000), "kind": names(LagKind)},
    "calendar": {
        "week": week, "exceptions": several(exception, 3),
        "base": among(None, 1, 2, 3), "name": among("标准"),
        "work_weeks": several(lambda rng: {**day(rng), "week": week(rng)}, 2),
    },
    "resource": {
        "type": names(ResourceType), "calendar": CALENDAR_UID, "units": among(0, 0.5, 2),
        "category": among(*CATEGORIES), "lead_time": AMOUNT, "generic": FLAG, "group": among("IT", ""),
        "email": among("a@b.example", ""),
    },
    "assignment": {
        "units": among(0, 0.001, 0.5, 3), "work": AMOUNT, "overtime_work": AMOUNT, "delay": AMOUNT,
        "leveling_delay": AMOUNT, "contour": names(Contour), "start": DATE,
        "finish": DATE, "actual_start": DATE,
    },
}  # fmt: skip

ENDS = {"task": ("parent",), "link": ("pred", "succ"), "assignment": ("task",)}
"""The fields that name a task."""


def values(kind: str, rng: random.Random, most: int) -> Json:
    known = FIELDS[kind]
    return {name: known[name](rng) for name in rng.sample(list(known), rng.randint(0, min(most, len(known))))}


def added(kind: str, row: Json, **more: Any) -> Json:
    return {"edit": "add", "kind": kind, "row": row, **more}


def random_plan(rng: random.Random) -> Plan:
    """Make a plan by edits; those that would make it impossible are left out."""
    plan = Plan.build(Project(start=START), [])
    tasks, path = rng.randint(0, 10), []
    rows = [added("calendar", {"uid": uid, **values("calendar", rng, 2), "base": None}) for uid in (2, 3)]
    rows += [added("resource", {"uid": uid, **values("resource", rng, 2)}) for uid in (1, 2)]
    for uid in range(1, tasks + 1):
        path = path[: rng.randint(0, len(path))]
        rows.append(
            added("task", {"uid": uid, "parent": path[-1] if path else None, **values("task", rng, 4)})
        )
        path.append(uid)
    for uid in range(1, rng.randint(1, 2 + 2 * tasks)):
        rows.append(
            added(
                "link",
                {
                    "uid": uid,
                    "pred": rng.randint(1, 10),
                    "succ": rng.randint(1, 10),
                    **values("link", rng, 2),
                },
            )
        )
    for uid in range(1, rng.randint(1, 6)):
        work = {"uid": uid, "task": rng.randint(1, 10), "resource": rng.choice((None, 1, 2))}
        rows.append(added("assignment", {**work, "work": AMOUNT(rng), **values("assignment", rng, 3)}))
    rows.append({"edit": "set", "kind": "project", "uid": 0, "values": values("project", rng, 3)})
    for row in rows:
        try:
            plan = apply(plan, [from_json(row)])
        except PlanError:
            continue
    return plan


def some_uid(rows: Sequence[Any], rng: random.Random) -> int:
    return rng.choice(rows).uid if rows and rng.random() < 0.95 else rng.choice((0, 1, 40, SPARE))


def random_edit(plan: Plan, rng: random.Random) -> Json:
    """Draw an edit that may well be refused: by what it breaks, not by its form."""
    tables = {
        "task": plan.tasks, "link": plan.links, "calendar": plan.calendars, "resource": plan.resources,
        "assignment": plan.assignments,
    }  # fmt: skip
    kind = rng.choice(("task", "task", *tables))
    uid, task = some_uid(tables[kind], rng), some_uid(plan.tasks, rng)
    what = rng.choice(("set", "set", "project", "add", "add", "remove", "move", "move"))
    if what == "project":
        return {"edit": "set", "kind": "project", "uid": 0, "values": values("project", rng, 3)}
    if what == "set":
        new = values(kind, rng, 4)
        if kind == "link" and rng.random() < 0.5:
            new[rng.choice(("pred", "succ"))] = task
        return {"edit": "set", "kind": kind, "uid": uid, "values": new}
    if what == "remove":
        return {"edit": "remove", "kind": kind, "uid": uid}
    if what == "move":
        over = rng.choice((None, some_uid(plan.tasks, rng)))
        return {
            "edit": "move",
            "uid": task,
            "parent": over,
            "at": rng.choice((None, some_uid(plan.tasks, rng))),
        }
    row = {"uid": rng.choice((uid, rng.randint(40, 60))), **values(kind, rng, 4)}
    ends: dict[str, tuple[str, ...]] = {
        "task": ("parent",),
        "link": ("pred", "succ"),
        "assignment": ("task",),
    }
    row |= {name: some_uid(plan.tasks, rng) for name in ends.get(kind, ())}
    if kind == "task" and rng.random() < 0.5:
        below = [
            {"uid": rng.randint(40, 60), "parent": row["uid"], **values("task", rng, 2)} for _ in range(2)
        ]
        return added(kind, {**row, "parent": rng.choice((None, task))}, below=below)
    return added(kind, row, at=rng.choice((None, uid)))


def intended(done: Schedule, rng: random.Random) -> list[Edit]:
    """Draw what a person would do, as edits; arguments may be out of range."""
    plan = done.plan
    uid = some_uid(plan.tasks, rng)
    match rng.randrange(4):
        case 0:
            return indent(plan, uid)
        case 1:
            return outdent(plan, uid)
        case 2:
            return set_progress(done, uid, rng.choice((*range(0, 101, 10), 1, 99, *hostile.NUMBERS)))
    return reschedule_uncompleted(done, rng.choice((START + 9 * DAY, *hostile.NUMBERS)))[0]


def edit_list(done: Schedule, rng: random.Random) -> list[Edit]:
    """Draw edits: as JSON, often broken, or what a person would do."""
    if rng.random() < 0.15:
        return intended(done, rng)
    written: Any = {"edits": [random_edit(done.plan, rng) for _ in range(rng.randint(1, 4))]}
    if rng.random() < 0.6:
        hostile.break_some(written, rng, rng.choice((1, 1, 2, 4)))
    found = written.get("edits")
    edits = [from_json(one) for one in (found if isinstance(found, list) else [found])]
    for edit in edits:
        assert from_json(to_json(edit)) == edit
    return edits


# ---- what must hold

COLUMNS = ("start", "finish", "late_start", "late_finish", "free_slack", "total_slack", "by", "by_what")


def seen(done: Schedule) -> tuple[Any, ...]:
    """Return all that a plan and its schedule hold, as values of its own."""
    shape, dates, plan = done.plan.structure, done.dates, done.plan
    found = [getattr(dates, name) for name in COLUMNS]
    return (
        repr(plan),
        [list(column) for column in (shape.order, shape.rank, shape.pred, shape.succ, shape.parent)],
        [list(row) for rows in (shape.links_in, shape.links_out, shape.children) for row in rows],
        dict(shape.index),
        dict(shape.link_index),
        [list(column) for column in found],
    )


def flaw(error: PlanError) -> str:
    """Return what is wrong with an error: it has to carry data, and a text."""
    if type(error) is PlanError or not vars(error):
        return f"{type(error).__name__} without data"
    return "" if str(error) else f"{type(error).__name__} without words"


def rows(done: Schedule) -> Iterator[Any]:
    """Yield everything that a schedule can be asked for."""
    for i, task in enumerate(done.plan.tasks):
        row = done.row(i)
        for at in (row.start, row.finish, row.late_start, row.late_finish):
            moment(at)
        yield row
        if i % 3 == 0:
            yield done.why(task.uid)
    yield done.start, done.finish, done.remarks


def scheduled(plan: Plan, since: Schedule | None) -> tuple[Any, Schedule | None]:
    """Return the rows of a schedule and itself, or the kind of its error."""
    try:
        done = schedule(plan, since=since)
    except PlanError as error:
        return type(error), None
    return list(rows(done)), done


def attempt(done: Schedule, rng: random.Random) -> hostile.Outcome:
    """Edit a plan and schedule what comes out."""
    try:
        edits = edit_list(done, rng)
        after, back = apply_with_inverse(done.plan, edits)
    except PlanError as error:
        return f"refused: {type(error).__name__}", flaw(error)
    fresh, made = scheduled(after, None)
    again, _ = scheduled(after, done)
    if fresh != again:
        return "fault", "another schedule with `since` than without"
    if apply(after, back) != done.plan:
        return "fault", "the inverse does not lead back"
    if made is None:
        return f"not scheduled: {fresh.__name__}", ""
    compare(done, made)
    return "scheduled", ""


def one(rng: random.Random) -> hostile.Outcome:
    """Try one input."""
    plan = random_plan(rng)
    try:
        done = schedule(plan)
    except PlanError as error:
        return f"plan not scheduled: {type(error).__name__}", flaw(error)
    before = seen(done)
    outcome = attempt(done, rng)
    return outcome if seen(done) == before else ("fault", "the plan before, or its schedule, has changed")


if __name__ == "__main__":
    sys.exit(hostile.main(__doc__ or "", one))
