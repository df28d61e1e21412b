"""What each field of a plan may hold, and how it is written as JSON: one table serves both."""

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import IntEnum
from typing import Any, Literal, TypeVar

from uptake.engine.calendars import Calendar, CalendarException, WorkWeek
from uptake.engine.errors import BadValue
from uptake.engine.instants import DAY, HORIZON
from uptake.engine.plan import (
    CATEGORIES,
    DISTRIBUTIONS,
    Assignment,
    Constraint,
    Contour,
    LagKind,
    Link,
    LinkType,
    Resource,
    ResourceType,
    Task,
    TaskType,
)
from uptake.engine.recurrence import LAST, Every, Recurrence

Kind = Literal["project", "task", "link", "calendar", "resource", "assignment"]
Row = Task | Link | Calendar | Resource | Assignment
Part = TypeVar("Part")

MAX_UID = 2**31 - 1
MAX_TEXT = 4000
MAX_NOTES = 100_000
"""Most characters of a note: some thirty pages."""
MAX_ROWS = 10_000
"""Most exceptions, work weeks or pieces that one object may have."""
MAX_RECURRING = 100
"""Most exceptions of a calendar that recur: each may have to be followed through 165 years."""
MAX_SHIFTS = 24
"""Most working intervals of a day."""
MAX_UNITS = 60_000.0
LAST_DAY = HORIZON // DAY - 1
UNITS = frozenset({"m", "h", "d", "w", "mo", "y", "%"})


class Refused(ValueError):
    """A value that its field does not allow; the caller knows which field."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field may hold.

    Parameters
    ----------
    check : callable
        Takes a value as the engine holds it; raises `Refused`.
    read, write : callable
        From and to JSON. `read` takes anything that JSON can hold, and raises `Refused`.
    """

    check: Callable[[Any], None]
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def _plain(allows: Callable[[Any], bool]) -> Rule:
    """Make a rule for values that JSON holds as they are."""

    def check(value: Any) -> None:
        if not allows(value):
            raise Refused

    def read(value: Any) -> Any:
        check(value)
        return value

    return Rule(check, read, lambda value: value)


def whole(low: int, high: int) -> Rule:
    """Allow whole numbers of a range; truth values are none."""
    return _plain(lambda value: type(value) is int and low <= value <= high)


def _optional(rule: Rule) -> Rule:
    def check(value: Any) -> None:
        if value is not None:
            rule.check(value)

    return Rule(
        check,
        lambda value: None if value is None else rule.read(value),
        lambda value: None if value is None else rule.write(value),
    )


def _few(rule: Rule, counts: Callable[[Any], bool], most: int) -> Rule:
    """Allow only so many values of a certain kind in a tuple."""

    def check(value: Any) -> None:
        rule.check(value)
        if sum(map(counts, value)) > most:
            raise Refused

    def read(value: Any) -> Any:
        found = rule.read(value)
        if sum(map(counts, found)) > most:
            raise Refused
        return found

    return Rule(check, read, rule.write)


def _real(low: float, high: float) -> Rule:
    def allows(value: Any) -> bool:
        return type(value) in (int, float) and math.isfinite(value) and low <= value <= high

    rule = _plain(allows)
    return Rule(rule.check, lambda value: float(rule.read(value)), rule.write)


def _text(limit: int) -> Rule:
    """Allow text that every database and file can hold: no NUL, no lone surrogates."""

    def allows(value: Any) -> bool:
        if type(value) is not str or len(value) > limit or "\0" in value:
            return False
        return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)

    return _plain(allows)


def _word(known: Collection[str]) -> Rule:
    return _plain(lambda value: type(value) is str and value in known)


def _member(names: type[IntEnum]) -> Rule:
    def check(value: Any) -> None:
        if type(value) is not names:
            raise Refused

    def read(value: Any) -> IntEnum:
        if type(value) is not str or value not in names.__members__:
            raise Refused
        return names.__members__[value]

    return Rule(check, read, lambda value: value.name)


def _several(rule: Rule, low: int, high: int) -> Rule:
    """Allow tuples (lists in JSON) of `low` to `high` values that follow one rule."""

    def check(value: Any) -> None:
        if type(value) is not tuple or not low <= len(value) <= high:
            raise Refused
        for one in value:
            rule.check(one)

    def read(value: Any) -> Any:
        if type(value) is not list or not low <= len(value) <= high:
            raise Refused
        return tuple(rule.read(one) for one in value)

    return Rule(check, read, lambda value: [rule.write(one) for one in value])


