"""The words after the second bar of a drawn plan: what each clause says about its task.

Clauses are separated by commas. A *span* is ``2d 4h 30m 1w``, with an e before the unit on the 24-hour
clock (``2ed``); a day is 8 hours, a week 5 days. A *date* is a weekday in two letters, the week of the
drawing (the first, when it is left out) and a time (``We``, ``We2``, ``We2 13:00``); without one it means
8:00 where something starts and 17:00 where something ends.

    after X [lag]                     finish-to-start link; also `fs`, `ss`, `ff`, `sf`
                                      lag: +2d, -4h, +1ed, +50%, -25%, +50e%
    snet snlt mso fnet fnlt mfo DATE  constraint
    alap                              as late as possible
    deadline DATE
    SPAN                              duration, where the bar does not tell it
    manual | external | inactive      manual and external tasks take their typed dates from the bar
    calendar NAME                     the task's own
    by NAME [50%] [work SPAN] [delay SPAN] [levelled SPAN] [overtime SPAN]
                                      assignment; work is the duration at the given units when left out
    ignoring resource calendars
    fixed duration | fixed work
    levelled SPAN                     levelling delay
    started [DATE] | finished         the bar's start, both of the bar's dates, when no date is told
    done 40%, stop DATE, resume DATE, remaining SPAN
    milestone                         marked as one, whatever its duration

These state what is expected, where the bar is too coarse or says nothing of it:

    begins DATE | ends DATE           the exact start and finish
    slack SPAN | free SPAN            total and free slack, also negative: slack -2d
    critical | not critical
    driven by X | by project | ...    a task's name, or one of the engine's reasons
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from uptake.engine.instants import DAY, HOUR, MINUTE, WEEK
from uptake.engine.plan import Constraint, LagKind, LinkType, TaskType

WEEKDAYS = ("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")
UNITS = {"m": MINUTE, "h": HOUR, "d": 8 * HOUR, "w": 40 * HOUR}
ELAPSED_UNITS = {"em": MINUTE, "eh": HOUR, "ed": DAY, "ew": WEEK}
STARTS = 8 * HOUR
ENDS = 17 * HOUR
SPAN = re.compile(r"([+-]?)(\d+(?:\.\d+)?)(e?[mhdw])")
DATE = re.compile(r"(Mo|Tu|We|Th|Fr|Sa|Su)(\d+)?(?: (\d+):(\d\d))?")


class UnclearError(ValueError):
    """A clause that cannot be read."""


@dataclass(slots=True)
class Row:
    """One line of a drawing, read."""

    line: int
    name: str
    depth: int
    bar: str
    clauses: str
    values: dict[str, Any] = field(default_factory=dict)
    links: list[tuple[LinkType, str, int, LagKind]] = field(default_factory=list)
    work: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)


def span_of(text: str) -> tuple[int, bool]:
    """Read a span; return its tenths of a minute and whether it is elapsed."""
    found = SPAN.fullmatch(text)
    if found is None:
        raise UnclearError(f"'{text}' is no span such as 2d, -4h or 1ed")
    sign, number, unit = found.groups()
    size = UNITS.get(unit) or ELAPSED_UNITS[unit]
    return round(float(number) * size) * (-1 if sign == "-" else 1), unit in ELAPSED_UNITS


def date_of(text: str, monday: int, time: int) -> int:
    """Read a date in the weeks that follow `monday`; `time` is the time of day where none is told."""
    found = DATE.fullmatch(text)
    if found is None:
        raise UnclearError(f"'{text}' is no date such as We, We2 or We2 13:00")
    day, week, hours, minutes = found.groups()
    if hours is not None:
        time = int(hours) * HOUR + int(minutes) * MINUTE
    return monday + ((WEEKDAYS.index(day) - 1) % 7) * DAY + (int(week or 1) - 1) * WEEK + time


def date_text(at: int, monday: int) -> str:
    """Write an instant as a date of the drawing."""
    days, time = divmod(at - monday, DAY)
    tenths = f".{time % MINUTE}" if time % MINUTE else ""
    clock = f"{time // HOUR}:{time % HOUR // MINUTE:02}{tenths}"
    return f"{WEEKDAYS[(days + 1) % 7]}{days // 7 + 1} {clock}"


def span_text(amount: int) -> str:
    """Write working time in days, or hours and minutes where it is not whole half days."""
    if amount % (4 * HOUR) == 0:
        return f"{amount / (8 * HOUR):g}d"
    if amount % (HOUR // 2) == 0:
        return f"{amount / HOUR:g}h"
    return f"{amount / MINUTE:g}m"


def read_clauses(row: Row, monday: int) -> None:
    """Read all clauses of a row into it."""
    for clause in filter(None, (part.strip() for part in row.clauses.split(","))):
        word, _, rest = clause.partition(" ")
        if SPAN.fullmatch(clause):
            row.values["duration"], row.values["elapsed"] = span_of(clause)
        elif word in CLAUSES:
            CLAUSES[word](row, word, rest.strip(), monday)
        else:
            raise UnclearError(f"'{clause}' is no clause")


def _link(row: Row, word: str, rest: str, _monday: int) -> None:
    kind = LinkType.FS if word == "after" else LinkType[word.upper()]
    words = rest.split()
    if not 1 <= len(words) <= 2:
        raise UnclearError(f"'{word} {rest}' should name a task, and perhaps a lag")
    lag, measured = 0, LagKind.WORKING
    if len(words) == 2 and words[1].endswith("e%"):
        lag, measured = round(float(words[1][:-2]) * 10), LagKind.ELAPSED_PERCENT
    elif len(words) == 2 and words[1].endswith("%"):
        lag, measured = round(float(words[1][:-1]) * 10), LagKind.PERCENT
    elif len(words) == 2:
        lag, elapsed = span_of(words[1])
        measured = LagKind.ELAPSED if elapsed else LagKind.WORKING
    row.links.append((kind, words[0], lag, measured))


def _constraint(row: Row, word: str, rest: str, monday: int) -> None:
    row.values["constraint"] = Constraint[word.upper()]
    if word != "alap":
        time = STARTS if word in ("snet", "snlt", "mso") else ENDS
        row.values["constraint_date"] = date_of(rest, monday, time)


def _date(name: str, time: int) -> Callable[[Row, str, str, int], None]:
    def read(row: Row, _word: str, rest: str, monday: int) -> None:
        row.values[name] = date_of(rest, monday, time)

    return read


def _flag(row: Row, word: str, rest: str, monday: int) -> None:
    if word == "started" and rest:
        row.values["actual_start"] = date_of(rest, monday, STARTS)
    elif rest:
        raise UnclearError(f"'{word}' stands alone")
    row.flags.add(word)


def _calendar(row: Row, _word: str, rest: str, _monday: int) -> None:
    row.values["calendar"] = rest


def _assignment(row: Row, _word: str, rest: str, _monday: int) -> None:
    name, *words = rest.split()
    found: dict[str, Any] = {"resource": name, "units": 1.0}
    if words and words[0].endswith("%"):
        found["units"] = float(words.pop(0)[:-1]) / 100
    fields = {"work": "work", "delay": "delay", "levelled": "leveling_delay", "overtime": "overtime_work"}
    for word, amount in zip(words[::2], words[1::2], strict=True):
        if word not in fields:
            raise UnclearError(f"'{word}' is nothing that an assignment has")
        found[fields[word]] = span_of(amount)[0]
    row.work.append(found)


def _type(row: Row, word: str, rest: str, _monday: int) -> None:
    row.values["type"] = TaskType[f"{word}_{rest}".upper()]


def _ignoring(row: Row, _word: str, _rest: str, _monday: int) -> None:
    row.values["ignore_resource_calendar"] = True


def _span(name: str) -> Callable[[Row, str, str, int], None]:
    def read(row: Row, _word: str, rest: str, _monday: int) -> None:
        row.values[name] = span_of(rest)[0]

    return read


def _percent(row: Row, _word: str, rest: str, _monday: int) -> None:
    row.values["percent"] = int(rest.removesuffix("%"))


def _told_span(row: Row, word: str, rest: str, _monday: int) -> None:
    row.told[word] = span_of(rest)[0]


def _told_date(row: Row, word: str, rest: str, monday: int) -> None:
    row.told[word] = date_of(rest, monday, STARTS if word == "begins" else ENDS)


def _told_critical(row: Row, word: str, _rest: str, _monday: int) -> None:
    row.told["critical"] = word == "critical"


def _told_driver(row: Row, _word: str, rest: str, _monday: int) -> None:
    row.told["driver"] = rest.removeprefix("by ")


CLAUSES: dict[str, Callable[[Row, str, str, int], None]] = {
    **dict.fromkeys(("after", "fs", "ss", "ff", "sf"), _link),
    **dict.fromkeys(("snet", "snlt", "mso", "fnet", "fnlt", "mfo", "alap"), _constraint),
    **dict.fromkeys(("manual", "external", "inactive", "started", "finished", "milestone"), _flag),
    **dict.fromkeys(("begins", "ends"), _told_date),
    **dict.fromkeys(("slack", "free"), _told_span),
    **dict.fromkeys(("critical", "not"), _told_critical),
    "deadline": _date("deadline", ENDS),
    "stop": _date("stop", ENDS),
    "resume": _date("resume", STARTS),
    "calendar": _calendar,
    "by": _assignment,
    "fixed": _type,
    "ignoring": _ignoring,
    "levelled": _span("leveling_delay"),
    "remaining": _span("remaining"),
    "done": _percent,
    "driven": _told_driver,
}
