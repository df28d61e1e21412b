"""Serial schedule generation on exact calendars: one task after another, at the first instant that has room.

The engine's own forward pass says where links, dates and calendars let a task start, so that what is placed
here is what `schedule` finds when the delays are written into the plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush

from uptake.engine.columns import NONE, SUMMARY, Dates, ahead
from uptake.engine.forward import NONE_LATE, Forward
from uptake.engine.instants import HORIZON, MINUTE
from uptake.engine.levelling.demand import Need, intervals, one_clock
from uptake.engine.levelling.ground import FLOATS, MOVES, STANDS, Ground
from uptake.engine.levelling.profile import Profile
from uptake.engine.plan import Pieces

ROUNDS = 4
"""How often tasks that float are looked for again where they were last."""

Ranks = Sequence[Sequence[object]]
"""For each plan and task what it is sorted by: of the tasks that could be next, the lowest is."""
Spot = tuple[int, int]
"""Position of a plan and of a task in it."""


@dataclass(slots=True)
class Placed:
    """Where the tasks of all plans went.

    Attributes
    ----------
    starts, finishes : list of list of int
    delays : list of list of int
        Levelling delay of each task.
    pieces : dict of Spot to Pieces
        Of what was interrupted.
    no_room : set of Spot
        Tasks that stayed where they were driven to though somebody has no time for them.
    """

    starts: list[list[int]]
    finishes: list[list[int]]
    delays: list[list[int]]
    pieces: dict[Spot, Pieces] = field(default_factory=dict)
    no_room: set[Spot] = field(default_factory=set)


class Placer:
    """Places the tasks of some plans in any order that is asked for.

    Parameters
    ----------
    grounds : sequence of Ground
    capacity : list of int
        Thousandths of everybody.
    shortest_piece : int
    """

    def __init__(self, grounds: Sequence[Ground], capacity: list[int], *, shortest_piece: int) -> None:
        self.grounds = grounds
        self.capacity = capacity
        self.shortest = shortest_piece
        every = (need for ground in grounds for mine in ground.needs for need in mine)
        self.axis = one_clock(every, len(capacity))
        self.nets = [one.bare.layout.net.copy(one.bare.plan.structure) for one in grounds]
        self.base = [Profile() for _ in capacity]
        self.profiles: list[Profile] = []
        self.floating = [
            (p, i)
            for p, one in enumerate(grounds)
            for i, how in enumerate(one.state)
            if how == FLOATS and one.needs[i]
        ]
        for ground in grounds:
            for i, how in enumerate(ground.state):
                if how == STANDS:
                    self._take(self.base, ground.needs[i], ground.bare.dates.start[i], 1)

    def place(self, ranks: Ranks) -> Placed:
        """Place all tasks; where some float, look again until they come to lie where room was left for them."""
        kept = {(p, i): self.grounds[p].bare.dates.start[i] for p, i in self.floating}
        found = self._once(ranks, kept)
        for _ in range(ROUNDS):
            moved = {spot: found.starts[spot[0]][spot[1]] for spot in kept}
            if moved == kept:
                break
            kept = moved
            found = self._once(ranks, kept)
        return found

    def _once(self, ranks: Ranks, kept: dict[Spot, int]) -> Placed:
        self.profiles = [one.copy() for one in self.base]
        for (p, i), start in kept.items():
            self._take(self.profiles, self.grounds[p].needs[i], start, 1)
        dates = [Dates(len(one.state)) for one in self.grounds]
        runs = [Forward(net, one, NONE_LATE) for net, one in zip(self.nets, dates, strict=True)]
        found = Placed([], [], [[0] * len(one.state) for one in self.grounds])
        waits = [one.waits[:] for one in self.grounds]
        ready = self._first(ranks)
        while ready:
            _, p, node = heappop(ready)
            ground = self.grounds[p]
            self._node(p, node, runs[p], found, kept)
            for after in ground.after[node]:
                waits[p][after] -= 1
                if not waits[p][after]:
                    heappush(ready, (self._rank(ranks, p, after), p, after))
        found.starts = [list(one.start) for one in dates]
        found.finishes = [list(one.finish) for one in dates]
        return found

    def _first(self, ranks: Ranks) -> list[tuple[object, int, int]]:
        ready: list[tuple[object, int, int]] = [
            (self._rank(ranks, p, node), p, node)
            for p, one in enumerate(self.grounds)
            for node in one.bare.plan.structure.order
            if not one.waits[node]
        ]
        heapify(ready)
        return ready

    def _rank(self, ranks: Ranks, p: int, node: int) -> object:
        """Return what a node is sorted by: what takes nobody's time comes at once."""
        ground = self.grounds[p]
        moves = node < len(ground.state) and ground.state[node] == MOVES and ground.needs[node]
        return ranks[p][node] if moves else ()

    def _node(self, p: int, node: int, run: Forward, found: Placed, kept: dict[Spot, int]) -> None:
        ground, net = self.grounds[p], self.nets[p]
        n = len(ground.state)
        if node >= n:
            run.open(node - n)
        elif net.flags[node] & SUMMARY:
            run.close(node)
        elif ground.state[node] == MOVES:
            self._move(p, node, run, found)
        else:
            run.leaf(node)
            if (p, node) in kept:
                self._take(self.profiles, ground.needs[node], kept[p, node], -1)
                self._take(self.profiles, ground.needs[node], run.dates.start[node], 1)

    def _move(self, p: int, i: int, run: Forward, found: Placed) -> None:
        """Place a task that may be delayed."""
        ground, net = self.grounds[p], self.nets[p]
        needs, limit = ground.needs[i], ground.limit[i]
        net.delay[i] = 0
        net.duration[i] = ground.bare.layout.net.duration[i]
        run.find(i)
        driven = first = run.at
        if ground.release[i] > driven:
            run.at = ground.release[i]
            run.settle(i)
            first = run.at
        start = self._fit(run, i, needs, first)
        if ground.splits[i] and start > first:
            start = self._split(p, i, first, start, found)
            run.find(i)
            driven = run.at
        if start > max(limit, first) or ahead(net, i, start) >= HORIZON:
            found.pieces.pop((p, i), None)
            net.duration[i] = ground.bare.layout.net.duration[i]
            run.find(i)
            start, driven = first, run.at
            found.no_room.add((p, i))
        net.delay[i] = found.delays[p][i] = start - driven
        run.leaf(i)
        pieces = found.pieces.get((p, i))
        self._take(self.profiles, _cut(needs, pieces) if pieces else needs, start, 1)

    def _split(self, p: int, i: int, first: int, whole: int, found: Placed) -> int:
        """Work in the gaps that others leave, where that ends a task earlier; return its start either way.

        Nothing is cut off below the shortest piece, nor is any gap below a minute.
        """
        net, needs = self.nets[p], self.grounds[p].needs[i]
        clock, long = needs[0].clock, net.duration[i]
        end = clock.work(min(whole, self.grounds[p].limit[i])) + long
        at, left = clock.work(first), long
        pieces: list[tuple[int, int]] = []
        while left and at + left < end:
            if pieces and 0 < at - pieces[-1][1] < MINUTE:
                at = pieces[-1][1] + MINUTE
                continue
            room = self._room(needs, at, left)
            length = room if room in (0, left) else min(room, left - self.shortest)
            if length < min(self.shortest, left):
                at = self._next(needs, at + room)
                continue
            if pieces and pieces[-1][1] == at:
                pieces[-1] = pieces[-1][0], at + length
            else:
                pieces.append((at, at + length))
            at, left = at + length, left - length
        if left or len(pieces) < 2:
            return whole
        begin = pieces[0][0]
        found.pieces[p, i] = tuple((since - begin, till - begin) for since, till in pieces)
        net.duration[i] = pieces[-1][1] - begin
        return clock.start(begin)

    def _room(self, needs: list[Need], at: int, most: int) -> int:
        """Return how much working time from one on everybody has, at most some."""
        for need in needs:
            profile, limit = self.profiles[need.who], max(self.capacity[need.who] - need.peak, 0)
            if self.axis[need.who] is not None:
                most = min(most, profile.until(at, at + most, limit) - at)
                continue
            done = at
            for since, till in intervals(need.clock, at, at + most):
                busy = profile.until(since, till, limit)
                done += busy - since
                if busy < till:
                    break
            most = done - at
        return most

    def _next(self, needs: list[Need], at: int) -> int:
        """Return the working time, after one at which somebody has no time, at which everybody could have."""
        clock = needs[0].clock
        later = at + 1
        for need in needs:
            profile, limit = self.profiles[need.who], max(self.capacity[need.who] - need.peak, 0)
            if self.axis[need.who] is not None:
                later = max(later, profile.free(at, limit))
            else:
                later = max(later, clock.work(profile.free(clock.start(at), limit)))
        return later

    def _fit(self, run: Forward, i: int, needs: list[Need], start: int) -> int:
        """Return the first start from one on at which everybody has the time that task i takes."""
        k = 0
        while k < len(needs):
            later = self._clash(needs[k], start)
            if later < 0:
                k += 1
                continue
            run.at = later
            run.settle(i)
            start, k = run.at, 0
        return start

    def _clash(self, need: Need, start: int) -> int:
        """Return the next start worth trying when somebody has no time from this one on; else -1."""
        clock, profile = need.clock, self.profiles[need.who]
        limit = max(self.capacity[need.who] - need.peak, 0)
        begin = clock.work(start) + need.delay
        if self.axis[need.who] is not None:
            end = profile.clash(begin, begin + need.span, limit)
            return NONE if end < 0 else clock.start(end - need.delay)
        for since, till in intervals(clock, begin, begin + need.span):
            end = profile.clash(since, till, limit)
            if end >= 0:
                return clock.start(clock.work(end) - need.delay)
        return NONE

    def _take(self, profiles: list[Profile], needs: list[Need], start: int, sign: int) -> None:
        """Enter what a task takes from a start on; with sign -1, take it out."""
        for need in needs:
            begin = need.clock.work(start) + need.delay
            profile, units = profiles[need.who], sign * need.units
            if self.axis[need.who] is not None:
                profile.add(begin, begin + need.span, units)
                continue
            for since, till in intervals(need.clock, begin, begin + need.span):
                profile.add(since, till, units)


def _cut(needs: list[Need], pieces: Pieces) -> list[Need]:
    """Return the needs of a task that is interrupted: each in all of its pieces."""
    return [replace(need, delay=first, span=last - first) for need in needs for first, last in pieces]
