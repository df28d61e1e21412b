r"""Plans drawn as text: a drawing makes a plan, and states the schedule that is expected of it.

::

    days     | MTWTFss--- |
    ground   | ==         |
      dig    | ==         |
    house    |   ===--=   |
      pour   |   =        | after dig
      set    |    ==--=   | after pour
      ready  |        >   | after set

The first line names the scale and draws the ruler (see `tests.engine.grid`). Every other line is a task: its
name, indented under its summary; its bar; and clauses (see `tests.engine.clauses`). In a bar

- ``=`` is a column in which the task works. Its duration is the working time of these columns, on the
  calendar of the task, from the first working instant of the first to the last of the last;
- ``-`` is a column in which it does not, between others in which it does: a night, a weekend, a holiday;
  where its calendar would have worked, it is a gap, and the task is split;
- ``<`` and ``>`` are tasks without duration, at the begin and at the end of the working time of a column
  (of the column itself, where it has none);
- ``.`` after the bar is total slack, up to the end of the last dotted column. It is compared in every row as
  soon as the ruler's line says ``with slack``.

A row without a bar states nothing about its dates. `tests.engine.compared.check` builds the plan, schedules
it, and complains with both drawings, one above the other. What is wrong with a drawing is told with its line.
"""

import re
import textwrap
from dataclasses import dataclass
from typing import Any

from tests.engine.clauses import ENDS, STARTS, Row, UnclearError, date_of, read_clauses
from tests.engine.grid import MONDAY, STANDARD, Grid, check_ruler, make_calendars, read_grid
from tests.engine.naive import Almanac, Hours, NoWorkingTimeError
from uptake.engine.calendars import Calendar
from uptake.engine.instants import DAY
from uptake.engine.plan import Assignment, Link, Plan, Project, Resource, Task, TaskType

BAR = re.compile(r" *(?:=(?:[=-]*=)?|[<>])?\.* *")


class DrawingError(AssertionError):
    """A drawing that cannot be read; says in which line, and why."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a row states. ``None`` is not compared."""

    start: int | None
    finish: int | None
    slack: int | None


@dataclass(slots=True)
class Drawing:
    """A drawing, read: the plan that it makes, and what it states."""

    text: str
    grid: Grid
    rows: list[Row]
    plan: Plan
    clocks: dict[str, list[Hours]]
    expected: dict[str, Expected]

    def uid(self, name: str) -> int:
        """Return the uid of the task of this name."""
        return next(task.uid for task in self.plan.tasks if task.name == name)


def plan_of(text: str, **options: Any) -> Plan:
    """Make the plan of a drawing; options as in `read`."""
    return read(text, **options).plan


def read(
    text: str,
    *,
    calendars: dict[str, str] | None = None,
    resources: dict[str, str] | None = None,
    start: str = "Mo 8:00",
    finish: str | None = None,
    status_date: str | None = None,
    **project: Any,
) -> Drawing:
    """Read a drawing.

    Parameters
    ----------
    text : str
    calendars : dict of str to str
        Working hours by name, such as ``"Mo-Fr 20-24, Tu-Sa 0-6"``; ``standard`` is the project's.
    resources : dict of str to str
        The calendar of each resource; those that are not named here use the project's.
    start, finish, status_date : str
        The project's, as dates of the drawing.
    **project
        More fields of `Project`, such as ``honor_constraints=False``.
    """
    lines = _lines(text)
    number, (title, ruler, words) = lines[0]
    try:
        grid = read_grid(title, ruler)
        named = make_calendars(grid, calendars or {})
        almanac = _almanac(named)
        check_ruler(grid, almanac.of(1))
        dates = {"start": start, "finish": finish, "status_date": status_date}
        facts = Project(**{name: _project_date(name, text) for name, text in dates.items()}, **project)
        rows = []
        for number, parts in lines[1:]:
            rows.append(_row(number, parts, grid))
        clocks: dict[str, list[Hours]] = {}
        expected: dict[str, Expected] = {}
        for row in rows:
            number = row.line
            used = _calendars_of(row, named, resources or {})
            clocks[row.name] = [almanac.of(*uids) for uids in used]
            expected[row.name] = _draw(row, grid, clocks[row.name], "with slack" in words)
        number = 0
        plan = _plan(facts, rows, named, resources or {})
    except (UnclearError, KeyError, ValueError, NoWorkingTimeError) as error:
        told = error if isinstance(error, UnclearError) else f"{type(error).__name__}: {error}"
        where = f"line {number + 1}" if number else "the plan"
        raise DrawingError(f"{where}: {told}\n{textwrap.dedent(text)}") from error
    return Drawing(textwrap.dedent(text).strip("\n"), grid, rows, plan, clocks, expected)