def _intervals(end: int, most: int) -> Rule:
    """Allow intervals that are sorted, disjoint and lie between 0 and `end`."""
    pairs = _several(_several(whole(0, end), 2, 2), 0, most)

    def check(value: Any) -> None:
        pairs.check(value)
        at = 0
        for first, last in value:
            if not at <= first < last:
                raise Refused
            at = last

    def read(value: Any) -> Any:
        found = pairs.read(value)
        check(found)
        return found

    return Rule(check, read, pairs.write)


def _anything(_: Any) -> bool:
    return True


def _in_order(span: Any) -> bool:
    return bool(span.first <= span.last)


def _record(made: type[Any], rules: Mapping[str, Rule], agrees: Callable[[Any], bool] = _anything) -> Rule:
    """Allow objects of one class whose fields follow rules; written without what is at its default."""
    needed, defaults = _defaults(made)

    def check(value: Any) -> None:
        if type(value) is not made:
            raise Refused
        for name, rule in rules.items():
            rule.check(getattr(value, name))
        if not agrees(value):
            raise Refused

    def read(value: Any) -> Any:
        if type(value) is not dict or not needed <= value.keys() or not value.keys() <= rules.keys():
            raise Refused
        found = made(**{name: rules[name].read(one) for name, one in value.items()})
        if not agrees(found):
            raise Refused
        return found

    def write(value: Any) -> Any:
        return {
            name: rule.write(getattr(value, name))
            for name, rule in rules.items()
            if name in needed or getattr(value, name) != defaults[name]
        }

    return Rule(check, read, write)


def _defaults(made: type[Any]) -> tuple[frozenset[str], dict[str, Any]]:
    """Return the fields that must be given, and what the others are when they are not."""
    needed = frozenset(one.name for one in fields(made) if one.default is MISSING)
    return needed, {one.name: one.default for one in fields(made) if one.default is not MISSING}


UID = whole(0, MAX_UID)
SOME_UID = _optional(UID)
INSTANT = whole(0, HORIZON - 1)
DATE = _optional(INSTANT)
AMOUNT = whole(0, HORIZON)
SIGNED = whole(-HORIZON, HORIZON)
FLAG = _plain(lambda value: type(value) is bool)
NAME = _text(MAX_TEXT)
DAY_NUMBER = whole(0, LAST_DAY)
SHIFTS = _intervals(DAY, MAX_SHIFTS)
WEEK = _several(_optional(SHIFTS), 7, 7)

