"""What no schedule can be shorter than, and the priority rules that come of the same two passes."""

from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from uptake.engine.levelling.instance import Instance, Ints
from uptake.engine.levelling.network import Longs, Network, topological
from uptake.engine.levelling.serial import generate, room

_PLENTY = 1 << 30


def without_limits(network: Network, order: Ints, offset: int = 0) -> tuple[Ints, Ints, int]:
    """Start and finish of each task, and finish of the project, if there were enough of everything.

    Nothing starts before slot `offset`, where that is asked of an instance that is not plain.

    Examples
    --------
    >>> from uptake.engine.levelling.network import lay_out
    >>> one = Instance.plain([2, 3], [], [1], [[1], [1]])
    >>> start, finish, last = without_limits(lay_out(one), topological(one))
    >>> start.tolist(), finish.tolist(), last
    ([0, 0], [2, 3], 3)
    """
    free = np.full_like(network.free, _PLENTY)
    plenty = network._replace(packed=np.zeros_like(network.packed), free=free)
    work = room(plenty)
    generate(order, plenty, work, offset)
    return work.start, work.finish, int(work.made[0])


def lower_bound(instance: Instance, network: Network, head: Ints, last: int) -> int:
    """Give the longer of the critical path and what each resource needs from any instant on.

    Parameters
    ----------
    head : n
        Earliest starts, from `without_limits`.
    last : int
        Finish of the critical path.

    Examples
    --------
    >>> from uptake.engine.levelling.network import lay_out
    >>> one = Instance.plain([2, 3], [], [1], [[1], [1]])
    >>> lower_bound(one, lay_out(one), np.zeros(2, np.int32), 3)
    5
    """
    bound = last
    moves = (instance.fixed < 0) & (instance.weight > 0)
    for resource in range(instance.capacity.shape[0]):
        mine = np.flatnonzero((instance.need_resource == resource) & moves[instance.need_task])
        if not len(mine):
            continue
        begins = head[instance.need_task[mine]]
        energy = instance.need_units[mine].astype(np.int64) * instance.need_span[mine]
        if network.plain:
            there = np.arange(instance.horizon + 1, dtype=np.int64) * int(instance.capacity[resource])
        else:
            there = np.concatenate(([0], np.cumsum(np.maximum(network.free[resource], 0), dtype=np.int64)))
        by_begin = np.argsort(-begins, kind="stable")
        total = np.cumsum(energy[by_begin])
        begun = np.minimum(begins[by_begin], instance.horizon)
        bound = max(bound, int(np.searchsorted(there, there[begun] + total).max()))
    return min(bound, instance.horizon + 1)


def rules(instance: Instance, head: Ints, tail: Ints) -> tuple[Ints, NDArray[np.float64]]:
    """Make lists by priority rules, and the keys of the rules, smaller first, for sampling.

    Parameters
    ----------
    head : n
        Earliest starts.
    tail : n
        Slots from the start of the task to the end of the project, at least.

    Returns
    -------
    lists : k × n
        By current start, by priority and then latest finish, then one for each key.
    keys : p × n
        Latest finish, latest start, slack, and sums of early and late.
    """
    latest_start = -tail.astype(np.float64)
    latest_finish = latest_start + instance.duration
    keys = np.array(
        [latest_finish, latest_start, latest_start - head, latest_finish + latest_start, head + latest_finish]
    )
    today = np.where(instance.current < 0, instance.horizon, instance.current)
    whole = np.ptp(latest_finish) + 1.0
    first = [today + latest_finish / whole / 2, -instance.priority * whole + latest_finish]
    place = np.empty(instance.size)
    place[topological(instance)] = np.arange(instance.size)
    return np.array([_listed(instance, key, place) for key in [*first, *keys]], np.int32), keys


def _listed(instance: Instance, key: NDArray[np.float64], place: NDArray[np.float64]) -> Longs:
    """Tasks by a key as far as links allow."""
    order = np.lexsort((place, key))
    rank = np.empty(instance.size, np.int64)
    rank[order] = np.arange(instance.size)
    if np.all(rank[instance.pred] < rank[instance.succ]):
        return order
    after: list[list[int]] = [[] for _ in range(instance.size)]
    missing = np.bincount(instance.succ, minlength=instance.size).tolist()
    for pred, succ in zip(instance.pred.tolist(), instance.succ.tolist(), strict=True):
        after[pred].append(succ)
    numbers = rank.tolist()
    ready = [(numbers[task], task) for task in range(instance.size) if not missing[task]]
    heapify(ready)
    listed = []
    while ready:
        task = heappop(ready)[1]
        listed.append(task)
        for succ in after[task]:
            missing[succ] -= 1
            if not missing[succ]:
                heappush(ready, (numbers[succ], succ))
    return np.array(listed, np.int64)
