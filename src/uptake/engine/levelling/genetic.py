"""Genetic search on lists of tasks: two populations, one for each direction of time.

A list of the forward population is generated from the start of the project; the tasks by decreasing finish are then a
list of the backward population, and the other way round. Each child is thus generated once and justified for nothing.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from uptake.engine.levelling.instance import Ints
from uptake.engine.levelling.network import Longs, Network
from uptake.engine.levelling.serial import Work, generate

_LOW = 0xFFFFFFFF
SWAP = 20
"""One in so many neighbours in a child's list changes places, on average."""
ROUNDS = 8
"""Individuals that a parent has to beat."""
SIZE, FILLED, STEP, STAMP, SCHEDULES, BEST, LIMIT, CUT = range(8)
"""What `Island.counts` counts: individuals; those made; the next child; a mark; schedules generated; value of the
best; value to stop at; pauses in the best."""


class Island(NamedTuple):
    """One pair of populations and the best it found.

    `lists[d, i]` is a list to be generated in direction d, `value[d, i]` what the schedule it came from was worth.
    """

    lists: Ints
    value: Longs
    keys: NDArray[np.float64]
    rules: Ints
    random: Longs
    counts: Longs
    list: Ints
    seen: Longs
    missing: Ints
    ready: Ints
    best: Ints
    start: Ints
    finish: Ints
    cuts: Ints


def settle(rules: Ints, keys: NDArray[np.float64], size: int, seed: int, limit: int, cuts: int) -> Island:
    """Make an island on which nobody lives yet.

    Parameters
    ----------
    rules : k × n
        Lists that are its first individuals.
    keys : p × n
        Priority rules, the smaller first, from which the others are drawn.
    size : int
        Individuals in each direction.
    seed : int
    limit : int
        A finish that cannot be beaten.
    cuts : int
        Pauses a schedule may have.
    """
    n = rules.shape[1]
    counts = np.zeros(8, np.int64)
    counts[[SIZE, BEST, LIMIT]] = size, np.iinfo(np.int64).max, limit
    return Island(
        lists=np.zeros((2, size, n), np.int32),
        value=np.full((2, size), np.iinfo(np.int64).max),
        keys=keys,
        rules=rules,
        random=np.array([(seed * 2654435761 + 2463534242) & _LOW or 1], np.int64),
        counts=counts,
        list=np.zeros(n, np.int32),
        seen=np.zeros(n, np.int64),
        missing=np.zeros(n, np.int32),
        ready=np.zeros(n, np.int32),
        best=rules[0].copy(),
        start=np.zeros(n, np.int32),
        finish=np.zeros(n, np.int32),
        cuts=np.zeros((cuts, 3), np.int32),
    )


