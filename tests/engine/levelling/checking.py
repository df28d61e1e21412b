"""An independent look at a schedule, slot by slot, in plain Python; and all schedules of tiny instances."""

from itertools import pairwise, permutations, product

import numpy as np

from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.search import Found
from uptake.engine.plan import LinkType


def is_open(one: Instance, clock: int, slot: int) -> bool:
    return not len(one.open) or bool(one.open[clock, slot])


def walk(one: Instance, task: int, start: int, paused: set[int]) -> tuple[int, dict[tuple[int, int], int]]:
    """Finish of a task, and what it takes: units by resource and slot. `horizon + 1` when it does not fit."""
    needs = [need for need in range(len(one.need_task)) if one.need_task[need] == task]
    left = int(one.duration[task])
    waits = {need: int(one.need_delay[need]) for need in needs if one.need_span[need]}
    work = {need: int(one.need_span[need]) for need in waits}
    taken: dict[tuple[int, int], int] = {}
    slot = finish = start
    while left or any(work.values()):
        if slot >= one.horizon:
            return one.horizon + 1, {}
        if slot not in paused:
            if left and is_open(one, one.clock[task], slot):
                left -= 1
                finish = slot + 1
            for need, amount in list(work.items()):
                if amount and is_open(one, one.need_clock[need], slot):
                    if waits[need]:
                        waits[need] -= 1
                    else:
                        key = int(one.need_resource[need]), slot
                        taken[key] = taken.get(key, 0) + int(one.need_units[need])
                        work[need] -= 1
                        finish = slot + 1
        slot += 1
    return finish, taken


def moved(one: Instance, clock: int, instant: int, lag: int) -> int:
    """An instant and so many slots of a clock later or earlier."""
    if clock < 0 or not len(one.open):
        return max(instant + lag, 0)
    step = 1 if lag > 0 else -1
    while lag:
        slot = instant if step > 0 else instant - 1
        if not 0 <= slot < one.horizon:
            return one.horizon + 1 if step > 0 else 0
        instant += step
        lag -= step if one.open[clock, slot] else 0
    return instant


def faults(one: Instance, found: Found) -> list[str]:
    """What is wrong with a schedule; nothing when it can be done."""
    wrong = []
    used: dict[tuple[int, int], int] = {}
    finishes = []
    for task in range(one.size):
        start = int(found.starts[task])
        pieces = found.pieces.get(task, ())
        gaps = {slot for (_, end), (begin, _) in pairwise(pieces) for slot in range(end, begin)}
        if gaps and not one.split[task]:
            wrong.append(f"{task} is split")
        finish, taken = walk(one, task, start, gaps)
        finishes.append(finish)
        if finish != found.finishes[task]:
            wrong.append(f"{task} ends at {finish}, not {found.finishes[task]}")
        if one.fixed[task] >= 0:
            if start != one.fixed[task]:
                wrong.append(f"{task} was moved")
        else:
            if not one.earliest[task] <= start <= one.latest[task]:
                wrong.append(f"{task} starts at {start}")
            if one.duration[task] and start < one.horizon and not is_open(one, one.clock[task], start):
                wrong.append(f"{task} starts where nobody works")
        for key, units in taken.items():
            used[key] = used.get(key, 0) + units
    return wrong + _links(one, found, finishes) + _overloads(one, found, used)


def _links(one: Instance, found: Found, finishes: list[int]) -> list[str]:
    wrong = []
    for pred, succ, kind, lag, clock in zip(
        one.pred, one.succ, one.kind, one.lag, one.lag_clock, strict=True
    ):
        base = finishes[pred] if kind in {LinkType.FS, LinkType.FF} else int(found.starts[pred])
        target = finishes[succ] if kind in {LinkType.FF, LinkType.SF} else int(found.starts[succ])
        if one.fixed[succ] < 0 and target < moved(one, int(clock), base, int(lag)):
            wrong.append(f"{pred} → {succ}: {target} after {base}")
    return wrong


def _overloads(one: Instance, found: Found, used: dict[tuple[int, int], int]) -> list[str]:
    fixed: dict[tuple[int, int], int] = {}
    for task in np.flatnonzero(one.fixed >= 0).tolist():
        for key, units in walk(one, task, int(one.fixed[task]), set())[1].items():
            fixed[key] = fixed.get(key, 0) + units
    wrong = []
    for (resource, slot), units in used.items():
        there = int(one.capacity[resource] if one.capacity.ndim == 1 else one.capacity[resource, slot])
        if units > max(there, fixed.get((resource, slot), 0)):
            wrong.append(f"{resource} has {units} of {there} at {slot}")
    return wrong


def shortest(one: Instance) -> int | None:
    """The earliest finish there is, by trying all starts; None when there is none. For a few short tasks."""
    best = None
    choices = [[int(fixed)] if fixed >= 0 else range(one.horizon + 1) for fixed in one.fixed]
    for starts in product(*choices):
        ends = [walk(one, task, start, set())[0] for task, start in enumerate(starts)]
        finish = max((end for end, counts in zip(ends, one.weight, strict=True) if counts), default=0)
        if max(ends) <= one.horizon and (best is None or finish < best):
            found = Found(np.array(starts), np.array(ends), finish, 0, "feasible", 1)
            best = best if faults(one, found) else finish
    return best


def shortest_plain(one: Instance) -> int:
    """The earliest finish of a plain instance, from all orders of its tasks: one of them gives it."""
    links = list(zip(one.pred.tolist(), one.succ.tolist(), one.lag.tolist(), strict=True))
    best = one.horizon
    for order in permutations(range(one.size)):
        place = {task: k for k, task in enumerate(order)}
        if any(place[a] > place[b] for a, b, _ in links):
            continue
        free = [[int(units)] * (2 * one.horizon + 1) for units in one.capacity]
        ends: dict[int, int] = {}
        for task in order:
            long = int(one.duration[task])
            start = max((ends[a] + lag for a, b, lag in links if b == task), default=0)
            needs = [need for need in range(len(one.need_task)) if one.need_task[need] == task]
            while any(
                free[one.need_resource[need]][slot] < one.need_units[need]
                for need in needs
                for slot in range(start, start + long)
            ):
                start += 1
            for need in needs:
                for slot in range(start, start + long):
                    free[one.need_resource[need]][slot] -= int(one.need_units[need])
            ends[task] = start + long
        best = min(best, max(ends.values()))
    return best