def _project_date(name: str, text: str | None) -> int | None:
    return None if text is None else date_of(text, MONDAY, STARTS if name == "start" else ENDS)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    found = []
    for number, line in enumerate(textwrap.dedent(text).split("\n")):
        if line.strip():
            parts = line.split("|")
            if len(parts) != 3:
                raise DrawingError(
                    f"line {number + 1}: a line has two bars '|', this one {len(parts) - 1}: {line!r}"
                )
            found.append((number, parts))
    if not found:
        raise DrawingError("nothing is drawn")
    return found


def _row(number: int, parts: list[str], grid: Grid) -> Row:
    name, bar, clauses = parts
    bar = bar.removeprefix(" ").rstrip()
    if not BAR.fullmatch(bar):
        raise UnclearError(f"'{bar}' is no bar")
    if len(bar) > len(grid.ruler):
        raise UnclearError("the bar is longer than the ruler")
    row = Row(number, name.strip(), len(name) - len(name.lstrip()), bar, clauses)
    read_clauses(row, MONDAY)
    return row


def _almanac(named: dict[str, Calendar]) -> Almanac:
    return Almanac(Plan.build(Project(start=MONDAY), [], calendars=named.values()))


def _calendars_of(row: Row, named: dict[str, Calendar], resources: dict[str, str]) -> list[tuple[int, ...]]:
    """Return the calendars that the bar of a row runs on: one group for each that differs."""
    if row.values.get("elapsed"):
        return [()]
    own = (named[row.values["calendar"]].uid,) if "calendar" in row.values else ()
    fixed = row.values.get("type") is TaskType.FIXED_DURATION
    if not row.work or fixed or row.values.get("ignore_resource_calendar"):
        return [own or (1,)]
    groups = [(named[resources.get(one["resource"], STANDARD)].uid, *own) for one in row.work]
    return list(dict.fromkeys(groups))


def _draw(row: Row, grid: Grid, clocks: list[Hours], with_slack: bool) -> Expected:
    """Take from the bar of a row what it says about the task, and return what it states."""
    bar = row.bar.rstrip(".")
    length = len(bar)
    dots = len(row.bar) - length
    slack = row.told.get("slack")
    if not bar.strip():
        _dress(row, None, None)
        return Expected(row.told.get("begins"), row.told.get("ends"), slack)
    first = length - len(bar.lstrip())
    start = _begin(row, grid, first, clocks)
    finish = _end(row, grid, length - 1, clocks)
    if bar[-1] in "<>":
        start = finish = start if bar[-1] == "<" else finish
        row.values.setdefault("duration", 0)
    start, finish = row.told.get("begins", start), row.told.get("ends", finish)
    for at, column, word in ((start, first, "begins"), (finish, length - 1, "ends")):
        since, till = grid.edges(column)
        if not since <= at <= till and any(
            clock.between(till if at > till else since, at) for clock in clocks
        ):
            raise UnclearError(f"{word} outside of its bar")
    _lasts(row, grid, clocks, start, finish)
    _dress(row, start, finish)
    if slack is None and with_slack:
        late = _edges(clocks, *grid.edges(length - 1 + dots))[1]
        slack = clocks[0].between(finish, late) if dots else 0
    return Expected(start, finish, slack)


def _begin(row: Row, grid: Grid, column: int, clocks: list[Hours]) -> int:
    since, till = grid.edges(column)
    if row.flags & {"manual", "external"}:
        return since + (STARTS if grid.cell == DAY else 0)
    return _edges(clocks, since, till)[0]


