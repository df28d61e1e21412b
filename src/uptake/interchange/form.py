"""The form of a neutral document, checked before anything is made of it: types, bounds, words.

A table names what is used of each part and what it may hold. Other keys are not looked at, ``None`` stands
for what a file does not say, and what one object says of another is checked where a plan is built.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from uptake.engine.errors import shown
from uptake.engine.plan import (
    CATEGORIES,
    DISTRIBUTIONS,
    Constraint,
    Contour,
    LinkType,
    ResourceType,
    TaskType,
)
from uptake.interchange.errors import InvalidDocument

CONSTRAINTS = {
    "AS_SOON_AS_POSSIBLE": Constraint.ASAP,
    "AS_LATE_AS_POSSIBLE": Constraint.ALAP,
    "MUST_START_ON": Constraint.MSO,
    "MUST_FINISH_ON": Constraint.MFO,
    "START_ON": Constraint.MSO,
    "FINISH_ON": Constraint.MFO,
    "START_NO_EARLIER_THAN": Constraint.SNET,
    "START_NO_LATER_THAN": Constraint.SNLT,
    "FINISH_NO_EARLIER_THAN": Constraint.FNET,
    "FINISH_NO_LATER_THAN": Constraint.FNLT,
}
TYPES = {**TaskType.__members__, "FIXED_DURATION_AND_UNITS": TaskType.FIXED_DURATION}
"""Primavera has one type more; what it fixes besides the duration follows from the assignments."""
RESOURCE_TYPES = {**ResourceType.__members__, "NON_LABOR": ResourceType.WORK}
"""Primavera's equipment works by its calendar, as people do."""

MOST = 1e9
"""Bound of every figure, in minutes or percent: far beyond any plan, and far from what overflows."""
MAX_UID = 2**31
MAX_SHIFTS = 24

SHOWN = 80
"""Letters of a value that an error shows."""

Allows = Callable[[Any], bool]


def check_form(document: object) -> None:
    """Check that a document has the form that docs/reference/neutral-document.md gives.

    Parameters
    ----------
    document : object
        Whatever a JSON reader returned.

    Raises
    ------
    InvalidDocument
        For the first place where it has not. What was there is shown in short.
    """
    _check("document", document, DOCUMENT)


@dataclass(frozen=True, slots=True)
class Row:
    """What an object may hold, by key.

    Parameters
    ----------
    rules : mapping of str to callable
        Which tell whether a value is allowed.
    parts : mapping of str to Row
        Objects within.
    lists : mapping of str to Row
        Lists of objects within.
    needed : tuple of str
        Keys that must be there.
    """

    rules: Mapping[str, Allows]
    parts: Mapping[str, "Row"] = field(default_factory=dict)
    lists: Mapping[str, "Row"] = field(default_factory=dict)
    needed: tuple[str, ...] = ()


def _check(where: str, value: object, row: Row) -> None:
    if not isinstance(value, Mapping):
        raise _invalid(where, value)
    for name in row.needed:
        if value.get(name) is None:
            raise _invalid(f"{where}.{name}", None)
    for name, allows in row.rules.items():
        held = value.get(name)
        if held is not None and not allows(held):
            raise _invalid(f"{where}.{name}", held)
    for name, part in row.parts.items():
        if value.get(name) is not None:
            _check(f"{where}.{name}", value[name], part)
    for name, part in row.lists.items():
        some = value.get(name)
        if some is not None and type(some) is not list:
            raise _invalid(f"{where}.{name}", some)
        for number, one in enumerate(some or ()):
            _check(f"{where}.{name}[{number}]", one, part)


def _invalid(where: str, value: object) -> InvalidDocument:
    return InvalidDocument(where.removeprefix("document."), f"cannot be {shown(value)[:SHOWN]}")


# ---- what a value may be


def _whole(low: int, high: int) -> Allows:
    return lambda value: type(value) is int and low <= value <= high


def _number(value: Any) -> bool:
    return (type(value) is int or type(value) is float) and -MOST <= value <= MOST


def _text(value: Any) -> bool:
    return type(value) is str


def _flag(value: Any) -> bool:
    return type(value) is bool


def _word(known: Iterable[str]) -> Allows:
    words = frozenset(known)
    # A writer may leave a word empty for "not said".
    return lambda value: type(value) is str and (value in words or not value)


def _amount(value: Any) -> bool:
    if type(value) is not dict:
        return False
    for name in ("min", "v", "percent"):
        figure = value.get(name)
        if figure is not None and not _number(figure):
            return False
    unit = value.get("u")
    return unit is None or type(unit) is str


