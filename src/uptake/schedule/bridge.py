"""Rows ⇄ engine: load a plan from the database, and write back only what an edit changed."""

from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import Lock
from typing import Any

from django.db import transaction

from uptake.engine.edits import apply, from_json
from uptake.engine.edits.values import DEFAULTS, MADE, RULES
from uptake.engine.instants import DAY
from uptake.engine.plan import Plan as EnginePlan
from uptake.engine.plan import Project as EngineProject
from uptake.engine.scheduling import Schedule, schedule
from uptake.platform.bulk import update_rows
from uptake.schedule import models

MODELS: dict[str, type[models.Row]] = {
    "task": models.Task,
    "link": models.Link,
    "calendar": models.Calendar,
    "resource": models.Resource,
    "assignment": models.Assignment,
}
PARTS = {kind: f"{kind}s" for kind in MODELS}
KEPT = ("task", "resource")
"""Kinds whose rows stay, marked as removed: other records hang on them."""
STEP = 1 << 32
"""Distance of ranks of neighbouring tasks, so that rows can be put between them without moving others."""
REPLAY = 20
"""So many revisions behind, a cached plan is brought up to date; further behind, it is read again."""
MAX_CACHED_TASKS = 250_000
TRIES = 5
PLAN_UIDS = range(1, 1_000_000_000)
DRAFT_ROOM, DRAFT_ROOMS = 10_000, 100_000
BATCH = 500


class Busy(Exception):
    """The plan is being changed so often that it could not be read."""


@dataclass(frozen=True, slots=True)
class State:
    """A plan at a revision, with its schedule, as engine values.

    Attributes
    ----------
    revision : int
    schedule : Schedule
    ranks : tuple of int
        What orders the rows of the tasks, in the order of the plan.
    go_live : int or None
        Uid of the milestone.
    room : range
        Uids that new objects get: those of a draft are apart from those of the plan, so that both may grow.
    last_uid : dict of str to int
        The highest uid ever given, a kind.
    """

    revision: int
    schedule: Schedule
    ranks: tuple[int, ...]
    go_live: int | None
    last_uid: dict[str, int]
    room: range = PLAN_UIDS

    @property
    def plan(self) -> EnginePlan:
        return self.schedule.plan

    @property
    def next_uid(self) -> dict[str, int]:
        return {kind: self.last_uid.get(kind, self.room.start - 1) + 1 for kind in MODELS}

    def finish_of(self, uid: int | None) -> int | None:
        """Return when a task finishes; None when it is not in the plan."""
        i = -1 if uid is None else self.plan.structure.index.get(uid, -1)
        return self.schedule.dates.finish[i] if i >= 0 else None