def _end(row: Row, grid: Grid, column: int, clocks: list[Hours]) -> int:
    since, till = grid.edges(column)
    if row.flags & {"manual", "external"}:
        return since + ENDS if grid.cell == DAY else till
    return _edges(clocks, since, till)[1]


def _edges(clocks: list[Hours], since: int, till: int) -> tuple[int, int]:
    """Return where working time begins and ends within a column; its edges when it has none."""
    working = [clock for clock in clocks if clock.between(since, till)]
    starts = [clock.start(since) for clock in working]
    ends = [clock.end(till) for clock in working]
    return min(starts, default=since), max(ends, default=till)


def _lasts(row: Row, grid: Grid, clocks: list[Hours], start: int, finish: int) -> None:
    """Measure the duration and the pieces of a bar, unless a clause tells the duration."""
    if "duration" in row.values:
        return
    if len(clocks) > 1:
        raise UnclearError(f"{row.name} works on several calendars: tell its duration")
    clock, pieces, begun = clocks[0], [], start
    columns = range(len(row.bar.rstrip(".")))
    for column in columns:
        since, till = max(grid.edges(column)[0], start), min(grid.edges(column)[1], finish)
        if row.bar[column] == "=" and not clock.between(since, till) and not row.flags:
            raise UnclearError(f"{row.name} does not work in column {column + 1}")
        if row.bar[column] == "-" and clock.between(since, till):
            pieces.append((begun, since))
            begun = till
    pieces = [(clock.between(start, a), clock.between(start, b)) for a, b in (*pieces, (begun, finish))]
    pieces = [(a, b) for a, b in pieces if b > a]
    row.values["duration"] = sum(b - a for a, b in pieces)
    if len(pieces) > 1 and "resume" not in row.values:
        row.values["pieces"] = tuple(pieces)


def _dress(row: Row, start: int | None, finish: int | None) -> None:
    """Give the task the dates that its flags take from the bar."""
    values = row.values
    if row.flags & {"manual", "external"}:
        values["start"], values["finish"] = start, finish
    if row.flags & {"started", "finished"}:
        values.setdefault("actual_start", start)
    if "finished" in row.flags:
        values["actual_finish"], values["percent"] = finish, 100
    for flag in row.flags & {"manual", "external", "milestone"}:
        values[flag] = True
    if "inactive" in row.flags:
        values["active"] = False


def _plan(facts: Project, rows: list[Row], named: dict[str, Calendar], resources: dict[str, str]) -> Plan:
    uids = {row.name: uid for uid, row in enumerate(rows, 1)}
    if len(uids) < len(rows):
        raise UnclearError("two tasks have one name")
    at_work = dict.fromkeys(one["resource"] for row in rows for one in row.work)
    staff = {name: uid for uid, name in enumerate(at_work, 1)}
    tasks, links, work, path = [], [], [], list[Row]()
    for row in rows:
        while path and path[-1].depth >= row.depth:
            path.pop()
        values = dict(row.values)
        if "calendar" in values:
            values["calendar"] = named[values["calendar"]].uid
        if path:
            values["parent"] = uids[path[-1].name]
        path.append(row)
        task = Task(uid=uids[row.name], id=len(tasks) + 1, name=row.name, **values)
        tasks.append(task)
        for kind, name, lag, measured in row.links:
            if name not in uids:
                raise UnclearError(f"{row.name} follows '{name}', which is not drawn")
            links.append(
                Link(uid=len(links) + 1, pred=uids[name], succ=task.uid, type=kind, lag=lag, kind=measured)
            )
        for one in row.work:
            told = {"work": round(task.duration * one["units"]), **one, "resource": staff[one["resource"]]}
            told.setdefault("remaining_work", told["work"])
            work.append(Assignment(uid=len(work) + 1, task=task.uid, **told))
    return Plan.build(
        facts,
        tasks,
        links,
        calendars=named.values(),
        resources=[
            Resource(uid=uid, name=name, calendar=named[resources[name]].uid if name in resources else None)
            for name, uid in staff.items()
        ],
        assignments=work,
    )
