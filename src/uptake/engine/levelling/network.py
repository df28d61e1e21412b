"""An instance laid out for the compiled loops, forwards and mirrored in time."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from uptake.engine.levelling.instance import Bytes, Instance, Ints
from uptake.engine.plan import LinkType

Longs = NDArray[np.int64]

LANE = 15
"""Bits of a word that one resource takes in a plain instance; the highest says that there is too little."""
LANES = 64 // LANE
_MIRRORED = np.array([LinkType.SS, LinkType.FS, LinkType.SF, LinkType.FF], np.int32)


class CycleInLinks(ValueError):
    """Links go round in a circle."""


class Network(NamedTuple):
    """What generating a schedule reads, as arrays that stand one after the other by task.

    `first[j]:first[j + 1]` are the links into task j: `source`, `kind`, `lag`, `lag_clock`; `takes[j]:takes[j + 1]` its
    needs. `before[c, t]` counts the open slots of clock c before slot t, `slot[c, i]` is its i-th open slot.
    `packed[j, w]` holds what j takes of four resources in one word, `full` what there is, `guard` the highest bit of
    each lane; `free` is what fixed tasks leave of each resource in each slot; one of the two is empty.
    `doubled` says that some task takes one resource twice.
    """

    plain: bool
    horizon: int
    duration: Ints
    first: Ints
    source: Ints
    kind: Ints
    lag: Ints
    lag_clock: Ints
    packed: Longs
    full: Longs
    guard: int
    clock: Ints
    before: Ints
    slot: Ints
    earliest: Ints
    latest: Ints
    fixed: Ints
    takes: Ints
    resource: Ints
    units: Ints
    need_clock: Ints
    span: Ints
    delay: Ints
    free: Ints
    split: Bytes
    weight: Ints
    doubled: bool


def lay_out(instance: Instance) -> Network:
    """Arrays of an instance for `serial.generate`.

    Examples
    --------
    >>> lay_out(Instance.plain([2, 3], [(0, 1)], [1], [[1], [1]])).first.tolist()
    [0, 0, 1]
    """
    n = instance.size
    by_successor = np.argsort(instance.succ, kind="stable")
    plain = instance.is_plain and _packs(instance)
    before, slot = _clocks(instance, plain)
    network = Network(
        plain=plain,
        horizon=instance.horizon,
        duration=instance.duration,
        first=_starts(instance.succ, n),
        source=instance.pred[by_successor],
        kind=instance.kind[by_successor],
        lag=instance.lag[by_successor],
        lag_clock=instance.lag_clock[by_successor]
        if len(instance.open)
        else -np.ones(len(by_successor), np.int32),
        packed=_packed(instance) if plain else np.zeros((0, 0), np.int64),
        full=_words(instance.capacity) if plain else np.zeros(0, np.int64),
        guard=sum(1 << (LANE * lane + LANE - 1) for lane in range(LANES)),
        clock=instance.clock if len(instance.open) else np.zeros(n, np.int32),
        before=before,
        slot=slot,
        earliest=instance.earliest,
        latest=instance.latest,
        fixed=instance.fixed,
        takes=_starts(instance.need_task, n),
        resource=instance.need_resource,
        units=instance.need_units,
        need_clock=instance.need_clock if len(instance.open) else np.zeros(len(instance.need_task), np.int32),
        span=instance.need_span,
        delay=instance.need_delay,
        free=np.zeros((0, 0), np.int32),
        split=instance.split,
        weight=instance.weight,
        doubled=len({*zip(instance.need_task.tolist(), instance.need_resource.tolist(), strict=True)})
        < len(instance.need_task),
    )
    return network if plain else network._replace(free=_left(instance, network))


def mirrored(instance: Instance, finish: Ints) -> Instance:
    """Let time run backwards.

    Its schedules are good orders for the instance, not schedules of it: a need that does not lie in the middle of
    its task lies elsewhere, and releases are forgotten.

    Parameters
    ----------
    finish : n
        Where fixed tasks finish; nothing else is read.

    Examples
    --------
    >>> one = Instance.plain([2, 3], [(0, 1)], [1], [[1], [1]])
    >>> back = mirrored(one, np.zeros(2, np.int32))
    >>> back.pred.tolist(), back.succ.tolist()
    ([1], [0])
    """
    fixed = np.where(instance.fixed < 0, -1, np.maximum(instance.horizon - finish, 0)).astype(np.int32)
    spare = instance.duration[instance.need_task] - instance.need_span - instance.need_delay
    return replace(
        instance,
        open=np.ascontiguousarray(instance.open[:, ::-1]),
        earliest=np.zeros_like(instance.earliest),
        latest=np.full_like(instance.latest, instance.horizon),
        fixed=fixed,
        pred=instance.succ,
        succ=instance.pred,
        kind=_MIRRORED[instance.kind],
        capacity=np.ascontiguousarray(instance.capacity[..., ::-1])
        if instance.capacity.ndim > 1
        else instance.capacity,
        need_delay=np.maximum(spare, 0).astype(np.int32),
    )


def topological(instance: Instance) -> Ints:
    """Tasks in an order in which predecessors come first; ties by number.

    Raises
    ------
    CycleInLinks

    Examples
    --------
    >>> topological(Instance.plain([1, 1], [(1, 0)], [], [[], []])).tolist()
    [1, 0]
    """
    n = instance.size
    after: list[list[int]] = [[] for _ in range(n)]
    missing = [0] * n
    for pred, succ in zip(instance.pred.tolist(), instance.succ.tolist(), strict=True):
        after[pred].append(succ)
        missing[succ] += 1
    order = [task for task in range(n) if not missing[task]]
    for task in order:
        for succ in after[task]:
            missing[succ] -= 1
            if not missing[succ]:
                order.append(succ)
    if len(order) < n:
        raise CycleInLinks
    return np.array(order, np.int32)


def _starts(owner: Ints, n: int) -> Ints:
    first = np.zeros(n + 1, np.int32)
    np.cumsum(np.bincount(owner, minlength=n), out=first[1:])
    return first


def _clocks(instance: Instance, plain: bool) -> tuple[Ints, Ints]:
    """Open slots before each slot, and where each of them lies; past the last one it is `horizon`."""
    always = np.ones((0 if plain else 1, instance.horizon), np.uint8)
    rows = instance.open if len(instance.open) else always
    before = np.zeros((len(rows), instance.horizon + 2), np.int32)
    np.cumsum(rows, axis=1, out=before[:, 1:-1])
    before[:, -1] = before[:, -2]
    slot = np.full((len(rows), instance.horizon + 2), instance.horizon, np.int32)
    for row, works in enumerate(rows):
        there = np.flatnonzero(works)
        slot[row, : len(there)] = there
    return before, slot


def _words(units: Ints | Longs) -> Longs:
    """Units of each resource, four to a word."""
    words = np.zeros(max(1, -(-len(units) // LANES)), np.int64)
    for resource, amount in enumerate(units.tolist()):
        words[resource // LANES] += amount << (LANE * (resource % LANES))
    return words


def _taken(instance: Instance) -> Longs:
    """Units of each resource that each task takes while it runs."""
    takes = np.zeros((instance.size, len(instance.capacity)), np.int64)
    np.add.at(takes, (instance.need_task, instance.need_resource), instance.need_units)
    takes[instance.duration == 0] = 0
    return takes


def _packs(instance: Instance) -> bool:
    """Tell whether capacities fit in lanes, no task takes more than there is, and no list leads past the axis."""
    most = int(instance.capacity.max(initial=0))
    longest = int(instance.duration.sum(dtype=np.int64) + instance.lag.sum(dtype=np.int64))
    enough = bool(np.all(_taken(instance) <= instance.capacity))
    return most < 1 << (LANE - 1) and enough and instance.horizon >= longest


def _packed(instance: Instance) -> Longs:
    return np.array([_words(row) for row in _taken(instance)], np.int64).reshape(instance.size, -1)


def _left(instance: Instance, network: Network) -> Ints:
    """Count what fixed tasks leave of each resource in each slot; less than nothing where they take too much."""
    capacity = instance.capacity
    constant = (
        np.broadcast_to(capacity[:, None], (len(capacity), instance.horizon))
        if capacity.ndim == 1
        else capacity
    )
    left = np.array(constant, np.int32, order="C")
    for need in np.flatnonzero(instance.fixed[instance.need_task] >= 0).tolist():
        clock = network.need_clock[need]
        begin = network.before[clock, instance.fixed[instance.need_task[need]]] + instance.need_delay[need]
        worked = network.slot[clock, begin : begin + instance.need_span[need]]
        left[instance.need_resource[need], worked[worked < instance.horizon]] -= instance.need_units[need]
    return left