class _Cache:
    """Plans at the last revision that this process saw; the oldest go when it is full."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, State] = OrderedDict()
        self._lock = Lock()

    def get(self, plan: int) -> State | None:
        with self._lock:
            found = self._kept.get(plan)
            if found is not None:
                self._kept.move_to_end(plan)
            return found

    def put(self, plan: int, state: State) -> None:
        with self._lock:
            there = self._kept.get(plan)
            if there is not None and there.revision > state.revision:
                return
            self._kept[plan] = state
            self._kept.move_to_end(plan)
            size = sum(len(one.ranks) for one in self._kept.values())
            while size > MAX_CACHED_TASKS and len(self._kept) > 1:
                size -= len(self._kept.popitem(last=False)[1].ranks)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


cache = _Cache()


# ---- reading


def load(plan: models.Plan) -> State:
    """Return a plan as it stands in the database, from the cache when that is not older."""
    known = cache.get(plan.pk)
    if known is not None and known.revision == plan.revision:
        return known if known.go_live == plan.go_live else replace(known, go_live=plan.go_live)
    for _ in range(TRIES):
        state = _replay(plan, known) if known is not None else None
        if state is None:
            state = _read(plan)
        # Without the plan's lock somebody may have written between the queries: then what was read is of no revision.
        if models.Plan.objects.filter(pk=plan.pk, revision=plan.revision).exists():
            keep_after_commit(plan, state)
            return state
        plan.refresh_from_db()
    raise Busy


def _replay(plan: models.Plan, known: State) -> State | None:
    if not 0 < plan.revision - known.revision <= REPLAY:
        return None
    revisions = models.Revision.objects.filter(
        plan=plan, number__gt=known.revision, number__lte=plan.revision
    ).order_by("number")
    steps = list(revisions.values_list("edits", flat=True))
    if len(steps) != plan.revision - known.revision:
        return None
    after = apply(known.plan, [from_json(one) for step in steps for one in step])
    ranks = known.ranks
    if after.structure.index is not known.plan.structure.index:
        by_uid = dict(models.Task.objects.filter(plan=plan, removed=False).values_list("uid", "rank"))
        ranks = tuple(by_uid.get(task.uid, 0) for task in after.tasks)
    done = schedule(after, since=known.schedule)
    return State(plan.revision, done, ranks, plan.go_live, dict(plan.last_uid))


def _read(plan: models.Plan) -> State:
    parts: dict[str, list[Any]] = {}
    ranks: tuple[int, ...] = ()
    for kind, model in MODELS.items():
        rows = _rows(plan, kind)
        if kind in KEPT:
            rows = rows.filter(removed=False)
        columns = ("uid", *model.COLUMNS)
        if kind == "task":
            found = list(rows.order_by("rank").values_list("values", "rank", *columns))
            ranks = tuple(row[1] for row in found)
            found = [(row[0], *row[2:]) for row in found]
        else:
            found = list(rows.order_by("uid").values_list("values", *columns))
        parts[PARTS[kind]] = [_made(kind, columns, row) for row in found]
    project = EngineProject(**_values("project", plan.values))
    built = EnginePlan.build(
        project,
        parts["tasks"],
        parts["links"],
        calendars=parts["calendars"],
        resources=parts["resources"],
        assignments=parts["assignments"],
    )
    return State(plan.revision, schedule(built), ranks, plan.go_live, dict(plan.last_uid))


def _rows(plan: models.Plan, kind: str) -> Any:
    return MODELS[kind].objects.filter(plan=plan)


def _made(kind: str, columns: Sequence[str], row: Sequence[Any]) -> Any:
    return MADE[kind](**dict(zip(columns, row[1:], strict=True)), **_values(kind, row[0]))


def _values(kind: str, written: dict[str, Any]) -> dict[str, Any]:
    rules = RULES[kind]
    return {name: rules[name].read(value) for name, value in written.items()}


# ---- writing


def written(kind: str, row: Any) -> dict[str, Any]:
    """Return an object's columns and its other values, as a row of the database holds them."""
    columns = MODELS[kind].COLUMNS
    defaults = DEFAULTS[kind][1]
    values: dict[str, Any] = {}
    for name, rule in RULES[kind].items():
        if name == "uid" or name in columns:
            continue
        value = getattr(row, name)
        if name not in defaults or value != defaults[name]:
            values[name] = rule.write(value)
    return {name: getattr(row, name) for name in columns} | {"values": values}


def project_values(project: EngineProject) -> dict[str, Any]:
    """Return what holds for the whole plan as JSON."""
    return {name: rule.write(getattr(project, name)) for name, rule in RULES["project"].items()}


def fresh_ranks(count: int) -> tuple[int, ...]:
    """Return ranks for a plan that is written for the first time."""
    return tuple(STEP * (i + 1) for i in range(count))


