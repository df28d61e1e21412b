"""What varies from run to run, as columns: spreads of durations, groups that go together, risk events, costs."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from librt.vecs import vec
from mypy_extensions import i64
from numpy.typing import NDArray

from uptake.engine.columns import ELAPSED, FINISHED, FIXED, INACTIVE, STARTED, SUMMARY
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.plan import Plan, Task
from uptake.engine.scheduling import Remark, Schedule
from uptake.engine.simulation.drawing import hashed, key, keys
from uptake.engine.simulation.errors import BadSetting, BadSpread
from uptake.engine.simulation.inputs import BLOCK, MOST_EVENTS, Costs, Event, Settings, Spread
from uptake.engine.simulation.quantiles import tables

Ints = NDArray[np.int64]
Keys = NDArray[np.uint32]
Floats = NDArray[np.float32]

STILL = FINISHED | FIXED | INACTIVE | SUMMARY
"""Tasks whose duration does not vary: done, at typed dates, out of the network, or the sum of others."""


class Draws(NamedTuple):
    """What is drawn in each run. A duration is ``base + scale × quantile``, and the delays of events on top.

    Attributes
    ----------
    planned : ndarray of int32, shape (n,)
        Duration of each task of the plan where nothing varies.
    task : ndarray of int64, shape (d,)
        Positions of the tasks that have a spread.
    name : ndarray of uint32, shape (d,)
    table, base, scale, least : ndarray, shape (d,)
        `least` is 1 for a task that has a duration: it never becomes a point in time.
    group : ndarray of int64, shape (d,)
        -1 for tasks that vary on their own.
    shared, own : ndarray of float32, shape (d,)
        What the group and the task itself contribute to the normal variable: √ρ and √(1 − ρ).
    tables : ndarray of float32, shape (t, 129)
    group_name : ndarray of uint32, shape (g,)
    event_name, event_size : ndarray of uint32, shape (e,)
        Keys of whether it happens, and of how badly.
    chance : ndarray of float64, shape (e,)
        Of 2³².
    event_delay, event_cost : ndarray of int64, shape (e,)
        Tables, or -1.
    hit, hit_task, hit_scale : ndarray
        Where the tasks of an event begin, and they, with what its delay is multiplied by for each.
    varying : ndarray of int64, shape (v,)
        Positions of the tasks whose duration varies, by spread or event, sorted.
    restored : ndarray of int64
        Positions of those that only events make longer: they are as planned before each block.
    rated, rate : ndarray
        Positions of tasks that vary and cost by the hour, and minor units for a tenth of a minute.
    fixed_cost : float
        What does not vary.
    """

    planned: NDArray[np.int32]
    task: Ints
    name: Keys
    table: Ints
    base: Floats
    scale: Floats
    least: NDArray[np.int32]
    group: Ints
    shared: Floats
    own: Floats
    tables: Floats
    group_name: Keys
    event_name: Keys
    event_size: Keys
    chance: NDArray[np.float64]
    event_delay: Ints
    event_cost: Ints
    hit: Ints
    hit_task: Ints
    hit_scale: Floats
    varying: Ints
    restored: Ints
    rated: Ints
    rate: NDArray[np.float64]
    fixed_cost: float

    def over(self, tasks: Ints) -> "Draws":
        """Return the same for the rows of some tasks, which hold all that vary."""
        row = np.full(len(self.planned), -1, np.int64)
        row[tasks] = np.arange(len(tasks))
        names = ("task", "hit_task", "varying", "restored", "rated")
        return self._replace(
            planned=self.planned[tasks], **{name: row[getattr(self, name)] for name in names}
        )

    def longest(self) -> Ints:
        """Return how long each task takes at most, when all its risks come true."""
        found = self.planned.astype(np.int64)
        if not len(self.tables):
            return found
        top = self.tables[:, -1].astype(np.float64)
        found[self.task] = np.ceil(self.base + self.scale * top[self.table])
        delays = np.repeat(np.where(self.event_delay >= 0, top[self.event_delay], 0.0), np.diff(self.hit))
        np.add.at(found, self.hit_task, np.ceil(delays * self.hit_scale).astype(np.int64))
        return found

    def only(self, tasks: Ints) -> "Draws":
        """Return the spreads of some tasks alone, as rows, with the same random numbers; events do not reach them."""
        row = np.full(len(self.planned), -1, np.int64)
        row[tasks] = np.arange(len(tasks))
        mine = row[self.task] >= 0
        columns = ("task", "name", "table", "base", "scale", "least", "group", "shared", "own")
        none = {
            name: getattr(self, name)[:0] for name in ("hit_task", "hit_scale", "restored", "rated", "rate")
        }
        return self._replace(
            **{name: getattr(self, name)[mine] for name in columns},
            **none,
            hit=np.zeros_like(self.hit),
            varying=self.task[mine],
        ).over(tasks)

    def happenings(self, first: Keys, second: Keys) -> NDArray[np.bool_]:
        """Return in which runs each event happens, shape (e, runs)."""
        found = np.empty((len(self.event_name), len(first)), bool)
        bits = np.empty(BLOCK, np.uint32)
        for e, name in enumerate(self.event_name):
            for begin in range(0, len(first), BLOCK):
                hashed(name, first[begin : begin + BLOCK], second[begin : begin + BLOCK], bits)
                found[e, begin : begin + BLOCK] = bits < self.chance[e]
        return found


class _Tables:
    """Spreads that are tabulated, each once."""

    def __init__(self) -> None:
        self.places: dict[Spread, int] = {}

    def of(self, spread: Spread | None) -> int:
        return -1 if spread is None else self.places.setdefault(spread, len(self.places))

    def all(self) -> Floats:
        return tables([*self.places])


def build_draws(
    schedule: Schedule, settings: Settings, events: Sequence[Event] = (), costs: Costs | None = None
) -> tuple[Draws, tuple[Remark, ...]]:
    """Lay out what varies.

    Returns
    -------
    Draws
    tuple of Remark
        ``"bad_estimates"``: a task's estimates are out of order or incomplete, and were not used;
        ``"stays_at_typed_dates"``: the spread of a manual or external task has no effect; ``"event_without_effect"``,
        with its `key`: all its tasks are done, fixed or unknown, and it has no cost; ``"no_spread"``, with `tasks`,
        how many: these vary by no estimate; ``"from_finish"``: the plan counts back from its finish.

    Raises
    ------
    BadSetting
        When there are too many events, or two with one key.
    """
    if len(events) > MOST_EVENTS:
        raise BadSetting("events", len(events))
    if len({event.key for event in events}) < len(events):
        raise BadSetting("key", sorted(event.key for event in events))
    remarks: list[Remark] = []
    known = _Tables()
    durations = _durations(schedule, settings, known, remarks)
    hits = _hits(schedule, settings, events, known, remarks)
    if schedule.plan.project.from_finish:
        remarks.append(Remark("from_finish"))
    varying = np.union1d(durations["task"], hits["hit_task"])
    return Draws(
        planned=np.array(list(schedule.layout.net.duration), np.int32),
        varying=varying,
        restored=np.setdiff1d(hits["hit_task"], durations["task"]),
        tables=known.all(),
        **durations,
        **hits,
        **_rates(schedule, costs, varying),
    ), tuple(remarks)


def _durations(
    schedule: Schedule, settings: Settings, known: _Tables, remarks: list[Remark]
) -> dict[str, Any]:
    net = schedule.layout.net
    groups: dict[str, int] = {}
    rows: list[tuple[int, int, int, int, float, int, float]] = []
    without = 0
    for i, task in enumerate(schedule.plan.tasks):
        flags = net.flags[i]
        if flags & STILL:
            if flags & FIXED and task.optimistic is not None and not flags & SUMMARY:
                remarks.append(Remark("stays_at_typed_dates", task.uid))
            continue
        found = estimate(task, settings, remarks)
        if found is None:
            without += task.duration > 0
            continue
        spread, scale = found
        if spread.low == spread.high and spread.low * scale == task.duration:
            continue
        done, share = progress(task, bool(flags & STARTED))
        rho = settings.correlation.get(task.category, 0.0)
        group = groups.setdefault(task.category, len(groups)) if rho > 0 else -1
        base = int(net.duration[i]) - task.duration + done
        rows.append((i, task.uid, known.of(spread), base, scale * share, group, rho))
    if without:
        remarks.append(Remark("no_spread", None, {"tasks": without}))
    at, uids, table, base_of, scale_of, group_of, rhos = zip(*rows, strict=True) if rows else [()] * 7
    rho_of = np.array(rhos, np.float64)
    return {
        "task": np.array(at, np.int64),
        "name": keys(settings.seed, "task", uids),
        "table": np.array(table, np.int64),
        "base": np.array(base_of, np.float32),
        "scale": np.array(scale_of, np.float32),
        "least": np.array([net.duration[i] > 0 for i in at], np.int32),
        "group": np.array(group_of, np.int64),
        "shared": np.sqrt(rho_of).astype(np.float32),
        "own": np.sqrt(1 - rho_of).astype(np.float32),
        "group_name": np.array([key(settings.seed, "group", name) for name in groups], np.uint32),
    }


def progress(task: Task, started: bool) -> tuple[int, float]:
    """Return how much of a duration is done, and which share of it remains."""
    if not started or task.duration == 0:
        return 0, 1.0
    remaining = task.remaining
    if remaining is None:
        remaining = round(task.duration * (100 - task.percent) / 100)
    remaining = min(max(remaining, 0), task.duration)
    return task.duration - remaining, remaining / task.duration


def estimate(
    task: Task, settings: Settings, remarks: list[Remark] | None = None
) -> tuple[Spread, float] | None:
    """Return the spread of a task's duration and what to multiply it by; None for a task that does not vary."""
    own = settings.by_task.get(task.uid)
    if own is not None:
        return own, 1.0
    if task.optimistic is not None or task.pessimistic is not None or task.likely is not None:
        shape = task.distribution or settings.shape
        likely = task.duration if task.likely is None else task.likely
        try:
            if task.optimistic is None or task.pessimistic is None:
                raise BadSpread(task.optimistic or 0, likely, task.pessimistic or 0, shape)
            return Spread(task.optimistic, likely, task.pessimistic, shape), 1.0
        except BadSpread:
            if remarks is not None:
                remarks.append(Remark("bad_estimates", task.uid))
    usual = settings.by_category.get(task.category, settings.default)
    return None if usual is None or task.duration == 0 else (usual, float(task.duration))


