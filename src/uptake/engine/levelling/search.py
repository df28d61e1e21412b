"""Both ways at once: a genetic search finds schedules, CP-SAT proves how good they can be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from uptake.engine.levelling.bounds import lower_bound, rules, without_limits
from uptake.engine.levelling.genetic import (
    BEST,
    CUT,
    FILLED,
    LIMIT,
    SCHEDULES,
    SIZE,
    Island,
    evolve,
    offer,
    polish,
    settle,
    welcome,
)
from uptake.engine.levelling.instance import Instance, Ints
from uptake.engine.levelling.network import CycleInLinks, lay_out, mirrored, topological
from uptake.engine.levelling.prover import Prover
from uptake.engine.levelling.serial import room

Pieces = tuple[tuple[int, int], ...]

ISLANDS = 2
_LARGEST, _SMALLEST, _ENTRIES = 20_000, 12, 5_000_000
"""Individuals of an island at most and at least, and entries of their lists at most."""
_CHILDREN = 8
"""So many schedules for each individual, times the root of how many tasks there are."""
_ROUNDS = 40
"""Into so many rounds an effort is cut; islands meet after every fourth."""
_SOON, _BEGIN, _LEAVE = 0.02, 0.15, 0.35
"""Shares of the limit at which the solver begins with few tasks, and with many; and at which it leaves its thread to
the islands if it is far off."""
_SHORT, _ASK = 0.1, 0.5
"""Seconds: rounds are made longer below the first and shorter above the second, and reports are no rarer."""
_NEAR_MANY, _NEAR_FEW = 0.02, 0.05
"""Gaps below which it stays, with many tasks and with few."""
_SMALL = 100
"""Tasks up to which they are few. There it goes on when the islands were faster: the proof comes all at once, and
beginning anew would cost more than it learns."""
_TINY = 40
"""Tasks up to which the islands soon leave the machine to the solver: they have found what they find."""
_WORK_PER_SCHEDULE, _LEAST_WORK = 5e-6, 0.05
"""Deterministic seconds that the solver gets for each schedule of an effort, and at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The best schedule so far, and how good it can be.

    Parameters
    ----------
    starts, finishes : n
        Slots; a task that does not fit on the axis has `horizon + 1`.
    finish : int
        Finish of the tasks that count.
    bound : int
        No schedule finishes earlier.
    status : str
        ``optimal`` (finish equals bound), ``feasible``, or ``infeasible``: links go round, or no schedule was found in
        which all tasks fit on the axis and start by their latest. Then `starts` is the one with the least delay.
    schedules : int
        How many were tried.
    pieces : dict of int to tuple of (int, int)
        Begin and end of what interrupted tasks were cut into.
    """

    starts: Ints
    finishes: Ints
    finish: int
    bound: int
    status: str
    schedules: int
    pieces: dict[int, Pieces] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        """How much shorter the schedule could be at most, as a share of its finish."""
        return (self.finish - self.bound) / self.finish if self.finish > self.bound else 0.0


Report = Callable[[Found], bool]


def search(
    instance: Instance,
    *,
    seed: int,
    clock: Callable[[], float],
    seconds: float | None = None,
    effort: int | None = None,
    threads: int = 2,
    solver: bool = True,
    report: Report | None = None,
) -> Found:
    """Find the best schedule that a limit allows: earliest finish, then priorities, then least movement.

    Parameters
    ----------
    seed : int
    clock : callable
        Gives seconds that only rise; asked when there is a limit in seconds.
    seconds : float, optional
        What may be used of the clock. The answer depends on the machine.
    effort : int, optional
        How many schedules may be tried. The same seed and effort give the same answer on any machine and any number of
        threads. One of the two limits has to be given.
    threads : int
    solver : bool
        Whether CP-SAT runs beside the genetic search.
    report : callable, optional
        Called with each better schedule or bound; ends the search by returning False. With a limit in seconds it is
        also asked every half second when there is nothing new.

    Raises
    ------
    ValueError
        No limit was given.

    Examples
    --------
    >>> one = Instance.plain([2, 3, 2], [(0, 1)], [1], [[1], [1], [1]])
    >>> found = search(one, seed=1, clock=lambda: 0.0, effort=100)
    >>> found.finish, found.bound, found.status
    (7, 7, 'optimal')
    """
    if seconds is None and effort is None:
        raise ValueError("search needs a limit: seconds or effort")
    try:
        race = _Race(instance, seed, report or (lambda _: True), threads)
    except CycleInLinks:
        never = np.full(instance.size, instance.horizon + 1, np.int32)
        return Found(never, never, instance.horizon + 1, instance.horizon + 1, "infeasible", 0)
    if effort is not None:
        _by_effort(race, effort, solver)
    else:
        _by_clock(race, clock, max(seconds or 0.0, 1e-3), solver)
    return race.found()


class _Race:
    """What the runners share: the instance laid out, the islands, the best schedule and the bound."""

    def __init__(self, instance: Instance, seed: int, report: Report, threads: int) -> None:
        self.instance, self.seed, self.report = instance, seed, report
        self.threads = max(1, threads)
        self.order = topological(instance)
        self.forward = lay_out(instance)
        head, finish, last = without_limits(self.forward, self.order)
        self.backward = lay_out(mirrored(instance, finish))
        offset = 0 if self.forward.plain else max(0, instance.horizon - last)
        tail = without_limits(self.backward, self.order[::-1].copy(), offset)[1] - offset
        self.bound = lower_bound(instance, self.forward, head, last)
        self.rooms = [(room(self.forward), room(self.backward)) for _ in range(ISLANDS)]
        lists, keys = rules(instance, head, tail)
        cuts = len(self.rooms[0][0].cuts)
        most = min(_LARGEST, max(_ENTRIES // max(instance.size, 1), _SMALLEST))
        self.islands = [
            settle(lists, keys, most, seed * ISLANDS + place, self.bound, cuts) for place in range(ISLANDS)
        ]
        self.best: Island = self.islands[0]
        self.told: tuple[int, int] | None = None
        self.going = True

    @property
    def value(self) -> int:
        """Finish of the best schedule, and much more when it breaks limits."""
        return int(self.best.counts[BEST])

    @property
    def is_open(self) -> bool:
        """Whether there may be something better, and nobody wants to stop."""
        return self.going and self.value > self.bound <= self.instance.horizon

    def resize(self, size: int) -> None:
        """Say how many individuals an island has, while it is being settled."""
        for island in self.islands:
            if island.counts[FILLED] < island.counts[SIZE]:
                island.counts[SIZE] = max(min(size, island.value.shape[1]), island.counts[FILLED], 2)

    def advance(self, children: int, active: int, pool: ThreadPoolExecutor) -> None:
        """Let the first islands make children side by side, then tell what came of it."""
        runs = [
            pool.submit(
                evolve, self.islands[place], self.forward, self.backward, *self.rooms[place], children
            )
            for place in range(active)
        ]
        for run in runs:
            run.result()
        self.tell()

    def tell(self, *, again: bool = False) -> None:
        """Report the best schedule and the bound, when one of them is new or is to be told again."""
        self.best = min(self.islands, key=lambda island: int(island.counts[BEST]))
        for island in self.islands:
            island.counts[LIMIT] = self.bound
        if again or self.told != (self.value, self.bound):
            self.told = (self.value, self.bound)
            self.going = self.report(self.found()) and self.going

    def meet(self) -> None:
        """Send the best list of each island to the next one."""
        lists = [island.best.copy() for island in self.islands]
        for place, island in enumerate(self.islands):
            if island.counts[FILLED] == island.counts[SIZE]:
                welcome(lists[place - 1], island)

    def offer(self, starts: Ints) -> None:
        """Take a schedule from the solver."""
        place = np.empty(self.instance.size)
        place[self.order] = np.arange(self.instance.size)
        order = np.lexsort((place, starts)).astype(np.int32)
        offer(order, self.islands[0], self.forward, self.rooms[0][0])
        self.tell()

    def listen(self, prover: Prover) -> None:
        """Take what the solver has found and proved."""
        for starts in prover.hear():
            self.offer(starts)
        self.bound = max(self.bound, min(prover.bound, self.upper + 1))
        self.tell()

    @property
    def upper(self) -> int:
        """Where a better schedule has to end."""
        return min(self.value - 1, self.instance.horizon)

    def polish(self, tries: int) -> int:
        """Improve priorities and movement of the best schedule; gives how often it became better."""
        priority = self.instance.priority.astype(np.int64)
        weight = priority - priority.min(initial=1000)
        return int(polish(self.best, self.forward, self.rooms[0][0], weight, self.instance.current, tries))

    @property
    def can_polish(self) -> bool:
        """Whether priorities or today's places tell schedules of equal length apart."""
        return bool(
            self.instance.size > 1 and (np.ptp(self.instance.priority) or np.any(self.instance.current >= 0))
        )

    def found(self) -> Found:
        """Tell the best so far."""
        best, horizon = self.best, self.instance.horizon
        finish = int(best.finish[self.instance.weight > 0].max(initial=0))
        status = "feasible" if self.value > self.bound else "optimal"
        return Found(
            starts=best.start.copy(),
            finishes=best.finish.copy(),
            finish=finish,
            bound=min(self.bound, finish),
            status="infeasible" if self.value > horizon else status,
            schedules=int(sum(island.counts[SCHEDULES] for island in self.islands)),
            pieces=_pieces(best),
        )


