"""Serial schedule generation: tasks one after the other, each as early as links and resources allow.

Compiled by numba; the same source runs as plain Python under ``NUMBA_DISABLE_JIT=1``.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from uptake.engine.levelling.instance import Ints
from uptake.engine.levelling.network import Longs, Network
from uptake.engine.plan import LinkType

_FF, _FS, _SF = int(LinkType.FF), int(LinkType.FS), int(LinkType.SF)
CUTS = 4096
"""Pauses of split tasks that one schedule may have; past them tasks are no longer split."""


class Work(NamedTuple):
    """Room that generating uses again and again. `start` and `finish` are the schedule; the rest is scratch.

    `cuts` are the pauses of split tasks as task, begin, end; `made[0]` is the finish of what counts, `made[1]` how many
    slots tasks start after their latest, `made[2]` how many pauses there are, `made[3]` how far `words` is clean.
    """

    start: Ints
    finish: Ints
    words: Longs
    free: Ints
    placed: Ints
    stack: Ints
    done: Ints
    tally: Ints
    cuts: Ints
    made: Longs


def room(network: Network) -> Work:
    """Room to generate schedules of a network in; one for each thread.

    Examples
    --------
    >>> from uptake.engine.levelling.instance import Instance
    >>> from uptake.engine.levelling.network import lay_out
    >>> net = lay_out(Instance.plain([2, 3], [(0, 1)], [1], [[1], [1]]))
    >>> work = room(net)
    >>> generate(np.array([0, 1], np.int32), net, work, 0)
    >>> work.start.tolist(), int(work.made[0])
    ([0, 2], 5)
    """
    n = len(network.duration)
    return Work(
        start=np.zeros(n, np.int32),
        finish=np.zeros(n, np.int32),
        words=np.zeros((network.horizon + 1, len(network.full)), np.int64),
        free=np.empty_like(network.free),
        placed=np.zeros(n, np.int32),
        stack=np.zeros(n + 1, np.int32),
        done=np.zeros(len(network.span), np.int32),
        tally=np.zeros(network.horizon + 4, np.int32),
        cuts=np.zeros((CUTS if network.split.any() else 0, 3), np.int32),
        made=np.zeros(4, np.int64),
    )


@njit(cache=True, nogil=True)
def generate(order: Ints, network: Network, work: Work, offset: int) -> None:
    """Place all tasks, into `work.start`, `work.finish` and `work.made`.

    Parameters
    ----------
    order : n
        A permutation of the tasks. A task whose predecessors are not placed waits for them.
    offset : int
        No task starts before this slot.
    """
    if network.plain:
        if network.full.shape[0] == 1:
            _generate_packed(order, network, work)
        else:
            _generate_words(order, network, work)
    else:
        _generate_any(order, network, work, offset)


@njit(cache=True, nogil=True)
def _generate_packed(order: Ints, network: Network, work: Work) -> None:
    """All resources in one word: a subtraction that reaches no guard bit says that there is enough of each."""
    first, source, lag = network.first, network.source, network.lag
    duration, packed, guard = network.duration, network.packed[:, 0], network.guard
    begun, finish, words = work.start, work.finish, work.words[:, 0]
    base, top, last = network.full[0] + guard, 0, 0
    for task in order:
        start = 0
        for link in range(first[task], first[task + 1]):
            start = max(start, finish[source[link]] + lag[link])
        long, need = duration[task], packed[task]
        if need != 0:
            known, end = start, start + long  # slots from `known` on have not been looked at
            while True:
                while top < end:
                    words[top] = base
                    top += 1
                slot = end - 1
                while slot >= known and ((words[slot] - need) & guard) == guard:
                    slot -= 1
                if slot < known:
                    break
                known, end = end, slot + 1 + long
            start = end - long
            for taken in range(start, end):
                words[taken] -= need
        begun[task] = start
        finish[task] = start + long
        last = max(last, start + long)
    work.made[0] = last


@njit(cache=True, nogil=True)
def _generate_words(order: Ints, network: Network, work: Work) -> None:
    """As `_generate_packed`, for more resources than one word holds."""
    words, guard, wide = work.words, network.guard, network.full.shape[0]
    top, last = 0, 0
    for task in order:
        long, start = network.duration[task], 0
        for link in range(network.first[task], network.first[task + 1]):
            start = max(start, work.finish[network.source[link]] + network.lag[link])
        end = start + long
        settled = False
        while not settled:  # a word that is short moves the task, and the others are asked again
            settled = True
            for w in range(wide):
                need = network.packed[task, w]
                if need != 0:
                    moved = _end_in_word(words[:, w], need, guard, end, long, top)
                    settled = settled and moved == end
                    end = moved
        while top < end:
            for w in range(wide):
                words[top, w] = network.full[w] + guard
            top += 1
        for w in range(wide):
            if network.packed[task, w] != 0:
                for taken in range(end - long, end):
                    words[taken, w] -= network.packed[task, w]
        work.start[task] = end - long
        work.finish[task] = end
        last = max(last, end)
    work.made[0] = last


@njit(cache=True, nogil=True)
def _end_in_word(words: Longs, need: int, guard: int, end: int, long: int, top: int) -> int:
    """Find the first end from there on with enough in one word; from `top` on nothing is taken yet."""
    known = end - long
    while True:
        slot = end - 1
        while slot >= known and (slot >= top or ((words[slot] - need) & guard) == guard):
            slot -= 1
        if slot < known:
            return end
        known, end = end, slot + 1 + long


@njit(cache=True, nogil=True)
def _generate_any(order: Ints, network: Network, work: Work, offset: int) -> None:
    """Clocks, all kinds of links, capacity that varies, needs of their own, fixed and split tasks."""
    work.free[:] = network.free
    work.made[:3] = 0
    for task in range(order.shape[0]):
        work.placed[task] = 0
        if network.fixed[task] >= 0:
            _settle(task, network.fixed[task], _finish_of(task, network.fixed[task], network), network, work)
    for wanted in order:
        work.stack[0] = wanted
        depth = 1
        while depth > 0:  # predecessors that come later in the order go first
            task = work.stack[depth - 1]
            waits = False
            if work.placed[task] == 0:
                for link in range(network.first[task], network.first[task + 1]):
                    if work.placed[network.source[link]] == 0:
                        work.stack[depth] = network.source[link]
                        depth += 1
                        waits = True
                        break
            if waits:
                continue
            depth -= 1
            if work.placed[task] == 0:
                _place(task, network, work, offset)


@njit(cache=True, nogil=True)
def _settle(task: int, start: int, finish: int, network: Network, work: Work) -> None:
    work.start[task] = start
    work.finish[task] = finish
    work.placed[task] = 1
    if network.weight[task] > 0 and finish > work.made[0]:
        work.made[0] = finish
    if network.fixed[task] < 0 and start > network.latest[task]:
        work.made[1] += start - network.latest[task]


@njit(cache=True, nogil=True)
def _place(task: int, network: Network, work: Work, offset: int) -> None:
    start = _earliest(task, network, work, offset)
    if network.split[task] and work.made[2] + 64 < work.cuts.shape[0]:
        start, finish = _fit_in_pieces(task, start, network, work)
    else:
        start = _fit(task, start, network, work)
        finish = _finish_of(task, start, network)
        if finish > network.horizon:  # so that it counts as late, also where its finish is nobody's
            start = network.horizon + 1
        else:
            for need in range(network.takes[task], network.takes[task + 1]):
                clock = network.need_clock[need]
                begin = network.before[clock, start] + network.delay[need]
                for worked in range(begin, begin + network.span[need]):
                    work.free[network.resource[need], network.slot[clock, worked]] -= network.units[need]
    _settle(task, start, finish, network, work)


@njit(cache=True, nogil=True)
def _after(clock: int, instant: int, lag: int, network: Network) -> int:
    """Move an instant by slots of a clock."""
    if instant > network.horizon:
        return instant
    if clock < 0 or lag == 0:
        return max(instant + lag, 0)
    index = network.before[clock, instant] + lag
    if lag > 0:
        return network.slot[clock, min(index - 1, network.horizon)] + 1
    return network.slot[clock, max(index, 0)]


@njit(cache=True, nogil=True)
def _open_from(task: int, instant: int, network: Network) -> int:
    if network.duration[task] == 0 or instant >= network.horizon:
        return min(instant, network.horizon + 1)
    clock = network.clock[task]
    found = network.slot[clock, network.before[clock, instant]]
    return found if found < network.horizon else network.horizon + 1


@njit(cache=True, nogil=True)
def _finish_of(task: int, start: int, network: Network) -> int:
    """Where a task that starts there is finished if nothing interrupts it; `horizon + 1` when it does not fit."""
    never = network.horizon + 1
    if start > network.horizon:
        return never
    finish = start
    if network.duration[task] > 0:
        clock = network.clock[task]
        index = network.before[clock, start] + network.duration[task] - 1
        finish = never if index >= network.horizon else network.slot[clock, index] + 1
    for need in range(network.takes[task], network.takes[task + 1]):
        if network.span[need] > 0:
            clock = network.need_clock[need]
            index = network.before[clock, start] + network.delay[need] + network.span[need] - 1
            end = never if index >= network.horizon else network.slot[clock, index] + 1
            finish = max(finish, end)
    return finish


@njit(cache=True, nogil=True)
def _earliest(task: int, network: Network, work: Work, offset: int) -> int:
    """Find the first start that links and release allow."""
    start, finish = max(offset, network.earliest[task]), 0
    for link in range(network.first[task], network.first[task + 1]):
        kind, source = network.kind[link], network.source[link]
        base = work.finish[source] if kind in {_FS, _FF} else work.start[source]
        then = _after(network.lag_clock[link], base, network.lag[link], network)
        if kind in {_FF, _SF}:
            finish = max(finish, then)
        else:
            start = max(start, then)
    start = _open_from(task, start, network)
    if _finish_of(task, start, network) >= finish:
        return start
    low, high = start, network.horizon + 1  # the finish never falls as the start rises
    while low + 1 < high:
        middle = (low + high) // 2
        if _finish_of(task, middle, network) >= finish:
            high = middle
        else:
            low = middle
    return _open_from(task, high, network)


@njit(cache=True, nogil=True)
def _fit(task: int, start: int, network: Network, work: Work) -> int:
    """Find the first start from there on at which every need has its units in every slot it works."""
    moved = True
    while moved:
        moved = False
        if start > network.horizon:
            return network.horizon + 1
        for need in range(network.takes[task], network.takes[task + 1]):
            clock, row, units = network.need_clock[need], network.resource[need], network.units[need]
            begin = network.before[clock, start] + network.delay[need]
            index = begin + network.span[need] - 1
            if index >= network.horizon or (index >= begin and network.slot[clock, index] >= network.horizon):
                return network.horizon + 1
            while index >= begin:
                slot = network.slot[clock, index]
                besides = _besides(task, need, start, slot, network) if network.doubled else 0
                if work.free[row, slot] < units + besides:
                    break
                index -= 1
            if index >= begin:  # the need has to begin after this slot
                start = _open_from(task, network.slot[clock, index - network.delay[need]] + 1, network)
                moved = True
                break
    return start


@njit(cache=True, nogil=True)
def _besides(task: int, need: int, start: int, slot: int, network: Network) -> int:
    """Count what needs before this one take of its resource in a slot, if their task starts there."""
    units = 0
    for other in range(network.takes[task], need):
        if network.resource[other] == network.resource[need] and _is_open(
            network.need_clock[other], slot, network
        ):
            clock = network.need_clock[other]
            worked = network.before[clock, slot] - network.before[clock, start] - network.delay[other]
            if 0 <= worked < network.span[other]:
                units += network.units[other]
    return units


@njit(cache=True, nogil=True)
def _fit_in_pieces(task: int, start: int, network: Network, work: Work) -> tuple[int, int]:
    """Work whenever every need that would work finds its units; pause otherwise. Gives start and finish."""
    low, high = network.takes[task], network.takes[task + 1]
    left, begun, finish = network.duration[task], -1, start
    paused = -1
    for need in range(low, high):
        work.done[need] = 0
        left += _through(need, network)
    own, slot = network.duration[task], start
    while left > 0 and slot < network.horizon:
        if begun < 0 and own > 0:
            slot = _open_from(task, slot, network)
            if slot >= network.horizon:
                break
        works, enough = _look(task, slot, own, network, work)
        if enough and works:
            if begun < 0:
                begun = slot
            if paused >= 0:
                _cut(task, paused, slot, work)
                paused = -1
            left, own = _work_slot(task, slot, left, own, network, work)
            finish = slot + 1
        elif works and begun >= 0 and paused < 0:
            paused = slot
        slot += 1
    if left > 0:
        return network.horizon + 1, network.horizon + 1
    return (begun, finish) if begun >= 0 else (start, start)


@njit(cache=True, nogil=True)
def _look(task: int, slot: int, own: int, network: Network, work: Work) -> tuple[bool, bool]:
    """Tell whether anything of a split task would work in a slot, and whether what that takes is there."""
    works, enough = own > 0 and _is_open(network.clock[task], slot, network), True
    for need in range(network.takes[task], network.takes[task + 1]):
        if work.done[need] < _through(need, network) and _is_open(network.need_clock[need], slot, network):
            works = True
            units = 0
            for other in range(network.takes[task], need + 1):
                if (
                    network.resource[other] == network.resource[need]
                    and network.delay[other] <= work.done[other] < _through(other, network)
                    and _is_open(network.need_clock[other], slot, network)
                ):
                    units += network.units[other]
            enough = enough and work.free[network.resource[need], slot] >= units
    return works, enough


@njit(cache=True, nogil=True)
def _through(need: int, network: Network) -> int:
    """Count slots of its clock until a need is through."""
    return network.delay[need] + network.span[need] if network.span[need] > 0 else 0


@njit(cache=True, nogil=True)
def _is_open(clock: int, slot: int, network: Network) -> bool:
    return network.before[clock, slot + 1] > network.before[clock, slot]


@njit(cache=True, nogil=True)
def _cut(task: int, begin: int, end: int, work: Work) -> None:
    if work.made[2] < work.cuts.shape[0]:
        cut = work.cuts[work.made[2]]
        cut[0], cut[1], cut[2] = task, begin, end
    work.made[2] += 1


@njit(cache=True, nogil=True)
def _work_slot(task: int, slot: int, left: int, own: int, network: Network, work: Work) -> tuple[int, int]:
    """Let everything of a split task that is open work for one slot; gives what is left, of all and of itself."""
    if own > 0 and _is_open(network.clock[task], slot, network):
        own -= 1
        left -= 1
    for need in range(network.takes[task], network.takes[task + 1]):
        if work.done[need] < _through(need, network) and _is_open(network.need_clock[need], slot, network):
            if work.done[need] >= network.delay[need]:
                work.free[network.resource[need], slot] -= network.units[need]
            work.done[need] += 1
            left -= 1
    return left, own