def _hits(
    schedule: Schedule, settings: Settings, events: Sequence[Event], known: _Tables, remarks: list[Remark]
) -> dict[str, Any]:
    project, flags = schedule.plan.project, schedule.layout.net.flags
    a_day = DAY / (project.minutes_per_day * MINUTE) if project.minutes_per_day else 1.0
    struck = [_struck(schedule, event) if event.delay else [] for event in events]
    for event, tasks in zip(events, struck, strict=True):
        if not tasks and event.cost is None:
            remarks.append(Remark("event_without_effect", None, {"key": event.key}))
    at = [i for tasks in struck for i in tasks]
    return {
        "event_name": np.array([key(settings.seed, "event", event.key) for event in events], np.uint32),
        "event_size": np.array([key(settings.seed, "size", event.key) for event in events], np.uint32),
        "chance": np.array([event.probability * 2.0**32 for event in events], np.float64),
        "event_delay": np.array([known.of(event.delay) for event in events], np.int64),
        "event_cost": np.array([known.of(event.cost) for event in events], np.int64),
        "hit": np.concatenate(([0], np.cumsum([len(tasks) for tasks in struck], dtype=np.int64))),
        "hit_task": np.array(at, np.int64),
        "hit_scale": np.array([a_day if flags[i] & ELAPSED else 1.0 for i in at], np.float32),
    }


