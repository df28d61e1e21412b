"""The rows of a chart: what each task shows in the table and on the time axis."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from uptake.engine.calendars import working_time
from uptake.engine.instants import MINUTE
from uptake.engine.plan import LagKind, Link, Plan, Task
from uptake.engine.scheduling import Schedule
from uptake.engine.worktime import WorkingTime
from uptake.interchange.chart.lettering import one_line
from uptake.interchange.chart.words import short_date
from uptake.interchange.document import row_numbers, whole_project
from uptake.interchange.durations import NAMED, Amount, Language, Scale, format_duration
from uptake.interchange.predecessors import Predecessor, format_predecessors

Column = Literal["id", "name", "duration", "start", "finish", "percent", "predecessors", "resources"]
COLUMNS: tuple[Column, ...] = ("id", "name", "duration", "start", "finish", "percent")
Kind = Literal["task", "summary", "milestone"]
Baseline = Mapping[int, tuple[int, int]]
"""Start and finish that were planned, by the uid of the task; instants."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart; instants, -1 for none."""

    uid: int
    depth: int
    cells: Mapping[Column, str]
    kind: Kind
    start: int
    finish: int
    done: int
    """Up to where the work is done."""
    pieces: tuple[tuple[int, int], ...]
    critical: bool
    active: bool
    deadline: int
    baseline: tuple[int, int] | None
    label: str


class Book:
    """A schedule and what its rows look up again and again."""

    def __init__(self, done: Schedule, language: Language, baseline: Baseline | None) -> None:
        self.done = done
        self.language = language
        self.baseline = baseline or {}
        plan = done.plan
        project = plan.project
        self.scale = Scale(project.minutes_per_day, project.minutes_per_week, project.days_per_month)
        calendars = {one.uid: one for one in plan.calendars}
        self.clock: WorkingTime = working_time(calendars[project.calendar], calendars)
        self.numbers = row_numbers(plan)
        self.whole = whole_project(plan)
        """The first task stands for the whole project, which the title does already."""
        self.staff = _staff(plan)

    def rows(self, columns: Sequence[Column]) -> list[Row]:
        """Return all rows."""
        parents = self.done.plan.structure.parent
        depths: list[int] = []
        for above in parents:
            depths.append(depths[above] + 1 if above >= 0 else 0)
        first = int(self.whole)
        return [self._row(i, max(depths[i] - first, 0), columns) for i in range(first, len(depths))]

    def _row(self, i: int, depth: int, columns: Sequence[Column]) -> Row:
        done = self.done
        task, dates = done.plan.tasks[i], done.dates
        start, finish = dates.start[i], dates.finish[i]
        kind: Kind = "task"
        if done.plan.structure.summary[i]:
            kind = "summary"
        elif task.milestone or start == finish:
            kind = "milestone"
        return Row(
            uid=task.uid,
            depth=depth,
            cells={name: self._cell(name, i, task) for name in columns},
            kind=kind,
            start=start,
            finish=finish,
            done=self._done(i, task),
            pieces=self._pieces(i, task),
            critical=task.active and done.critical(i),
            active=task.active,
            deadline=-1 if task.deadline is None else task.deadline,
            baseline=self.baseline.get(task.uid),
            label=self._label(kind, i, task),
        )

    def _cell(self, name: Column, i: int, task: Task) -> str:
        dates = self.done.dates
        match name:
            case "id":
                return str(self.numbers[i])
            case "name":
                return one_line(task.name)
            case "duration":
                return self._duration(i, task)
            case "start":
                return short_date(dates.start[i], self.language) if dates.start[i] >= 0 else ""
            case "finish":
                return short_date(dates.finish[i], self.language) if dates.start[i] >= 0 else ""
            case "percent":
                return f"{task.percent}%"
            case "predecessors":
                return self._predecessors(i)
            case "resources":
                return self.staff.get(task.uid, "")

    def _duration(self, i: int, task: Task) -> str:
        dates = self.done.dates
        if self.done.plan.structure.summary[i] and not task.manual:
            if dates.start[i] < 0:
                return ""
            minutes = (self.clock.work(dates.finish[i]) - self.clock.work(dates.start[i])) / MINUTE
            amount = Amount(round(minutes / (self.scale.minutes("DAYS") or 1), 1))
        else:
            unit = ("ELAPSED_" if task.elapsed else "") + NAMED.get(task.unit, "DAYS")
            value = task.duration / ((self.scale.minutes(unit) or 1) * MINUTE)
            amount = Amount(round(value, 2), unit, task.estimated)
        return format_duration(amount, language=self.language)

    def _predecessors(self, i: int) -> str:
        plan = self.done.plan
        shape = plan.structure
        return format_predecessors(
            (
                Predecessor(
                    self.numbers[shape.pred[k]], plan.links[k].type.name, _lag(plan.links[k], self.scale)
                )
                for k in shape.links_in[i]
            ),
            language=self.language,
        )

    def _done(self, i: int, task: Task) -> int:
        start, finish = self.done.dates.start[i], self.done.dates.finish[i]
        if task.percent <= 0 or start < 0:
            return -1
        if task.percent >= 100:
            return finish
        net = self.done.layout.net
        clock = net.clocks[net.span_clock[i]]
        begin, end = clock.work(start), clock.work(finish)
        return clock.end(begin + (end - begin) * task.percent // 100)

    def _pieces(self, i: int, task: Task) -> tuple[tuple[int, int], ...]:
        net, start, finish = self.done.layout.net, self.done.dates.start[i], self.done.dates.finish[i]
        if start < 0:
            return ()
        clock = net.clocks[net.span_clock[i]]
        if task.pieces:
            begin = clock.work(start)
            return tuple((clock.start(begin + a), clock.end(begin + b)) for a, b in task.pieces)
        stop, resume = task.stop, task.resume
        if stop is None or resume is None or not start < stop < resume < finish:
            return ((start, finish),)
        return (
            ((start, stop), (resume, finish)) if clock.work(resume) > clock.work(stop) else ((start, finish),)
        )

    def _label(self, kind: Kind, i: int, task: Task) -> str:
        """Return what stands beside the bar: who works on it; a milestone's name and date."""
        if kind == "milestone" and self.done.dates.start[i] >= 0:
            return f"{one_line(task.name)}  {short_date(self.done.dates.finish[i], self.language)}".strip()
        return self.staff.get(task.uid, "") if kind == "task" else ""


def _staff(plan: Plan) -> dict[int, str]:
    names = {one.uid: one_line(one.name) for one in plan.resources}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in plan.assignments:
        if one.resource is not None and names[one.resource]:
            share = "" if one.units == 1 else f"[{one.units * 100:g}%]"
            found[one.task].append(names[one.resource] + share)
    return {task: ", ".join(some[:20]) for task, some in found.items()}


def _lag(link: Link, scale: Scale) -> Amount:
    elapsed = "ELAPSED_" if link.kind in {LagKind.ELAPSED, LagKind.ELAPSED_PERCENT} else ""
    if link.kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        return Amount(link.lag / 10, f"{elapsed}PERCENT")
    unit = f"{elapsed}DAYS"
    return Amount(round(link.lag / MINUTE / (scale.minutes(unit) or 1), 2), unit)