PROJECT: dict[str, Rule] = {
    "start": INSTANT,
    "finish": DATE,
    "from_finish": FLAG,
    "calendar": UID,
    "status_date": DATE,
    "honor_constraints": FLAG,
    "critical_limit": SIGNED,
    "multiple_critical_paths": FLAG,
    "minutes_per_day": whole(1, 1440),
    "minutes_per_week": whole(1, 7 * 1440),
    "days_per_month": whole(1, 31),
    "default_start": whole(0, DAY),
    "default_finish": whole(0, DAY),
    "name": NAME,
}
TASK: dict[str, Rule] = {
    "uid": UID,
    "id": UID,
    "name": NAME,
    "wbs": NAME,
    "parent": SOME_UID,
    "duration": AMOUNT,
    "elapsed": FLAG,
    "unit": _word(UNITS),
    "type": _member(TaskType),
    "effort_driven": FLAG,
    "estimated": FLAG,
    "milestone": FLAG,
    "constraint": _member(Constraint),
    "constraint_date": DATE,
    "deadline": DATE,
    "calendar": SOME_UID,
    "ignore_resource_calendar": FLAG,
    "priority": whole(0, 1000),
    "manual": FLAG,
    "active": FLAG,
    "external": FLAG,
    "start": DATE,
    "finish": DATE,
    "percent": whole(0, 100),
    "actual_start": DATE,
    "actual_finish": DATE,
    "stop": DATE,
    "resume": DATE,
    "remaining": _optional(AMOUNT),
    "leveling_delay": SIGNED,
    "pieces": _intervals(HORIZON, MAX_ROWS),
    "notes": _text(MAX_NOTES),
    "owner": SOME_UID,
    "optimistic": _optional(AMOUNT),
    "likely": _optional(AMOUNT),
    "pessimistic": _optional(AMOUNT),
    "distribution": _word(DISTRIBUTIONS),
    "category": NAME,
}
LINK: dict[str, Rule] = {
    "uid": UID,
    "pred": UID,
    "succ": UID,
    "type": _member(LinkType),
    "lag": SIGNED,
    "kind": _member(LagKind),
}
RECURRENCE: dict[str, Rule] = {
    "unit": _member(Every),
    "every": whole(1, 1000),
    "weekdays": _several(whole(0, 6), 1, 7),
    "day": whole(1, 31),
    "nth": whole(0, LAST),
    "month": whole(1, 12),
    "count": _optional(whole(1, LAST_DAY)),
}
EXCEPTION: dict[str, Rule] = {
    "first": DAY_NUMBER,
    "last": DAY_NUMBER,
    "shifts": SHIFTS,
    "name": NAME,
    "repeats": _optional(_record(Recurrence, RECURRENCE)),
}
WORK_WEEK: dict[str, Rule] = {"first": DAY_NUMBER, "last": DAY_NUMBER, "week": WEEK, "name": NAME}
CALENDAR: dict[str, Rule] = {
    "uid": UID,
    "name": NAME,
    "base": SOME_UID,
    "week": WEEK,
    "exceptions": _few(
        _several(_record(CalendarException, EXCEPTION, _in_order), 0, MAX_ROWS),
        lambda one: one.repeats is not None,
        MAX_RECURRING,
    ),
    "work_weeks": _several(_record(WorkWeek, WORK_WEEK, _in_order), 0, MAX_ROWS),
}
RESOURCE: dict[str, Rule] = {
    "uid": UID,
    "name": NAME,
    "type": _member(ResourceType),
    "calendar": SOME_UID,
    "units": _real(0.0, MAX_UNITS),
    "category": _word(CATEGORIES),
    "lead_time": AMOUNT,
    "generic": FLAG,
    "group": NAME,
    "email": NAME,
}
ASSIGNMENT: dict[str, Rule] = {
    "uid": UID,
    "task": UID,
    "resource": SOME_UID,
    "units": _real(0.0, MAX_UNITS),
    "work": AMOUNT,
    "actual_work": AMOUNT,
    "remaining_work": AMOUNT,
    "overtime_work": AMOUNT,
    "delay": SIGNED,
    "leveling_delay": SIGNED,
    "contour": _member(Contour),
    "start": DATE,
    "finish": DATE,
    "actual_start": DATE,
    "actual_finish": DATE,
}

RULES: dict[str, dict[str, Rule]] = {
    "project": PROJECT,
    "task": TASK,
    "link": LINK,
    "calendar": CALENDAR,
    "resource": RESOURCE,
    "assignment": ASSIGNMENT,
}
ROWS: dict[type[Any], Kind] = {
    Task: "task",
    Link: "link",
    Calendar: "calendar",
    Resource: "resource",
    Assignment: "assignment",
}
MADE: dict[str, type[Any]] = {kind: made for made, kind in ROWS.items()}
DEFAULTS = {kind: _defaults(made) for kind, made in MADE.items()}
SETTABLE: dict[str, frozenset[str]] = {
    kind: frozenset(rules) - {"uid", "parent"} for kind, rules in RULES.items()
}
"""What `Set` may change: a task changes its parent by `Move`, and nothing its uid."""


def check_values(kind: str, uid: int, values: Mapping[str, object]) -> None:
    """Raise `BadValue` for a field that cannot be set, or a value that it does not allow."""
    settable = SETTABLE[kind]
    rules = RULES[kind]
    for name, value in values.items():
        if name not in settable:
            raise BadValue(kind, uid, "field", name)
        try:
            rules[name].check(value)
        except Refused:
            raise BadValue(kind, uid, name, value) from None


def check_row(row: Row) -> None:
    """Raise `BadValue` for the first field of a row that holds what it may not."""
    kind = ROWS[type(row)]
    for name, rule in RULES[kind].items():
        value = getattr(row, name)
        try:
            rule.check(value)
        except Refused:
            raise BadValue(kind, owner(row.uid), name, value) from None


def owner(uid: object) -> int:
    """Return the uid by which an error names a row: 0 when it is none."""
    return uid if type(uid) is int and 0 <= uid <= MAX_UID else 0
