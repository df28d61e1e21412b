"""The ruler of a drawn plan: what instants its columns stand for, and which hours calendars work.

The title says what a column is (``days``, ``hours``, ``30min``) and, after it, where the first one begins:
Monday 0:00 of the first week when nothing is told, else a date: ``hours We 8:00``.

In days, the ruler makes the project calendar. A capital is a day worked (8-12 and 13-17), a small letter a
day off, whatever its weekday: ``MTwTFSs`` has Wednesday off and works on Saturday. A ``-`` is one more day
of the ordinary week. In hours and minutes the ruler is checked against the project calendar: the last digit
of the hour where it works, ``-`` where it does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tests.engine.clauses import WEEKDAYS, UnclearError, date_of
from tests.engine.naive import Hours
from uptake.engine.calendars import OFFICE, OFFICE_WEEK, Calendar, CalendarException, Shifts, Week
from uptake.engine.instants import DAY, HOUR, MINUTE, instant

MONDAY = instant(datetime(2025, 1, 6))
"""0:00 on the Monday of a drawing's first week."""
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of a drawing lie."""

    origin: int
    cell: int
    ruler: str

    def edges(self, column: int) -> tuple[int, int]:
        """Return the instants at which a column begins and ends."""
        return self.origin + column * self.cell, self.origin + (column + 1) * self.cell

    def column(self, at: int) -> int:
        """Return the column that holds an instant; it may lie outside the drawing."""
        return (at - self.origin) // self.cell


def read_grid(title: str, ruler: str) -> Grid:
    """Read the first line of a drawing."""
    scale, _, since = title.strip().partition(" ")
    cell = {"days": DAY, "hours": HOUR}.get(scale, 0)
    if scale.endswith("min") and scale[:-3].isdigit():
        cell = int(scale[:-3]) * MINUTE
    if not cell:
        raise UnclearError(f"'{scale}' is no scale: days, hours or such as 30min")
    origin = date_of(since.strip(), MONDAY, 0) if since.strip() else MONDAY
    if scale == "days":
        origin -= origin % DAY
    return Grid(origin, cell, ruler.strip())


def check_ruler(grid: Grid, hours: Hours) -> None:
    """Complain of a column whose mark is not what it stands for."""
    for column, mark in enumerate(grid.ruler):
        since, till = grid.edges(column)
        if grid.cell == DAY:
            if mark != "-" and mark.upper() != WEEKDAYS[since // DAY % 7][0]:
                raise UnclearError(f"column {column + 1} is a {WEEKDAYS[since // DAY % 7]}, not '{mark}'")
            continue
        worked = hours.between(since, till) > 0
        wanted = str(since % DAY // HOUR % 10) if worked else "-"
        if mark != wanted:
            raise UnclearError(f"column {column + 1} should read '{wanted}', not '{mark}'")


def make_calendars(grid: Grid, told: Mapping[str, str]) -> dict[str, Calendar]:
    """Make the project calendar that the ruler draws, and those that are told in words."""
    weeks = {name: _week(text) for name, text in told.items()}
    standard = weeks.pop(STANDARD, OFFICE_WEEK)
    found = {STANDARD: Calendar(1, STANDARD, week=standard, exceptions=_exceptions(grid, standard))}
    for uid, (name, week) in enumerate(weeks.items(), 2):
        found[name] = Calendar(uid, name, week=week)
    return found


def _exceptions(grid: Grid, week: Week) -> tuple[CalendarException, ...]:
    if grid.cell != DAY:
        return ()
    found = []
    for column, mark in enumerate(grid.ruler):
        day = grid.edges(column)[0] // DAY
        ordinary = bool(week[day % 7])
        if mark != "-" and mark.isupper() != ordinary:
            found.append(CalendarException(day, day, () if ordinary else OFFICE))
    return tuple(found)


def _week(text: str) -> Week:
    """Read working hours such as ``Mo-Fr 8-12 13-17, Sa 8-12`` or ``always``."""
    if text == "always":
        return (((0, DAY),),) * 7
    days: list[Shifts] = [()] * 7
    for part in text.split(","):
        span, *hours = part.split()
        first, _, last = span.partition("-")
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        for day in range(begin, end + 1 if begin <= end else end + 8):
            days[day % 7] = (*days[day % 7], *(_shift(hour) for hour in hours))
    return tuple(tuple(sorted(day)) for day in days)


def _shift(text: str) -> tuple[int, int]:
    since, _, till = text.partition("-")
    return _time(since), _time(till)


def _time(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * HOUR + int(minutes or 0) * MINUTE
