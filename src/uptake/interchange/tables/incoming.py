"""Sheets as a neutral document, with everything that was not understood."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from uptake.interchange.durations import Scale
from uptake.interchange.losses import Loss
from uptake.interchange.sheets.sheet import Cell, Row, Sheet
from uptake.interchange.tables import calendars, cells
from uptake.interchange.tables.cells import BadCell, Reason, is_empty, text_of
from uptake.interchange.tables.headings import HEADINGS, Heading, Kind, names_tasks, recognised
from uptake.interchange.tables.links import links_of, resources_of
from uptake.interchange.tables.outgoing import FACTS, RESOURCE_FIELDS, RESOURCE_TYPES
from uptake.interchange.tables.rows import Context, arrange, blank_task
from uptake.interchange.tables.sheets import (
    CALENDARS,
    PROJECT,
    RESOURCES,
    Problem,
    losses_of,
    put,
    shown,
)

HEAD_WITHIN = 20
"""Rows from the top in which the headings are looked for."""


class NoTaskTable(ValueError):
    """None of the sheets has a heading that names tasks."""


@dataclass(frozen=True, slots=True)
class TableResult:
    """A document, what the sheets had that it does not carry, and each cell that was not understood.

    `filled` names for each task, by position, the fields that its row of the table says.
    """

    document: dict[str, Any]
    losses: tuple[Loss, ...]
    problems: tuple[Problem, ...]
    filled: tuple[frozenset[str], ...]


@dataclass(slots=True)
class _Reading:
    problems: list[Problem] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def complain(
        self,
        sheet: Sheet,
        at: tuple[int, int],
        heading: str,
        where: tuple[str, str],
        cell: Cell,
        *,
        why: Reason,
    ) -> None:
        """Note a cell, by its position, that was not understood."""
        place = (sheet.name, sheet.first + at[0], at[1] + 1)
        self.problems.append(Problem(*place, heading, *where, shown(cell), why))


def document_of(sheets: Sequence[Sheet], *, today: datetime | None = None) -> TableResult:
    """Read a plan from sheets.

    Parameters
    ----------
    sheets : sequence of Sheet
        One has the tasks, the first with a heading such as "Task Name"; those named Project, Resources and
        Calendars are read too.
    today : datetime, optional
        Where the project starts when no date stands anywhere; by default now.

    Returns
    -------
    TableResult

    Raises
    ------
    NoTaskTable
    """
    reading = _Reading()
    task_sheet, head = _task_sheet(sheets)
    rest = [sheet for sheet in sheets if sheet is not task_sheet]
    found_calendars = _calendars(_named(rest, CALENDARS), reading)
    facts = _project(_named(rest, PROJECT), found_calendars, reading)
    resources = _resources(_named(rest, RESOURCES), found_calendars, reading)
    context = Context(facts, Scale.of(facts), found_calendars, resources)
    tasks, columns, filled = _tasks(task_sheet, head, context, reading)
    _other_sheets(rest, reading)
    document = {
        "file_type": "TABLE",
        "app": "",
        "app_version": None,
        "mpp_type": None,
        "project": facts,
        "calendars": found_calendars,
        "resources": context.resources,
        "tasks": tasks,
        "links": context.links,
        "assignments": context.assignments,
        "custom_fields": [],
    }
    reading.losses.extend(arrange(document, columns, today or _now()))
    losses = (*losses_of(reading.problems), *reading.losses)
    return TableResult(document, losses, tuple(reading.problems), tuple(map(frozenset, filled)))


def _now() -> datetime:
    """Return the time on the wall, which plans are kept in."""
    return datetime.now(UTC).astimezone().replace(tzinfo=None)


def _task_sheet(sheets: Sequence[Sheet]) -> tuple[Sheet, int]:
    """Return the sheet with the tasks, and the position of its headings."""
    for sheet in sheets:
        for number, row in enumerate(sheet.rows[:HEAD_WITHIN]):
            texts = [cell for cell in row if isinstance(cell, str)]
            fields = {heading.field for text in texts if (heading := recognised(text))}
            if "name" in fields and (len(fields) > 1 or len(texts) == 1 or any(map(names_tasks, texts))):
                return sheet, number
    raise NoTaskTable


def _named(sheets: Sequence[Sheet], names: tuple[str, ...]) -> Sheet | None:
    return next(
        (sheet for sheet in sheets if sheet.name.strip().casefold() in map(str.casefold, names)), None
    )


def _other_sheets(sheets: Sequence[Sheet], reading: _Reading) -> None:
    known = {name.casefold() for names in (PROJECT, RESOURCES, CALENDARS) for name in names}
    other = [sheet.name for sheet in sheets if sheet.name.strip().casefold() not in known and sheet.rows]
    if other:
        reading.losses.append(Loss("not_read", "sheet", "", len(other), (), shown(", ".join(other))))


def _calendars(sheet: Sheet | None, reading: _Reading) -> list[dict[str, Any]]:
    if sheet is None or len(sheet.rows) < 2:
        return [calendars.standard()]

    def complain(row: int, column: int, why: Reason) -> None:
        cell = next(iter(sheet.rows[row + 1][column : column + 1]), None)
        heading = calendars.HEAD["en"][column]
        reading.complain(sheet, (row + 1, column), heading, ("calendar", heading.casefold()), cell, why=why)

    return calendars.read(sheet.rows[1:], complain) or [calendars.standard()]


def _project(sheet: Sheet | None, known: list[dict[str, Any]], reading: _Reading) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "start": None,
        "finish": None,
        "schedule_from": "START",
        "status_date": None,
        "default_calendar": known[0]["uid"],
        "minutes_per_day": 480,
        "minutes_per_week": 2400,
        "days_per_month": 20,
        "default_start_time": "08:00",
        "default_end_time": "17:00",
        "honor_constraints": True,
        "multiple_critical_paths": False,
        "split_in_progress": True,
        "critical_slack_limit": {"v": 0, "u": "DAYS", "min": 0},
    }
    names = {word.casefold(): name for name, *words in FACTS for word in words}
    if sheet is None:
        return facts
    for number, row in enumerate(sheet.rows[1:], 1):
        if len(row) < 2 or is_empty(row[0]) or is_empty(row[1]):
            continue
        name = names.get(shown(row[0]).strip().casefold(), "")
        try:
            if not name:
                raise BadCell("property")
            facts[name] = _fact(name, row[1], facts, known)
        except BadCell as error:
            cell = row[1] if name else row[0]
            reading.complain(
                sheet, (number, int(bool(name))), shown(row[0]), ("project", name), cell, why=error.reason
            )
    return facts


def _fact(name: str, cell: Cell, facts: dict[str, Any], known: list[dict[str, Any]]) -> Any:
    if name in {"start", "finish", "status_date"}:
        return cells.when(cell, facts["default_end_time" if name == "finish" else "default_start_time"])
    if name in {"minutes_per_day", "minutes_per_week", "days_per_month"}:
        value = cells.integer(cell)
        if not 0 < value <= 10_080:
            raise BadCell("length")
        return value
    if name in {"honor_constraints", "multiple_critical_paths", "split_in_progress"}:
        return cells.flag(cell)
    if name == "schedule_from":
        return cells.one_of(cell, {"START": ("开始",), "FINISH": ("完成",)}, "direction")
    if name in {"default_start_time", "default_end_time"}:
        return cells.when(f"2000-01-01 {text_of(cell)}", "00:00")[11:16]
    if name == "critical_slack_limit":
        return cells.amount(cell, "DAYS").to_json(Scale.of(facts))
    if name == "default_calendar":
        return _calendar(cell, known)
    return text_of(cell)


def _calendar(cell: Cell, known: list[dict[str, Any]]) -> int:
    """Return the uid of the calendar of that name; the two that everyone knows are made when needed."""
    name = text_of(cell).strip()
    for row in known:
        if (row["name"] or "").casefold() == name.casefold():
            return int(row["uid"])
    folded = name.casefold()
    if folded in calendars.STANDARD_NAMES | calendars.ROUND_THE_CLOCK_NAMES:
        made = calendars.standard(max(row["uid"] for row in known) + 1, name)
        if folded in calendars.ROUND_THE_CLOCK_NAMES:
            made["week"] = calendars.ROUND_THE_CLOCK
        known.append(made)
        return int(made["uid"])
    raise BadCell("calendar")


def _resources(sheet: Sheet | None, known: list[dict[str, Any]], reading: _Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if sheet is None:
        return found
    for number, cut in enumerate(sheet.rows[1:], 1):
        row = [*cut, *[None] * (4 + len(RESOURCE_FIELDS) - len(cut))]
        if is_empty(row[0]):
            continue
        one: dict[str, Any] = {"uid": len(found) + 1, "id": len(found) + 1, "type": "WORK", "calendar": None}
        one |= {"max_units": 100, "availability": []}
        readers: list[tuple[str, Callable[[Cell], Any]]] = [
            ("name", lambda cell: text_of(cell).strip()),
            ("type", lambda cell: cells.one_of(cell, RESOURCE_TYPES, "resource_type")),
            ("max_units", cells.number),
            ("calendar", lambda cell: _calendar(cell, known)),
            *((name, text_of) for name in RESOURCE_FIELDS),
        ]
        for column, (name, read) in enumerate(readers):
            if is_empty(row[column]):
                continue
            try:
                one[name] = read(row[column])
            except BadCell as error:
                reading.complain(
                    sheet, (number, column), name, ("resource", name), row[column], why=error.reason
                )
        found.append(one)
    return found


def _tasks(
    sheet: Sheet, head: int, context: Context, reading: _Reading
) -> tuple[list[dict[str, Any]], set[str], list[set[str]]]:
    columns = _columns(sheet, head, reading)
    body = sheet.rows[head + 1 :]
    context.day_first = _day_first(columns, body)
    tasks: list[dict[str, Any]] = []
    rows: list[tuple[int, dict[str, Any]]] = []
    filled: list[set[str]] = []
    for number, row in enumerate(body, head + 1):
        if all(is_empty(cell) for cell in row):
            continue
        task = blank_task()
        said: set[str] = set()
        for k, heading in columns.items():
            if k < len(row) and not is_empty(row[k]):
                try:
                    put(task, heading.field, _value(heading, row[k], context))
                    said.add(heading.field)
                except BadCell as error:
                    reading.complain(
                        sheet, (number, k), heading.english, ("task", heading.field), row[k], why=error.reason
                    )
        context.settle(task, len(tasks) + 1)
        tasks.append(task)
        rows.append((number, task))
        filled.append(said)
    _connect(sheet, columns, rows, context, reading)
    return tasks, {heading.field for heading in columns.values()}, filled


def _connect(
    sheet: Sheet,
    columns: dict[int, Heading],
    rows: list[tuple[int, dict[str, Any]]],
    context: Context,
    reading: _Reading,
) -> None:
    """Read links and resources, which need all tasks."""
    read = {Kind.PREDECESSORS: links_of, Kind.RESOURCES: resources_of}
    for k, heading in columns.items():
        if heading.kind not in read:
            continue
        where = ("link" if heading.kind is Kind.PREDECESSORS else "assignment", "")
        for number, task in rows:
            for why, part in read[heading.kind](task.pop(heading.field, ""), task, context):
                reading.complain(sheet, (number, k), heading.english, where, part, why=why)


def _columns(sheet: Sheet, head: int, reading: _Reading) -> dict[int, Heading]:
    """Return the heading of each column that is known and not there twice; note the others."""
    found: dict[int, Heading] = {}
    taken: set[str] = set()
    for k, cell in enumerate(sheet.rows[head]):
        if is_empty(cell):
            continue
        heading = recognised(shown(cell))
        if heading is not None and heading.field not in taken:
            found[k] = heading
            taken.add(heading.field)
        else:
            filled = sum(k < len(row) and not is_empty(row[k]) for row in sheet.rows[head + 1 :])
            if filled:
                reading.losses.append(Loss("not_read", "column", shown(cell), filled))
    return dict(sorted(found.items(), key=lambda entry: HEADINGS.index(entry[1])))


def _day_first(columns: dict[int, Heading], body: Sequence[Row]) -> bool:
    """Tell from the first date that shows it whether ``3/4/2025`` has its day first."""
    dated = [k for k, heading in columns.items() if heading.kind in {Kind.START, Kind.FINISH}]
    orders = (cells.order_of(row[k]) for row in body for k in dated if k < len(row))
    return next((order for order in orders if order is not None), False)


def _value(heading: Heading, cell: Cell, context: Context) -> Any:
    kind = heading.kind
    if kind in {Kind.DURATION, Kind.WORK}:
        found = cells.amount(cell, "HOURS" if kind is Kind.WORK else "DAYS")
        if heading.field == "duration":
            context.estimated = found.estimated
        return found.to_json(context.scale)
    if kind in {Kind.START, Kind.FINISH}:
        begin, end = context.facts["default_start_time"], context.facts["default_end_time"]
        first = cells.when(cell, begin, day_first=context.day_first)
        last = cells.when(cell, end, day_first=context.day_first)
        if heading.field == "constraint_date" and first != last:
            context.whole_day = last
        return first if kind is Kind.START else last
    if kind is Kind.CALENDAR:
        return _calendar(cell, context.calendars)
    return _READERS[kind](cell)


_READERS: dict[Kind, Callable[[Cell], Any]] = {
    Kind.INTEGER: cells.integer,
    Kind.LEVEL: cells.integer,
    Kind.TEXT: text_of,
    Kind.FLAG: cells.flag,
    Kind.MODE: cells.mode,
    Kind.PERCENT: cells.percent,
    Kind.MONEY: cells.number,
    Kind.CONSTRAINT: lambda cell: cells.one_of(cell, cells.CONSTRAINTS, "constraint"),
    Kind.TYPE: lambda cell: cells.one_of(cell, cells.TYPES, "task_type"),
    Kind.SHAPE: lambda cell: cells.one_of(cell, cells.SHAPES, "shape"),
    Kind.PREDECESSORS: text_of,
    Kind.RESOURCES: text_of,
}
