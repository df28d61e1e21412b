"""JSON values -> Java values, by the kinds of the column tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from uptake.interchange.mpxj.columns import Column
from uptake.interchange.mpxj.java import Java, type_of
from uptake.interchange.mpxj.refusal import invalid

Json = Any
_CLASSES = {"ScheduleFrom", "TaskType", "ConstraintType", "AccrueType", "ActivityType", "ResourceType"}


def moment(value: str) -> Java:
    """Parse a date and time."""
    return type_of("java.time.LocalDateTime").parse(value)


def date(value: str) -> Java:
    """Parse a date."""
    return type_of("java.time.LocalDate").parse(value)


def clock(value: str) -> Java:
    """Parse a time of day."""
    return type_of("java.time.LocalTime").parse(value)


def minute_of_day(minute: int) -> Java:
    """Turn minutes since midnight into a time of day; 1440 is midnight."""
    return type_of("java.time.LocalTime").of(minute // 60 % 24, minute % 60)


def duration(value: Json) -> Java:
    """Make a duration, in minutes where no unit is told."""
    kind = type_of("org.mpxj.Duration")
    units = type_of("org.mpxj.TimeUnit")
    if "u" in value:
        return kind.getInstance(float(value["v"]), units.valueOf(value["u"]))
    return kind.getInstance(float(value["min"]), units.MINUTES)


def minutes(value: float) -> Java:
    """Make a duration in minutes."""
    return type_of("org.mpxj.Duration").getInstance(float(value), type_of("org.mpxj.TimeUnit").MINUTES)


def integer(value: int) -> Java:
    """Box a whole number as Java wants it."""
    return type_of("java.lang.Integer").valueOf(int(value))


def decimal(value: float) -> Java:
    """Box a number as Java wants it."""
    return type_of("java.lang.Double").valueOf(float(value))


def _notes(value: str) -> Java:
    return type_of("org.mpxj.Notes")(value)


def _flag(value: bool) -> Java:
    return type_of("java.lang.Boolean").valueOf(bool(value))


def _mode(value: bool) -> Java:
    modes = type_of("org.mpxj.TaskMode")
    return modes.MANUALLY_SCHEDULED if value else modes.AUTO_SCHEDULED


def _contour(value: str) -> Java:
    contours = type_of("org.mpxj.WorkContour")
    return getattr(contours, value, contours.FLAT)


KINDS: dict[str, Callable[[Any], Java]] = {
    "text": str,
    "notes": _notes,
    "flag": _flag,
    "maybe": _flag,
    "whole": integer,
    "number": decimal,
    "percent": decimal,
    "moment": moment,
    "clock": clock,
    "weekday": lambda value: type_of("java.time.DayOfWeek").valueOf(value),
    "duration": duration,
    "minutes": minutes,
    "mode": _mode,
    "priority": lambda value: type_of("org.mpxj.Priority").getInstance(int(value)),
    "contour": _contour,
}


def _enum(class_name: str) -> Callable[[str], Java]:
    return lambda value: type_of("org.mpxj." + class_name).valueOf(value)


class Writer:
    """Writes the columns of one kind of object; keys that are missing or null are left alone."""

    def __init__(self, name: str, columns: Iterable[Column], fields: Java) -> None:
        self._name = name
        self._columns = [
            (c.key, getattr(fields, c.field), KINDS.get(c.kind) or _enum(c.kind)) for c in columns
        ]

    def write(self, value: dict[str, Json], owner: Java) -> None:
        """Set the fields of one object, or refuse the document."""
        for key, field, convert in self._columns:
            given = value.get(key)
            if given is None:
                continue
            try:
                owner.set(field, convert(given))
            except Exception as error:  # noqa: BLE001 - Java and Python each have their own for a bad value
                raise invalid(
                    f"{self._name} {value.get('uid', '')} {key}", f"has a value of no use: {error}"
                ) from None
