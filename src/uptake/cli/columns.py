"""The columns that the table of a schedule can have: for each, its look and what it shows of a task."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from uptake.cli.grid import Cell, Column, plain
from uptake.cli.instants import NOTHING, days, in_column
from uptake.cli.reasons import lag_of
from uptake.cli.remarks import LATE
from uptake.cli.words import say
from uptake.engine.calendars import elapsed_time, working_time
from uptake.engine.drivers import By
from uptake.engine.instants import MINUTE
from uptake.engine.plan import Constraint, Task
from uptake.engine.scheduling import Schedule, TaskDates
from uptake.engine.worktime import WorkingTime
from uptake.interchange.durations import NAMED, Amount, Scale, format_duration
from uptake.interchange.predecessors import Predecessor, format_predecessors

DEFAULT = ("id", "name", "duration", "start", "finish", "slack")


@dataclass(slots=True)
class View:
    """A schedule, and what its columns look up again and again."""

    computed: Schedule
    wide: bool
    marked: set[int] = field(default_factory=set)
    flat: bool = False
    depth: list[int] = field(default_factory=list)
    resources: dict[int, list[str]] = field(default_factory=dict)
    clock: WorkingTime = field(default_factory=elapsed_time)

    @classmethod
    def of(cls, computed: Schedule, *, wide: bool, flat: bool) -> "View":
        """Look up what the columns need."""
        view = cls(
            computed,
            wide,
            {one.task for one in computed.remarks if one.task is not None and one.code != LATE},
            flat,
        )
        for above in computed.plan.structure.parent:
            view.depth.append(view.depth[above] + 1 if above >= 0 else 0)
        names = {one.uid: one.name for one in computed.plan.resources}
        found: defaultdict[int, list[str]] = defaultdict(list)
        for one in computed.plan.assignments:
            if one.resource is not None and names.get(one.resource):
                share = "" if one.units == 1 else f"[{one.units * 100:g}%]"
                found[one.task].append(names[one.resource] + share)
        view.resources = dict(found)
        calendars = {one.uid: one for one in computed.plan.calendars}
        view.clock = working_time(calendars[computed.plan.project.calendar], calendars)
        return view


@dataclass(frozen=True, slots=True)
class Line:
    """One task of a view: its position, itself and its computed row."""

    view: View
    i: int
    task: Task
    row: TaskDates


Show = Callable[[Line], str]


def _name(line: Line) -> str:
    mark = "▲ " if line.task.uid in line.view.marked else ""
    point = "◆ " if line.task.milestone and not line.view.computed.plan.structure.summary[line.i] else ""
    tail = "" if line.task.active else f" ({say('schedule.inactive')})"
    indent = "" if line.view.flat else "  " * line.view.depth[line.i]
    return f"{indent}{point}{mark}{plain(line.task.name)}{tail}"


def length(line: Line) -> str:
    """Return the duration as typed; of summaries, what lies between their dates."""
    project = line.view.computed.plan.project
    if line.view.computed.plan.structure.summary[line.i] and not line.task.manual:
        clock = line.view.clock
        span = clock.work(line.row.finish) - clock.work(line.row.start)
        return days(span, project) if line.row.start >= 0 else NOTHING
    scale = Scale(project.minutes_per_day, project.minutes_per_week, project.days_per_month)
    unit = ("ELAPSED_" if line.task.elapsed else "") + NAMED.get(line.task.unit, "DAYS")
    value = line.task.duration / ((scale.minutes(unit) or 1) * MINUTE)
    return format_duration(Amount(round(value, 2), unit, line.task.estimated))


def _slack(line: Line) -> str:
    return days(line.row.total_slack, line.view.computed.plan.project, elapsed=line.task.elapsed)


def _free(line: Line) -> str:
    return days(line.row.free_slack, line.view.computed.plan.project, elapsed=line.task.elapsed)


def _predecessors(line: Line) -> str:
    plan = line.view.computed.plan
    links = (plan.links[k] for k in plan.structure.links_in[line.i])
    return format_predecessors(
        [
            Predecessor(plan.task(link.pred).id, link.type.name, lag_of(link, plan.project.minutes_per_day))
            for link in links
        ],
    )


def _constraint(line: Line) -> str:
    if line.task.constraint is Constraint.ASAP:
        return ""
    date = (
        f" {in_column(line.task.constraint_date, wide=False)}"
        if line.task.constraint_date is not None
        else ""
    )
    return line.task.constraint.name + date


def _calendar(line: Line) -> str:
    plan = line.view.computed.plan
    return next((plain(one.name) for one in plan.calendars if one.uid == line.task.calendar), "")


def _driver(line: Line) -> str:
    plan = line.view.computed.plan
    if line.row.driver.by in {By.LINK, By.SUMMARY} and line.row.driver.task is not None:
        above = plan.task(line.row.driver.task)
        return f"{above.id} {plain(above.name)}"
    return say(f"by.{line.row.driver.by.name}")


COLUMNS: dict[str, tuple[Column, Show]] = {
    "id": (Column("column.id", right=True), lambda line: str(line.task.id)),
    "uid": (Column("column.uid", right=True), lambda line: str(line.task.uid)),
    "wbs": (Column("column.wbs", drop=4, limit=20), lambda line: plain(line.task.wbs)),
    "name": (Column("column.name", flexible=True, limit=80), _name),
    "duration": (Column("column.duration", right=True, drop=3), length),
    "start": (Column("column.start", drop=1), lambda line: in_column(line.row.start, wide=line.view.wide)),
    "finish": (Column("column.finish"), lambda line: in_column(line.row.finish, wide=line.view.wide)),
    "late_start": (
        Column("column.late_start", drop=6),
        lambda line: in_column(line.row.late_start, wide=line.view.wide),
    ),
    "late_finish": (
        Column("column.late_finish", drop=6),
        lambda line: in_column(line.row.late_finish, wide=line.view.wide),
    ),
    "slack": (Column("column.slack", right=True, drop=2), _slack),
    "free": (Column("column.free", right=True, drop=5), _free),
    "percent": (
        Column("column.percent", right=True, drop=5),
        lambda line: f"{line.task.percent}%",
    ),
    "predecessors": (Column("column.predecessors", drop=7, limit=24), _predecessors),
    "resources": (
        Column("column.resources", drop=7, limit=32),
        lambda line: plain(", ".join(line.view.resources.get(line.task.uid, ()))),
    ),
    "constraint": (Column("column.constraint", drop=7), _constraint),
    "deadline": (
        Column("column.deadline", drop=7),
        lambda line: "" if line.task.deadline is None else in_column(line.task.deadline, wide=False),
    ),
    "calendar": (Column("column.calendar", drop=7, limit=20), _calendar),
    "driver": (Column("column.driver", drop=7, limit=32), _driver),
}


def cells(view: View, i: int, names: tuple[str, ...]) -> list[Cell]:
    """Return the row of the task at position `i`; the mark of what is critical stands before the name."""
    task = view.computed.plan.tasks[i]
    row = view.computed.row(i)
    summary = view.computed.plan.structure.summary[i]
    style = "dim" if not task.active else "bold" if summary else ""
    line = Line(view, i, task, row)
    found = []
    for name in names:
        if name == "name":
            found.append(Cell("●" if row.critical and task.active else "", "red"))
        text = COLUMNS[name][1](line)
        late = name in {"slack", "free"} and text.startswith("-")
        found.append(Cell(text, "red" if late else style))
    return found