def _local(read: Callable[[str], Any]) -> Allows:
    """Allow what reads as a date or time, of no zone."""

    def allows(value: Any) -> bool:
        try:
            return type(value) is str and getattr(read(value), "tzinfo", None) is None
        except ValueError:
            return False

    return allows


def _matching(pattern: str) -> Allows:
    matches = re.compile(pattern, re.ASCII).fullmatch
    return lambda value: type(value) is str and (not value or matches(value) is not None)


def _several(rule: Allows, low: int = 0, high: int | None = None) -> Allows:
    def allows(value: Any) -> bool:
        return (
            isinstance(value, list | tuple)
            and low <= len(value)
            and (high is None or len(value) <= high)
            and all(map(rule, value))
        )

    return allows


UID = _whole(-MAX_UID, MAX_UID)
DATE = _local(datetime.fromisoformat)
DAY = _local(lambda text: date.fromisoformat(text[:10]))
CLOCK = _matching(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?|24:00")
HOURS = _several(_several(_whole(0, 1440), 2, 2), 0, MAX_SHIFTS)
WEEK = _several(lambda day: day is None or HOURS(day), 7, 7)

PROJECT = Row(
    {
        "start": DATE,
        "finish": DATE,
        "schedule_from": _text,
        "default_calendar": UID,
        "status_date": DATE,
        "honor_constraints": _flag,
        "critical_slack_limit": _amount,
        "multiple_critical_paths": _flag,
        "minutes_per_day": _whole(0, 1440),
        "minutes_per_week": _whole(0, 10080),
        "days_per_month": _whole(0, 31),
        "default_start_time": CLOCK,
        "default_end_time": CLOCK,
        "title": _text,
    }
)
SPAN: dict[str, Allows] = {"from": DAY, "to": DAY, "name": _text}
CALENDAR = Row(
    {
        "uid": UID,
        "name": _text,
        "parent": UID,
        "week": WEEK,
    },
    lists={
        "exceptions": Row({**SPAN, "hours": HOURS}, needed=("from", "to", "hours")),
        "work_weeks": Row({**SPAN, "week": WEEK}, needed=("from", "to")),
    },
)
RESOURCE = Row(
    {
        "uid": UID,
        "name": _text,
        "type": _word(RESOURCE_TYPES),
        "calendar": UID,
        "max_units": _number,
        "category": _word(CATEGORIES),
        "lead_time": _amount,
        "generic": _flag,
        "group": _text,
        "email": _text,
    }
)
RESULTS = Row(
    {
        **dict.fromkeys(("start", "finish", "late_start", "late_finish"), DATE),
        **dict.fromkeys(("start_slack", "finish_slack", "free_slack", "total_slack"), _number),
        "critical": _flag,
    }
)
TASK = Row(
    {
        "uid": UID,
        "id": UID,
        "name": _text,
        "wbs": _text,
        "outline": _text,
        "parent": UID,
        "duration": _amount,
        "type": _word(TYPES),
        "effort_driven": _flag,
        "estimated": _flag,
        "milestone": _flag,
        "constraint": _word(CONSTRAINTS),
        "constraint_date": DATE,
        "deadline": DATE,
        "calendar": UID,
        "ignore_resource_calendar": _flag,
        "priority": UID,
        "manual": _flag,
        "active": _flag,
        "external": _flag,
        "percent_complete": _number,
        "actual_start": DATE,
        "actual_finish": DATE,
        "stop": DATE,
        "resume": DATE,
        "remaining_duration": _amount,
        "leveling_delay": _amount,
        **dict.fromkeys(("optimistic", "likely", "pessimistic"), _amount),
        "distribution": _word(DISTRIBUTIONS),
        "category": _text,
        "splits": _several(_several(DATE, 2, 2)),
        "notes": _text,
        "contact": _text,
    },
    parts={"expected": RESULTS, "derived": RESULTS},
)
LINK = Row(
    {
        "pred": UID,
        "succ": UID,
        "type": _word(LinkType.__members__),
        "lag": _amount,
    }
)
ASSIGNMENT = Row(
    {
        "task": UID,
        "resource": UID,
        "units": _number,
        "contour": _word(Contour.__members__),
        **dict.fromkeys(("work", "actual_work", "remaining_work", "overtime_work"), _amount),
        **dict.fromkeys(("delay", "leveling_delay"), _amount),
        **dict.fromkeys(("start", "finish", "actual_start", "actual_finish"), DATE),
    }
)
ROWS = {
    "calendars": CALENDAR,
    "resources": RESOURCE,
    "tasks": TASK,
    "links": LINK,
    "assignments": ASSIGNMENT,
}
DOCUMENT = Row({}, parts={"project": PROJECT}, lists=ROWS, needed=("project", *ROWS))
