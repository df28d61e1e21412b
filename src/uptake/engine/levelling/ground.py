"""A plan as levelling sees it: what may move, between which instants, and what it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from uptake.engine.columns import (
    ELAPSED,
    FAR,
    FINISHED,
    FIXED,
    INACTIVE,
    LATE,
    LOWER,
    NONE,
    ON_FINISH,
    PARTS,
    STARTED,
    SUMMARY,
    UPPER,
    back,
)
from uptake.engine.levelling.demand import Need, needs_of
from uptake.engine.levelling.options import Options
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule, schedule

STANDS, FLOATS, MOVES = 0, 1, 2
"""A task keeps its dates whatever happens; goes where its links push it, without delay; may be delayed."""
NEVER_MOVED = 1000
"""The priority of what levelling leaves alone, as in Microsoft Project."""


@dataclass(slots=True)
class Ground:
    """A plan without the levelling delays of what may move.

    Attributes
    ----------
    given : Schedule
        The plan as it came.
    bare : Schedule
        Without those delays.
    state : list of int
        For each task STANDS, FLOATS or MOVES.
    release, limit : list of int
        Before the first a task does not start, however early it could; after the second it may not start.
    needs : list of list of Need
    splits : list of bool
        Which tasks may be interrupted.
    after, waits : list of list of int, list of int
        The nodes of the plan's structure that wait for each, and for how many each waits.
    """

    given: Schedule
    bare: Schedule
    state: list[int]
    release: list[int]
    limit: list[int]
    needs: list[list[Need]]
    splits: list[bool]
    after: list[list[int]]
    waits: list[int]


def make_ground(given: Schedule, who: Mapping[int, int], options: Options, *, keep: bool) -> Ground:
    """Clear a plan of its levelling delays, and say what may move.

    Nothing may with `keep`, nor in a plan that counts back from its finish: it has no delays.
    """
    rows = range(len(given.plan.tasks))
    keep = keep or given.plan.project.from_finish
    state = [STANDS if keep else _state(given, i, options) for i in rows]
    bare = given if keep else schedule(_cleared(given.plan, state), since=given)
    needs = needs_of(bare, who)
    after, waits = _shape(bare.plan)
    ground = Ground(given, bare, state, [NONE] * len(rows), [FAR] * len(rows), needs, [], after, waits)
    for i in rows:
        if state[i] == MOVES:
            ground.release[i], ground.limit[i] = _bounds(ground, i, options)
    ground.splits = [options.split and _may_split(ground, i, options) for i in rows]
    return ground


def _state(given: Schedule, i: int, options: Options) -> int:
    net = given.layout.net
    flags, bound = net.flags[i], net.bound[i]
    if flags & (FIXED | FINISHED | STARTED | SUMMARY | INACTIVE) or given.dates.start[i] < 0:
        return STANDS
    if bound == LATE:
        return MOVES
    firm = net.honor and bound & LOWER and bound & UPPER
    return FLOATS if firm or _stays(given, i, options) else MOVES


def _stays(given: Schedule, i: int, options: Options) -> bool:
    """Tell whether nobody wants a task to be delayed."""
    task = given.plan.tasks[i]
    early = options.after is not None and given.dates.start[i] < options.after
    return early or task.manual or task.priority >= NEVER_MOVED


def _cleared(plan: Plan, state: list[int]) -> Plan:
    tasks = tuple(
        replace(task, leveling_delay=0) if how == MOVES and task.leveling_delay else task
        for task, how in zip(plan.tasks, state, strict=True)
    )
    return plan.with_values(tasks=tasks)


def _bounds(ground: Ground, i: int, options: Options) -> tuple[int, int]:
    """Return before which instant a task does not start, and after which it may not."""
    bare, net = ground.bare, ground.bare.layout.net
    release = NONE if options.after is None else options.after
    limit = FAR
    if net.bound[i] == LATE:
        if _stays(ground.given, i, options):
            at = ground.given.dates.start[i]
            return at, at
        release = max(release, bare.dates.start[i])
    elif net.honor and net.bound[i] & UPPER:
        limit = back(net, i, net.date[i]) if net.bound[i] & ON_FINISH else net.date[i]
    return release, min(limit, bare.dates.late_start[i]) if options.within_slack else limit


def _may_split(ground: Ground, i: int, options: Options) -> bool:
    """Tell whether a task may be interrupted: one clock, all at work from its start to its end."""
    net, task, needs = ground.bare.layout.net, ground.bare.plan.tasks[i], ground.needs[i]
    if ground.state[i] != MOVES or net.flags[i] & (PARTS | ELAPSED) or task.pieces or not needs:
        return False
    long = net.duration[i]
    clock = net.clocks[net.span_clock[i]]
    whole = all(one.clock is clock and not one.delay and one.span >= long for one in needs)
    return whole and long >= 2 * options.shortest_piece


def _shape(plan: Plan) -> tuple[list[list[int]], list[int]]:
    """Return the nodes that wait for each node of a plan's structure, and for how many each waits."""
    shape = plan.structure
    after: list[list[int]] = [[] for _ in range(2 * len(plan.tasks))]
    waits = [0] * len(after)
    for node in shape.order:
        after[node] = list(shape.after(node))
        for one in after[node]:
            waits[one] += 1
    return after, waits
