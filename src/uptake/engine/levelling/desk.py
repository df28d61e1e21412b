"""What is known while plans are levelled: the best so far, its bound, and what comes of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from uptake.engine.columns import EXTERNAL, INACTIVE, LATE, SUMMARY
from uptake.engine.edits import Edit, Set, apply
from uptake.engine.instants import MINUTE
from uptake.engine.levelling.demand import People, needs_of
from uptake.engine.levelling.ground import MOVES, Ground, make_ground
from uptake.engine.levelling.options import Interim, Levelled, LevelRemark, Options, Overload, Pool, Report
from uptake.engine.levelling.overloads import find_overloads
from uptake.engine.levelling.placing import Placed, Placer, Ranks
from uptake.engine.plan import Constraint, Plan
from uptake.engine.scheduling import Schedule, schedule
from uptake.engine.worktime import WorkingTime, unite

Value = tuple[int, int, int, tuple[int, ...], int]
"""What is compared: tasks without room, latest finish, sum of finishes, delay of each priority from the highest
down, movement."""


class Desk:
    """Plans while they are levelled.

    Parameters
    ----------
    plans, options, pool, report
        As in `plans.level`.

    Attributes
    ----------
    grounds : list of Ground
    best : Placed
        Made by `try_rules`.
    bound : int
        No levelled plans end before this instant.
    tried : int
        Schedules that were looked at.
    stopped : bool
        Nobody wants to wait any longer.
    """

    def __init__(self, plans: Sequence[Plan], options: Options, pool: Pool, report: Report | None) -> None:
        self.options = options
        self.given = [schedule(plan) for plan in plans]
        self.people = People(self.given, pool, generic=options.generic)
        self.was = self._overloads(self.given)
        self.grounds = [
            make_ground(one, self.people.of[p], options, keep=p in options.keep)
            for p, one in enumerate(self.given)
        ]
        self.placer = Placer(self.grounds, self.people.capacity, shortest_piece=options.shortest_piece)
        self.report = report
        self.counted = [list(_counted(one.bare)) for one in self.grounds]
        self.movable = [
            [i for i, how in enumerate(one.state) if how == MOVES and one.needs[i]] for one in self.grounds
        ]
        used = {one.bare.plan.tasks[i].priority for one, rows in self._rows() for i in rows}
        self.priorities = sorted(used, reverse=True)
        self.start = min(one.start for one in self.given) if plans else 0
        self.bound = max([*(one.bare.finish for one in self.grounds), *self._energy()], default=0)
        self.best: Placed | None = None
        self.value: Value | None = None
        self.tried = 0
        self.stopped = False

    @property
    def goes_on(self) -> bool:
        """Whether there is something to gain yet, and somebody to wait for it."""
        if self.stopped or self.best is None or self.value is None:
            return False
        return bool(self.best.no_room) or self.finish > self.bound or len(self.grounds) > 1

    @property
    def finish(self) -> int:
        """The latest finish of the best plan."""
        return self.bound if self.value is None else self.value[1]

    def _rows(self) -> Iterator[tuple[Ground, list[int]]]:
        return zip(self.grounds, self.movable, strict=True)

    def try_rules(self, is_due: Callable[[], bool]) -> None:
        """Place all tasks by some rules: the least slack first, the highest priority first, as they lie today.

        One of them at least; no more of them when `is_due` says that the time is up.
        """
        for ranks in self._rules() if any(self.movable) else ():
            self.offer(ranks)
            if self.stopped or is_due():
                break

    def offer(self, ranks: Ranks) -> Placed:
        """Place all tasks in an order, and keep that when it is better than the best."""
        found = self.placer.place(ranks)
        value = self._value(found)
        self.tried += 1
        if self.value is None or value < self.value:
            self.best, self.value = found, value
            self.tell()
        return found

    def take(self, known: Interim) -> None:
        """Place all tasks in the order of a plan that was found elsewhere, and take its bound over."""
        if any(self.movable):
            self.offer([[(start,) for start in one] for one in known.starts])
        self.raise_bound(known.bound)

    def raise_bound(self, bound: int) -> None:
        """Take a better bound over."""
        if bound > self.bound:
            self.bound = bound
            self.tell()

    def tell(self) -> None:
        """Report what is known, and see whether there is any sense in going on."""
        if self.best is None or self.value is None:
            return
        if self.report is not None:
            starts = tuple(tuple(one) for one in self.best.starts)
            finish = self.value[1]
            bound = min(self.bound, finish)
            self.stopped |= not self.report(Interim(finish, bound, self._gap(finish, bound), starts))

    def _gap(self, finish: int, bound: int) -> float:
        return (finish - bound) / max(finish - self.start, 1)

    def _rules(self) -> Iterator[Ranks]:
        end = max(one.bare.finish for one in self.grounds)
        late, urgent, early, wide = [], [], [], []
        for one, given in zip(self.grounds, self.given, strict=True):
            dates, tasks = one.bare.dates, one.bare.plan.tasks
            later = end - one.bare.finish
            starts = [at + later for at in dates.late_start]
            high = [-task.priority for task in tasks]
            late.append(list(zip(starts, high, dates.start, strict=True)))
            urgent.append(list(zip(high, starts, dates.start, strict=True)))
            early.append(list(zip(given.dates.start, high, range(len(tasks)), strict=True)))
            wide.append(list(zip([at + later for at in dates.late_finish], high, starts, strict=True)))
        yield from (late, urgent, early, wide)

    def _value(self, found: Placed) -> Value:
        return (len(found.no_room), *self._ends(found.finishes), *self._moved(found.starts))

    def _ends(self, finishes: Sequence[Sequence[int]]) -> tuple[int, int]:
        ends = [
            max((finish[i] for i in rows), default=one.bare.plan.project.start)
            for rows, finish, one in zip(self.counted, finishes, self.grounds, strict=True)
        ]
        return max(ends, default=0), sum(ends)

    def _moved(self, starts: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], int]:
        delayed = dict.fromkeys(self.priorities, 0)
        moved = 0
        for rows, start, one in zip(self.movable, starts, self.grounds, strict=True):
            bare, given, tasks = list(one.bare.dates.start), list(one.given.dates.start), one.bare.plan.tasks
            for i in rows:
                delayed[tasks[i].priority] += int(start[i] - bare[i]) // MINUTE
                moved += abs(start[i] - int(given[i])) // MINUTE
        return tuple(delayed.values()), moved

    def _energy(self) -> Iterator[int]:
        """Yield for everybody instants before which they cannot have done what begins at some time or later."""
        work: list[list[tuple[int, int]]] = [[] for _ in self.people.keys]
        clocks: list[dict[int, WorkingTime]] = [{} for _ in self.people.keys]
        for one, rows in self._rows():
            for i in rows:
                for need in one.needs[i]:
                    begin = need.clock.start(need.clock.work(one.bare.dates.start[i]) + need.delay)
                    units = min(need.units, self.people.capacity[need.who])
                    work[need.who].append((begin, units * need.span))
                    clocks[need.who][id(need.clock)] = need.clock
        for some, hours, capacity in zip(work, clocks, self.people.capacity, strict=True):
            if some and capacity:
                yield _soonest(sorted(some, reverse=True), reduce(unite, hours.values()), capacity)

    def _overloads(self, schedules: Sequence[Schedule]) -> tuple[Overload, ...]:
        needs = [needs_of(one, who) for one, who in zip(schedules, self.people.of, strict=True)]
        return find_overloads(schedules, self.people, needs)

    def result(self) -> Levelled:
        """Return what the best so far asks of the plans; nothing where they are as good as they are."""
        if self.best is None or self._good_already():
            return self._as_it_is()
        edits = tuple(tuple(self._edits(p, self.best)) for p in range(len(self.grounds)))
        after = [
            schedule(apply(one.plan, some), since=one) if some else one
            for one, some in zip(self.given, edits, strict=True)
        ]
        return self._told(edits, after, self.best)

    def _good_already(self) -> bool:
        """Tell whether nobody is overloaded by what could move, and nothing better was found."""
        movable = {(p, self.given[p].plan.tasks[i].uid) for p, rows in enumerate(self.movable) for i in rows}
        alone = set(self._too_big())
        for one in self.was:
            if movable.intersection(one.tasks) and not (len(one.tasks) == 1 and one.tasks[0] in alone):
                return False
        starts = [list(one.dates.start) for one in self.given]
        here = (0, *self._ends([list(one.dates.finish) for one in self.given]), self._moved(starts)[0], 0)
        return self.value is not None and here <= self.value

    def _as_it_is(self) -> Levelled:
        empty = Placed([], [], [])
        return self._told(tuple(() for _ in self.given), self.given, empty)

    def _told(self, edits: tuple[tuple[Edit, ...], ...], after: list[Schedule], found: Placed) -> Levelled:
        finish = max((one.finish for one in after), default=0)
        bound = min(self.bound, finish)
        left = self.was if after is self.given else self._overloads(after)
        status = "overloaded" if left else "optimal" if bound == finish else "feasible"
        return Levelled(
            edits=edits,
            before=max((one.finish for one in self.given), default=0),
            finish=finish,
            bound=bound,
            gap=self._gap(finish, bound),
            status=status,
            was=self.was,
            left=left,
            remarks=tuple(self._remarks(found, left, edits)),
            schedules=self.tried,
        )

    def _edits(self, p: int, found: Placed) -> Iterator[Edit]:
        ground = self.grounds[p]
        bound = ground.bare.layout.net.bound
        for i, task in enumerate(self.given[p].plan.tasks):
            if ground.state[i] != MOVES:
                continue
            values: dict[str, object] = {}
            if found.delays[p][i] != task.leveling_delay:
                values["leveling_delay"] = found.delays[p][i]
            if (p, i) in found.pieces:
                values["pieces"] = found.pieces[p, i]
            if bound[i] == LATE:
                values["constraint"] = Constraint.ASAP
            if values:
                yield Set("task", task.uid, values)

    def _too_big(self) -> Iterator[tuple[int, int]]:
        """Yield plan and uid of each task that alone asks for more than there is."""
        for p, one in enumerate(self.grounds):
            for task, needs in zip(one.bare.plan.tasks, one.needs, strict=True):
                if any(need.peak > self.people.capacity[need.who] for need in needs):
                    yield p, task.uid

    def _remarks(
        self, found: Placed, left: tuple[Overload, ...], edits: tuple[tuple[Edit, ...], ...]
    ) -> Iterator[LevelRemark]:
        for p, one in enumerate(self.given):
            if one.plan.project.from_finish:
                yield LevelRemark("from_finish", p)
        named = set(self._too_big())
        for p, uid in sorted(named):
            yield LevelRemark("too_big", p, uid)
        for p, i in sorted(found.no_room):
            uid = self.given[p].plan.tasks[i].uid
            named.add((p, uid))
            yield LevelRemark("no_room", p, uid)
        for p, some in enumerate(edits):
            for edit in some:
                if isinstance(edit, Set) and "constraint" in edit.values:
                    yield LevelRemark("late_kept", p, edit.uid)
        for tasks in dict.fromkeys(one.tasks for one in left if not named.intersection(one.tasks)):
            yield LevelRemark("stuck", tasks[0][0], tasks[0][1], {"tasks": tasks})


def _counted(found: Schedule) -> Iterator[int]:
    """Yield the positions of tasks whose finish is part of the plan's."""
    net = found.layout.net
    for i in range(len(found.plan.tasks)):
        if not net.flags[i] & (SUMMARY | INACTIVE | EXTERNAL):
            yield i


def _soonest(work: list[tuple[int, int]], clock: WorkingTime, capacity: int) -> int:
    """Return the instant before which work, from the last to begin to the first, cannot all be done."""
    soonest = total = 0
    for begin, amount in work:
        total += amount
        soonest = max(soonest, clock.end(clock.work(begin) - (-total // capacity)))
    return soonest