def _struck(schedule: Schedule, event: Event) -> list[int]:
    """Return the positions of the tasks that an event makes longer; of a summary, those that begin it."""
    plan, flags = schedule.plan, schedule.layout.net.flags
    found: set[int] = set()
    for uid in event.tasks:
        i = plan.structure.index.get(uid, -1)
        if i >= 0 and flags[i] & SUMMARY:
            found.update(_first_under(plan, flags, i))
        elif i >= 0 and not flags[i] & STILL:
            found.add(i)
    return sorted(found)


def _first_under(plan: Plan, flags: vec[i64], summary: int) -> list[int]:
    """Return the tasks under a summary that can vary and that no such task under it precedes."""
    shape = plan.structure
    under: list[int] = []
    stack = list(shape.children[summary])
    while stack:
        i = stack.pop()
        under.append(i)
        stack.extend(shape.children[i])
    inside = {i for i in under if not flags[i] & (FINISHED | INACTIVE)}
    found = []
    for leaf in (i for i in under if not flags[i] & STILL):
        line, at = [leaf], shape.parent[leaf]
        while at != summary:
            line.append(at)
            at = shape.parent[at]
        if not any(shape.pred[k] in inside for i in line for k in shape.links_in[i]):
            found.append(leaf)
    return found


def _rates(schedule: Schedule, costs: Costs | None, varying: Ints) -> dict[str, Any]:
    """Return what a tenth of each task costs whose duration varies, and what all else costs."""
    plan, net, dates = schedule.plan, schedule.layout.net, schedule.dates
    fixed = float(sum(costs.fixed.values())) if costs else 0.0
    moving = set(varying.tolist())
    rated: list[tuple[int, float]] = []
    for uid, hourly in (costs.hourly if costs else {}).items():
        i, rate = plan.position(uid), hourly / HOUR
        if i in moving:
            rated.append((i, rate))
            fixed -= rate * (int(net.duration[i]) - plan.tasks[i].duration)
        elif net.flags[i] & SUMMARY:
            clock = net.clocks[net.clock[i]]
            fixed += rate * int(clock.work(dates.finish[i]) - clock.work(dates.start[i]))
        else:
            fixed += rate * plan.tasks[i].duration
    return {
        "rated": np.array([i for i, _ in rated], np.int64),
        "rate": np.array([rate for _, rate in rated], np.float64),
        "fixed_cost": fixed,
    }
