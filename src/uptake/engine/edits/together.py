"""How far a task is on which people work at different hours: its duration passes while any of them is at work on it."""

from dataclasses import dataclass
from itertools import pairwise

from uptake.engine.network import gaps_of, taken
from uptake.engine.plan import Task
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime, unite


@dataclass(frozen=True, slots=True)
class Part:
    """What one of them does: on which clock, how long, from and until when."""

    clock: WorkingTime
    delay: int
    span: int
    begin: int
    finish: int


class Together:
    """The time of a task whose assignments have different calendars.

    Parameters
    ----------
    schedule : Schedule
    i : int
        Position of the task, which has parts.
    task : Task, optional
        As it will be; as it is when left out.
    """

    def __init__(self, schedule: Schedule, i: int, task: Task | None = None) -> None:
        net = schedule.layout.net
        self.task = schedule.plan.tasks[i] if task is None else task
        self.start: int = (
            schedule.dates.start[i] if self.task.actual_start is None else self.task.actual_start
        )
        self.gaps = gaps_of(self.task, net.clocks[net.span_clock[i]])
        self.parts = [self._part(net.clocks[which], delay, span) for which, delay, span, _gap in net.parts[i]]
        self.stretches = list(self._stretches())
        self.length = sum(clock.work(till) - clock.work(since) for since, till, clock in self.stretches)

    def _part(self, clock: WorkingTime, delay: int, span: int) -> Part:
        begun = clock.work(self.start)
        begin = clock.start(begun + delay + taken(clock, self.start, delay, self.gaps))
        finish = clock.end(begun + delay + span + taken(clock, self.start, delay + span, self.gaps))
        return Part(clock, delay, span, begin, max(begin, finish) if span else begin)

    def _stretches(self) -> list[tuple[int, int, WorkingTime]]:
        """Return from when to when the same people work, and the time in which any of them does."""
        cuts = {self.start, *(at for gap in self.gaps for at in gap)}
        cuts |= {at for part in self.parts for at in (part.begin, part.finish)}
        found: list[tuple[int, int, WorkingTime]] = []
        for since, till in pairwise(sorted(cuts)):
            if any(a <= since < b for a, b in self.gaps):
                continue
            clocks = {id(one.clock): one.clock for one in self.parts if one.begin <= since < one.finish}
            if clocks:
                first, *others = clocks.values()
                for clock in others:
                    first = unite(first, clock)
                found.append((since, till, first))
        return found

    def worked(self, at: int) -> int:
        """Return how much of the task's duration is worked by an instant."""
        passed = sum(
            max(clock.work(min(at, till)) - clock.work(since), 0)
            for since, till, clock in self.stretches
            if since < at
        )
        return round(self.task.duration * passed / self.length) if self.length else 0

    def reached(self, done: int) -> int:
        """Return the earliest instant by which so much of the task's duration is worked."""
        duration = self.task.duration
        left = round(self.length * done / duration) if duration else 0
        at = self.start
        for since, till, clock in self.stretches:
            if left <= 0:
                break
            passed = min(left, clock.work(till) - clock.work(since))
            if passed > 0:
                at = clock.end(clock.work(since) + passed)
            left -= passed
        return at

    def resumes(self, stop: int, date: int) -> int:
        """Return the first instant from a date on at which somebody works who was not through by the stop."""
        ahead = [part.clock for part in self.parts if self._done(part, stop) < part.span]
        return min((clock.start(clock.work(date)) for clock in ahead), default=date)

    def rests(self) -> bool:
        """Tell whether the task resumes later than somebody could go on."""
        stop, resume = self.task.stop, self.task.resume
        return stop is not None and resume is not None and self.resumes(stop, stop) < resume

    def done_by(self, k: int, stop: int) -> tuple[int, int]:
        """Return how much of its time the k-th assignment has worked by the stop, and how much there is."""
        part = self.parts[k]
        return self._done(part, stop), part.span

    def _done(self, part: Part, stop: int) -> int:
        passed = part.clock.work(stop) - part.clock.work(self.start) - part.delay
        passed -= sum(
            max(part.clock.work(min(till, stop)) - part.clock.work(since), 0)
            for since, till in self.gaps
            if since < stop
        )
        return min(max(passed, 0), part.span)