def write_all(plan: models.Plan, state: State) -> None:
    """Write a plan that has no rows yet."""
    for kind, model in MODELS.items():
        rows = getattr(state.plan, PARTS[kind])
        made = [model(plan=plan, uid=row.uid, **written(kind, row)) for row in rows]
        if kind == "task":
            dates = state.schedule.dates
            for i, one in enumerate(made):
                one.rank = state.ranks[i]  # type: ignore[attr-defined]
                for name in models.Task.COMPUTED:
                    setattr(one, name, getattr(dates, name)[i])
        model.objects.bulk_create(made, batch_size=BATCH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What differs between two states, as rows.

    Attributes
    ----------
    gone, new, changed : dict of str to list
        Objects, a kind.
    dates : list of tuple
        Of each task whose computed values differ: its uid, and these values.
    touched : frozenset of int
        Uids of all tasks that a page shows differently.
    parts : frozenset of str
        What else it shows differently: ``order``, ``links``, ``resources``, ``calendars``, ``time``.
    """

    gone: dict[str, list[Any]]
    new: dict[str, list[Any]]
    changed: dict[str, list[Any]]
    dates: list[tuple[Any, ...]]
    touched: frozenset[int]
    parts: frozenset[str]


def differences(before: State, after: State) -> Differences:
    """Compare two states, by the identity of their objects."""
    gone: dict[str, list[Any]] = {}
    new: dict[str, list[Any]] = {}
    changed: dict[str, list[Any]] = {}
    for kind, part in PARTS.items():
        gone[kind], new[kind], changed[kind] = _differing(
            getattr(before.plan, part), getattr(after.plan, part)
        )
    dates = _other_dates(before, after)
    touched = {row[0] for row in dates}
    touched |= {row.uid for rows in (gone, new, changed) for row in rows["task"]}
    touched |= {row.task for rows in (gone, new, changed) for row in rows["assignment"]}
    parts = {
        PARTS[kind] for kind in ("link", "resource", "calendar") if gone[kind] or new[kind] or changed[kind]
    }
    if before.plan.structure.index is not after.plan.structure.index:
        parts |= {"order", "links"}
        touched |= _other_levels(before.plan, after.plan)
    if "calendars" in parts or _shown_time(before) != _shown_time(after):
        parts.add("time")
    if _measures(before) != _measures(after):
        parts.add("links")
        touched |= after.plan.structure.index.keys()
    elif parts & {"time", "calendars", "resources"}:
        touched |= _clocked(after.plan)
    return Differences(
        gone=gone, new=new, changed=changed, dates=dates, touched=frozenset(touched), parts=frozenset(parts)
    )


def _differing(was: Sequence[Any], now: Sequence[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """Return the objects that are gone, new, and changed."""
    if was is now:
        return [], [], []
    old = {row.uid: row for row in was}
    new: list[Any] = []
    changed: list[Any] = []
    for row in now:
        there = old.pop(row.uid, None)
        if there is None:
            new.append(row)
        elif there is not row:
            changed.append(row)
    return list(old.values()), new, changed


def _other_dates(before: State, after: State) -> list[tuple[Any, ...]]:
    old, now = before.schedule.dates, after.schedule.dates
    was = list(zip(*(getattr(old, name) for name in models.Task.COMPUTED), strict=True))
    rows = zip(*(getattr(now, name) for name in models.Task.COMPUTED), strict=True)
    there = before.plan.structure.index
    tasks = after.plan.tasks
    if there is after.plan.structure.index:
        return [(task.uid, *row) for task, row, one in zip(tasks, rows, was, strict=True) if row != one]
    known = dict(zip(there, was, strict=True))
    return [(task.uid, *row) for task, row in zip(tasks, rows, strict=True) if known.get(task.uid) != row]


def levels(plan: EnginePlan) -> list[int]:
    """Return how deep each task stands; 1 at the top."""
    found: list[int] = []
    for above in plan.structure.parent:
        found.append(found[above] + 1 if above >= 0 else 1)
    return found


def _measures(state: State) -> tuple[int, ...]:
    """Return what amounts are written with, and what makes a task critical."""
    facts = state.plan.project
    return facts.minutes_per_day, facts.minutes_per_week, facts.days_per_month, facts.critical_limit


def _shown_time(state: State) -> tuple[int, ...]:
    """Return which days of which calendar the page shows as working time."""
    facts = state.plan.project
    return facts.calendar, facts.start // DAY, max(state.schedule.finish, facts.start) // DAY


def _clocked(plan: EnginePlan) -> set[int]:
    """Return the tasks of which working hours show that do not move their dates: summaries and split tasks."""
    return {
        task.uid
        for task, summary in zip(plan.tasks, plan.structure.summary, strict=True)
        if summary or task.pieces
    }


def _other_levels(was: EnginePlan, now: EnginePlan) -> set[int]:
    """Return the tasks that stand deeper or higher, or became or ceased to be summaries."""
    old = dict(zip(was.structure.index, zip(levels(was), was.structure.summary, strict=True), strict=True))
    new = zip(now.tasks, zip(levels(now), now.structure.summary, strict=True), strict=True)
    return {task.uid for task, place in new if old.get(task.uid) != place}


def write_changes(plan: models.Plan, before: State, after: State, found: Differences) -> None:
    """Write the rows that differ between two states."""
    for kind in MODELS:
        _write_rows(plan, kind, found.gone[kind], found.new[kind], found.changed[kind])
    update_rows(models.Task, plan.pk, models.Task.COMPUTED, found.dates)
    if after.ranks is not before.ranks:
        ranks = dict(zip((task.uid for task in before.plan.tasks), before.ranks, strict=True))
        placed = [
            (task.uid, rank)
            for task, rank in zip(after.plan.tasks, after.ranks, strict=True)
            if ranks.get(task.uid) != rank
        ]
        update_rows(models.Task, plan.pk, ("rank",), placed)


def _write_rows(plan: models.Plan, kind: str, gone: list[Any], new: list[Any], changed: list[Any]) -> None:
    model = MODELS[kind]
    rows = _rows(plan, kind)
    if gone:
        removed = rows.filter(uid__in=[row.uid for row in gone])
        if kind in KEPT:
            removed.update(removed=True)
        else:
            removed.delete()
    back: set[int] = set()
    if new and kind in KEPT:
        back = set(rows.filter(uid__in=[row.uid for row in new]).values_list("uid", flat=True))
        rows.filter(uid__in=back).update(removed=False)
    made = [model(plan=plan, uid=row.uid, **written(kind, row)) for row in new if row.uid not in back]
    model.objects.bulk_create(made, batch_size=BATCH)
    again = [*changed, *(row for row in new if row.uid in back)]
    names = (*model.COLUMNS, "values")
    update_rows(model, plan.pk, names, [(row.uid, *_in_order(written(kind, row), names)) for row in again])


def _in_order(row: dict[str, Any], names: Iterable[str]) -> list[Any]:
    return [row[name] for name in names]


def ranks_after(before: State, after: EnginePlan) -> tuple[int, ...]:
    """Return ranks for the tasks in their new order that keep as many of the old ones as possible."""
    if after.structure.index is before.plan.structure.index:
        return before.ranks
    old = dict(zip((task.uid for task in before.plan.tasks), before.ranks, strict=True))
    now = [old.get(task.uid) for task in after.tasks]
    kept = _longest_rise(now)
    ranks: list[int] = []
    for i, stays in enumerate(kept):
        if stays:
            _fill(ranks, i, now[i] or 0)
            ranks.append(now[i] or 0)
    _fill(ranks, len(now), (ranks[-1] if ranks else 0) + STEP * (len(now) - len(ranks) + 1))
    if any(a >= b for a, b in pairwise(ranks)) or (ranks and ranks[0] <= 0):
        return fresh_ranks(len(now))
    return tuple(ranks)


def _fill(ranks: list[int], until: int, end: int) -> None:
    """Spread the ranks that are missing before place `until` evenly below `end`."""
    missing = until - len(ranks)
    begin = ranks[-1] if ranks else 0
    ranks += [begin + (end - begin) * (k + 1) // (missing + 1) for k in range(missing)]


def _longest_rise(values: list[int | None]) -> list[bool]:
    """Mark a longest strictly rising selection of the values that are there (patience sorting)."""
    ends: list[int] = []
    places: list[int] = []
    above = [-1] * len(values)
    for i, value in enumerate(values):
        if value is None:
            continue
        k = bisect_left(ends, value)
        above[i] = places[k - 1] if k else -1
        ends[k : k + 1] = [value]
        places[k : k + 1] = [i]
    marks = [False] * len(values)
    at = places[-1] if places else -1
    while at >= 0:
        marks[at] = True
        at = above[at]
    return marks


def state_after(before: State, after: EnginePlan, *, since: Schedule | None = None, **values: Any) -> State:
    """Return the state that a changed plan leads to: scheduled, ordered, one revision on.

    `since` is a schedule of a plan that differs less from the new one than the one before does.
    """
    done = schedule(after, since=since or before.schedule)
    last = dict(before.last_uid)
    for kind, part in PARTS.items():
        rows = getattr(after, part)
        if rows is not getattr(before.plan, part):
            last[kind] = max(last.get(kind, 0), highest(rows, before.room))
    changed = replace(
        before, schedule=done, ranks=ranks_after(before, after), last_uid=last, revision=before.revision + 1
    )
    return replace(changed, **values)


def highest(rows: Iterable[Any], room: range) -> int:
    """Return the highest uid of objects within a room; the one before its first when there is none."""
    return max((row.uid for row in rows if row.uid in room), default=room.start - 1)


def draft_uids(draft: int) -> range:
    """Return the uids of what a draft adds."""
    first = PLAN_UIDS.stop + draft % DRAFT_ROOMS * DRAFT_ROOM
    return range(first, first + DRAFT_ROOM)


def in_room(state: State, room: range) -> State:
    """Return a state whose new objects get uids of a room."""
    last = {kind: highest(getattr(state.plan, part), room) for kind, part in PARTS.items()}
    return replace(state, room=room, last_uid=last)


def keep_after_commit(plan: models.Plan, state: State) -> None:
    """Put a state into the cache as soon as the database has it for good: outside a transaction, at once.

    What was read within a transaction may be what that transaction wrote, and a rollback would take it back.
    """
    transaction.on_commit(lambda: cache.put(plan.pk, state))
