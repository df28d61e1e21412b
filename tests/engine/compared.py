"""Hold a schedule against the drawing that states it."""

from collections.abc import Iterator
from typing import Any

from tests.engine.clauses import Row, date_text, span_text
from tests.engine.drawn import Drawing, read
from tests.engine.grid import MONDAY
from uptake.engine.drivers import By
from uptake.engine.scheduling import Schedule, TaskDates, schedule


def check(text: str, **options: Any) -> Schedule:
    """Make the plan of a drawing, schedule it, and complain where the schedule is not what is drawn.

    Options as in `tests.engine.drawn.read`. Returns the schedule, for what a drawing cannot say.
    """
    drawing = read(text, **options)
    found = schedule(drawing.plan)
    hold_against(drawing, found)
    return found


def hold_against(drawing: Drawing, found: Schedule) -> None:
    """Raise an AssertionError with both drawings unless a schedule is what is drawn."""
    __tracebackhide__ = True
    differences = {row.name: list(_differences(drawing, row, found)) for row in drawing.rows}
    if any(differences.values()):
        raise AssertionError(
            f"the schedule is not what is drawn\n\ndrawn:\n{drawing.text}\n\nscheduled:\n"
            + render(drawing, found, differences)
        )


def render(drawing: Drawing, found: Schedule, remarks: dict[str, list[str]]) -> str:
    """Draw a schedule on the ruler of a drawing, with a remark after a row where there is one."""
    lines = drawing.text.split("\n")
    width = max(line.index("|") for line in lines if "|" in line)
    title = next(line for line in lines if line.strip())
    drawn = [f"{title[: title.index('|')]:{width}}| {drawing.grid.ruler} |"]
    slack = "with slack" in title
    for row in drawing.rows:
        cells = _cells(drawing, row, found.of(drawing.uid(row.name)), slack)
        remark = "; ".join(remarks[row.name])
        drawn.append(f"{' ' * row.depth + row.name:{width}}| {cells} | {remark}".rstrip())
    return "\n".join(drawn)


def _differences(drawing: Drawing, row: Row, found: Schedule) -> Iterator[str]:
    dates = found.of(drawing.uid(row.name))
    stated = drawing.expected[row.name]
    for what, wanted, got in (("begins", stated.start, dates.start), ("ends", stated.finish, dates.finish)):
        if wanted is not None and wanted != got:
            yield f"{what} {_text(got)}, not {_text(wanted)}"
    if stated.slack is not None and stated.slack != dates.total_slack:
        yield f"slack {span_text(dates.total_slack)}, not {span_text(stated.slack)}"
    free = row.told.get("free")
    if free is not None and free != dates.free_slack:
        yield f"free {span_text(dates.free_slack)}, not {span_text(free)}"
    critical = row.told.get("critical")
    if critical is not None and critical != dates.critical:
        yield "critical" if dates.critical else "not critical"
    driver = row.told.get("driver")
    if driver is not None and driver != _driver(found, dates):
        yield f"driven by {_driver(found, dates)}, not {driver}"


def _driver(found: Schedule, dates: TaskDates) -> str:
    if dates.driver.by in (By.LINK, By.SUMMARY) and dates.driver.task is not None:
        return found.plan.task(dates.driver.task).name
    return dates.driver.by.name.lower()


def _text(at: int) -> str:
    return date_text(at, MONDAY)


def _cells(drawing: Drawing, row: Row, dates: TaskDates, slack: bool) -> str:
    grid, clocks = drawing.grid, drawing.clocks[row.name]
    cells = ""
    for column in range(len(grid.ruler)):
        since, till = grid.edges(column)
        a, b = max(since, dates.start), min(till, dates.finish)
        if dates.start == dates.finish and grid.column(dates.start) == column:
            ends = dates.finish == till or any(clock.end(till) == dates.finish for clock in clocks)
            cells += ">" if ends else "<"
        elif a < b:
            cells += "=" if any(clock.between(a, b) for clock in clocks) else "-"
        elif slack and dates.finish <= since < dates.late_finish:
            cells += "."
        else:
            cells += " "
    return cells