@njit(cache=True, nogil=True)
def evolve(
    island: Island, forward: Network, backward: Network, ahead: Work, behind: Work, children: int
) -> None:
    """Make some more children, first those who settle the island; stop at its limit.

    Parameters
    ----------
    island : Island
        Changed in place, so that the next call goes on where this one stopped.
    forward, backward : Network
        The instance and its mirror.
    ahead, behind : Work
        Room for each.
    children : int
    """
    counts = island.counts
    for _ in range(children):
        if counts[BEST] <= counts[LIMIT]:
            return
        if counts[FILLED] < counts[SIZE]:
            _fill(counts[FILLED], island, forward, backward, ahead, behind)
            counts[FILLED] += 1
            continue
        size = counts[SIZE]
        direction, place = (counts[STEP] // size) % 2, counts[STEP] % size
        counts[STEP] += 1
        if direction == 0:
            _bear(0, place, island, forward, ahead)
        elif _bear(1, place, island, backward, behind) < counts[BEST]:
            island.list[:] = island.lists[0, place]
            _try(0, island, forward, ahead)


@njit(cache=True, nogil=True)
def _bear(direction: int, place: int, island: Island, network: Network, work: Work) -> int:
    """Put a child of one population into the other; gives what it is worth."""
    _breed(direction, place, island, network)
    worth = _try(direction, island, network, work)
    turn(island.list, work, island.lists[1 - direction, place])
    island.value[1 - direction, place] = worth
    return worth


@njit(cache=True, nogil=True)
def _fill(place: int, island: Island, forward: Network, backward: Network, ahead: Work, behind: Work) -> None:
    """Make a first individual: a rule or a draw from one, generated forwards and backwards."""
    if place < island.rules.shape[0]:
        island.list[:] = island.rules[place]
    else:
        _sample(island.keys[place % island.keys.shape[0]], island, forward, backward)
    _try(0, island, forward, ahead)
    turn(island.list, ahead, island.lists[1, place])
    island.list[:] = island.lists[1, place]
    island.value[0, place] = _try(1, island, backward, behind)
    turn(island.list, behind, island.lists[0, place])


@njit(cache=True, nogil=True)
def _try(direction: int, island: Island, network: Network, work: Work) -> int:
    """Generate the list, keep the schedule if it is the best; gives what it is worth, less being better."""
    counts = island.counts
    known = counts[BEST] <= network.horizon
    offset = network.horizon - counts[BEST] if direction == 1 and known and not network.plain else 0
    generate(island.list, network, work, offset)
    counts[SCHEDULES] += 1
    worth = work.made[0] - offset + work.made[1] * (network.horizon + 2)
    if direction == 0 and worth < counts[BEST]:
        _keep(worth, island, work)
    return worth


@njit(cache=True, nogil=True)
def _keep(worth: int, island: Island, work: Work) -> None:
    island.counts[BEST] = worth
    island.best[:] = island.list
    island.start[:] = work.start
    island.finish[:] = work.finish
    island.counts[CUT] = work.made[2]
    for cut in range(work.made[2]):
        island.cuts[cut] = work.cuts[cut]


@njit(cache=True, nogil=True)
def _breed(direction: int, place: int, island: Island, network: Network) -> None:
    """Cross the individual at a place with the winner of a tournament, and swap a few neighbours."""
    size = island.counts[SIZE]
    other, mate = -1, -1
    for _ in range(ROUNDS):
        other = draw(island.random, size)
        if mate < 0 or island.value[direction, other] < island.value[direction, mate]:
            mate = other
    outer, inner = island.lists[direction, place], island.lists[direction, mate]
    if draw(island.random, 2) == 0:
        outer, inner = inner, outer
    _cross(outer, inner, island)
    child, random, first, source = island.list, island.random, network.first, network.source
    last = child.shape[0] - 1
    for _ in range(draw(random, 2 * (last // SWAP) + 2)):
        i = draw(random, last) if last > 0 else 0
        a, b = child[i], child[min(i + 1, last)]
        linked = a == b
        for link in range(first[b], first[b + 1]):
            linked = linked or source[link] == a
        if not linked:
            child[i], child[i + 1] = b, a


@njit(cache=True, nogil=True)
def _cross(outer: Ints, inner: Ints, island: Island) -> None:
    """Take the ends of one list, and between them tasks in the order of the other: two-point order crossover."""
    n, child, seen = outer.shape[0], island.list, island.seen
    island.counts[STAMP] += 1
    stamp = island.counts[STAMP]
    low, high = draw(island.random, n), draw(island.random, n)
    if low > high:
        low, high = high, low
    for k in range(low):
        child[k] = outer[k]
        seen[outer[k]] = stamp
    k = low
    for task in inner:
        if k >= high:
            break
        if seen[task] != stamp:
            seen[task] = stamp
            child[k] = task
            k += 1
    for i in range(low, n):
        if seen[outer[i]] != stamp:
            child[k] = outer[i]
            k += 1


@njit(cache=True, nogil=True)
def turn(order: Ints, work: Work, into: Ints) -> None:
    """List tasks by decreasing finish, ties in reverse of how they were placed: a list for the other direction."""
    n, finish, count = order.shape[0], work.finish, work.tally
    low, high = finish[0], finish[0]
    for task in range(1, n):
        low, high = min(low, finish[task]), max(high, finish[task])
    for late in range(high - low + 2):
        count[late] = 0
    for task in range(n):
        count[high - finish[task] + 1] += 1
    for late in range(high - low + 1):
        count[late + 1] += count[late]
    for k in range(n - 1, -1, -1):
        late = high - finish[order[k]]
        into[count[late]] = order[k]
        count[late] += 1


@njit(cache=True, nogil=True)
def _sample(keys: NDArray[np.float64], island: Island, forward: Network, backward: Network) -> None:
    """Draw a list task by task: the more a task would be regretted by its rule, the likelier (Drexl 1991)."""
    ready, missing, count = island.ready, island.missing, 0
    n = ready.shape[0]
    for task in range(n):
        missing[task] = forward.first[task + 1] - forward.first[task]
        if missing[task] == 0:
            ready[count] = task
            count += 1
    for k in range(n):
        worst = keys[ready[0]]
        for i in range(count):
            worst = max(worst, keys[ready[i]])
        total = 0.0
        for i in range(count):
            total += worst - keys[ready[i]] + 1.0
        left = draw(island.random, 1 << 30) / (1 << 30) * total
        i = 0
        while i < count - 1:
            left -= worst - keys[ready[i]] + 1.0
            if left < 0:
                break
            i += 1
        task = ready[i]
        island.list[k] = task
        count -= 1
        ready[i] = ready[count]
        for link in range(backward.first[task], backward.first[task + 1]):
            successor = backward.source[link]
            missing[successor] -= 1
            if missing[successor] == 0:
                ready[count] = successor
                count += 1


@njit(cache=True, nogil=True, inline="always")
def draw(random: Longs, below: int) -> int:
    """Draw a number from 0 to `below - 1`; 32-bit xorshift (Marsaglia 2003)."""
    x = random[0]
    x ^= (x << 13) & _LOW
    x ^= x >> 17
    x ^= (x << 5) & _LOW
    random[0] = x
    return (x * below) >> 32


@njit(cache=True, nogil=True)
def offer(order: Ints, island: Island, forward: Network, ahead: Work) -> None:
    """Generate a list from elsewhere; it is kept if its schedule is the best."""
    island.list[:] = order
    _try(0, island, forward, ahead)


@njit(cache=True, nogil=True)
def welcome(guest: Ints, island: Island) -> None:
    """Let a list of the forward population of another island take the place of the worst of some."""
    worst = draw(island.random, island.counts[SIZE])
    for _ in range(ROUNDS - 1):
        other = draw(island.random, island.counts[SIZE])
        if island.value[0, other] > island.value[0, worst]:
            worst = other
    island.lists[0, worst] = guest


@njit(cache=True, nogil=True)
def polish(island: Island, forward: Network, ahead: Work, weight: Longs, current: Ints, tries: int) -> int:
    """Move single tasks in the best list while the finish stays: higher priorities earlier, then least movement.

    Parameters
    ----------
    weight : n
        How much a slot earlier is worth.
    current : n
        Where tasks start today, -1 for nowhere.
    tries : int

    Returns
    -------
    int
        How many of the tries made it better.
    """
    n, better = len(current), 0
    early, moved = _cost(island.start, weight, current)
    for _ in range(tries):
        task_at, to = draw(island.random, n), draw(island.random, n)
        if draw(island.random, 2) == 0:  # most good moves are short
            to = min(max(task_at + draw(island.random, 11) - 5, 0), n - 1)
        if not _shift(island, forward, task_at, to):
            continue
        generate(island.list, forward, ahead, 0)
        island.counts[SCHEDULES] += 1
        worth = ahead.made[0] + ahead.made[1] * (forward.horizon + 2)
        if worth > island.counts[BEST]:
            continue
        now_early, now_moved = _cost(ahead.start, weight, current)
        if worth < island.counts[BEST] or now_early < early or (now_early == early and now_moved <= moved):
            better += now_early < early or now_moved < moved
            early, moved = now_early, now_moved
            _keep(worth, island, ahead)
    return better


@njit(cache=True, nogil=True)
def _cost(start: Ints, weight: Longs, current: Ints) -> tuple[int, int]:
    early, moved = 0, 0
    for task in range(start.shape[0]):
        early += weight[task] * start[task]
        if current[task] >= 0:
            moved += abs(start[task] - current[task])
    return early, moved


@njit(cache=True, nogil=True)
def _shift(island: Island, network: Network, at: int, to: int) -> bool:
    """Copy the best list with one task at another place, if links allow it there."""
    best, child = island.best, island.list
    task = best[at]
    child[:] = best
    step = 1 if to > at else -1
    for k in range(at, to, step):
        other = best[k + step]
        before, after = (other, task) if step < 0 else (task, other)
        for link in range(network.first[after], network.first[after + 1]):
            if network.source[link] == before:
                return False
        child[k] = other
    child[to] = task
    return to != at