def _pieces(best: Island) -> dict[int, Pieces]:
    """Cut split tasks at their pauses."""
    pieces: dict[int, Pieces] = {}
    for task, begin, end in best.cuts[: int(best.counts[CUT])].tolist():
        before = pieces.get(task, ((int(best.start[task]), int(best.finish[task])),))
        pieces[task] = (*before[:-1], (before[-1][0], begin), (end, int(best.finish[task])))
    return pieces


def _by_effort(race: _Race, effort: int, solver: bool) -> None:
    """All islands for a number of schedules, one after the other or side by side, then the solver."""
    each = max(1, effort // ISLANDS)
    race.resize(_size(each, race.instance.size))
    round_, chunk = 0, max(1, each // _ROUNDS)
    with ThreadPoolExecutor(race.threads) as pool:
        race.advance(1, ISLANDS, pool)
        while race.is_open and min(int(island.counts[SCHEDULES]) for island in race.islands) < each:
            race.advance(chunk, ISLANDS, pool)
            round_ += 1
            if round_ % 4 == 0:
                race.meet()
    if solver and race.is_open:
        prover = Prover.of(race.instance, race.seed)
        if prover is not None:
            prover.solve(race.upper, race.best.start, work=max(effort * _WORK_PER_SCHEDULE, _LEAST_WORK))
            race.listen(prover)
    if race.going and race.can_polish:
        race.polish(max(50, effort // 8))


def _size(schedules: float, tasks: int) -> int:
    """Individuals for so many schedules: as many as leave time for the generations that lists of this length need."""
    return int(max(schedules / (_CHILDREN * max(tasks, 1) ** 0.5), _SMALLEST))


def _by_clock(race: _Race, clock: Callable[[], float], seconds: float, solver: bool) -> None:
    begin = clock()
    limit = seconds * (0.85 if race.can_polish else 1.0)
    prover = Prover.of(race.instance, race.seed) if solver else None
    with ThreadPoolExecutor(race.threads + 1) as pool:
        _run(race, prover, pool, _Limit(clock, begin, limit))
        if prover is not None:
            prover.close()
            race.listen(prover)
    tries = 50
    while race.going and race.can_polish and clock() - begin < seconds:
        began = clock()
        better = race.polish(tries)
        if not better and tries >= 4 * race.instance.size:
            break
        if clock() - began < min(seconds / 40, _SHORT):
            tries *= 2
        race.tell(again=True)


@dataclass(frozen=True, slots=True)
class _Limit:
    clock: Callable[[], float]
    begin: float
    seconds: float

    @property
    def share(self) -> float:
        """How much of the limit is used."""
        return (self.clock() - self.begin) / self.seconds if self.seconds > 0 else 1.0

    @property
    def left(self) -> float:
        """Seconds."""
        return max(0.0, self.seconds - (self.clock() - self.begin))


def _attend(race: _Race, prover: Prover, pool: ThreadPoolExecutor, limit: _Limit) -> None:
    """Begin the solver, stop it where its question is answered already or it is far from an answer."""
    race.listen(prover)
    large = race.instance.size > _SMALL
    near = _NEAR_MANY if large else _NEAR_FEW
    late = limit.share > _LEAVE and race.instance.size > _TINY
    far = late and race.value - race.bound > near * race.value
    if prover.is_running:
        if far or (large and race.upper < prover.upper):
            prover.stop()
    elif (
        race.is_open and not far and limit.share > (_BEGIN if large else _SOON) and prover.bound <= race.upper
    ):
        # Where the whole is to be proved, a schedule to begin with only keeps the solver in its neighbourhood.
        hint = race.best.start.copy() if large else None
        prover.begin(pool, race.upper, hint, limit.left)


def _run(race: _Race, prover: Prover | None, pool: ThreadPoolExecutor, limit: _Limit) -> None:
    """Let the islands go round; the solver takes one thread while it is worth it."""
    race.advance(1, 1, pool)
    children, met, asked = 4, 0.0, 0.0
    short, long = min(1 / 50, _SHORT / limit.seconds), min(1 / 15, _ASK / limit.seconds)
    while race.is_open and (share := limit.share) < 1:
        if (share - asked) * limit.seconds > _ASK:
            asked = share
            race.tell(again=True)
        active = min(ISLANDS, race.threads)
        if prover is not None:
            _attend(race, prover, pool, limit)
            rests = race.instance.size <= _TINY and share > _BEGIN
            active = 0 if rests and prover.is_running else min(active, race.threads - prover.is_running)
            if not active:
                prover.rest()
                continue
        race.advance(children, active, pool)
        took = limit.share - share
        if race.islands[0].counts[FILLED] < race.islands[0].counts[SIZE]:
            made = int(race.islands[0].counts[SCHEDULES])
            race.resize(_size(made / max(limit.share, 1e-9), race.instance.size))
        if took < short:
            children = min(children * 2, 1 << 20)
        elif took > long:
            children = max(children // 2, 1)
        if share - met > 1 / 10:
            met = share
            race.meet()
