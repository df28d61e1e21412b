"""Java values -> JSON values: dates, times, durations, numbers, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from uptake.interchange.mpxj.columns import Column

Java = Any
Json = Any

# MPXJ writes a unit as a suffix of a duration; the document uses the names of the enumeration.
UNITS = {
    "m": "MINUTES", "h": "HOURS", "d": "DAYS", "w": "WEEKS", "mo": "MONTHS", "y": "YEARS", "%": "PERCENT",
    "em": "ELAPSED_MINUTES", "eh": "ELAPSED_HOURS", "ed": "ELAPSED_DAYS", "ew": "ELAPSED_WEEKS",
    "emo": "ELAPSED_MONTHS", "ey": "ELAPSED_YEARS", "e%": "ELAPSED_PERCENT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Units:
    """How many minutes each unit of duration has in this project (percent has none)."""

    minutes: dict[str, float]

    @classmethod
    def of(cls, properties: Java) -> Units:
        """Read the conversion of the project."""
        day = float(properties.getMinutesPerDay() or 480)
        week = float(properties.getMinutesPerWeek() or 2400)
        month = day * float(properties.getDaysPerMonth() or 20)
        return cls({
            "MINUTES": 1, "HOURS": 60, "DAYS": day, "WEEKS": week, "MONTHS": month, "YEARS": week * 52,
            "ELAPSED_MINUTES": 1, "ELAPSED_HOURS": 60, "ELAPSED_DAYS": 1440, "ELAPSED_WEEKS": 10080,
            "ELAPSED_MONTHS": 43200, "ELAPSED_YEARS": 525600,
        })  # fmt: skip

    def duration(self, java: Java) -> Json:
        """Give ``{"v": amount, "u": unit, "min": minutes}``, percentages without minutes; None stays None."""
        if java is None:
            return None
        amount, unit = parse_duration(java)
        factor = self.minutes.get(unit)
        value: dict[str, Json] = {"v": number(amount, 4), "u": unit}
        if factor is not None:
            value["min"] = number(amount * factor, 1)
        return value

    def in_minutes(self, java: Java) -> float | int | None:
        """Convert a duration; percentages count as zero."""
        if java is None:
            return None
        amount, unit = parse_duration(java)
        return number(amount * self.minutes.get(unit, 0), 1)


def parse_duration(java: Java) -> tuple[float, str]:
    """Split a duration into amount and unit."""
    # One crossing instead of four: the text of a duration is its double and its unit.
    text = str(java)
    size = len(text)
    while size and not text[size - 1].isdigit():
        size -= 1
    return float(text[:size]), UNITS[text[size:]]


def number(value: float, digits: int) -> float | int:
    """Round; whole numbers become int, so that JSON shows 8 rather than 8.0."""
    rounded = round(value, digits)
    whole = int(rounded)
    return whole if whole == rounded else rounded


def optional_number(java: Java, digits: int = 4) -> float | int | None:
    """Round a number that may be missing."""
    return None if java is None else number(float(java), digits)


def moment(java: Java) -> str | None:
    """Write ``2025-01-31T08:00:00``; fractions of a second are cut."""
    if java is None:
        return None
    text = str(java)
    return text + ":00" if len(text) == 16 else text[:19]


def to_minute(java: Java) -> str | None:
    """Write a date and time without seconds."""
    return None if java is None else str(java)[:16]


def text(java: Java) -> str | None:
    """Read a string without lone surrogates (JSON cannot carry them); nothing becomes None."""
    if java is None:
        return None
    value = str(java)
    if not value:
        return None
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def enum(java: Java) -> str | None:
    """Give the name of a Java constant."""
    return None if java is None else str(java.name())


def clock(java: Java) -> str | None:
    """Write a time of day as ``08:00``."""
    return None if java is None else str(java)[:5]


def minute_of_day(java: Java, *, end: bool = False) -> int:
    """Count the minutes since midnight; as an end, midnight is 1440."""
    hour, minute = str(java)[:5].split(":")
    value = int(hour) * 60 + int(minute)
    return 1440 if end and value == 0 else value


def flag(java: Java) -> bool:
    """Take a missing flag for no."""
    return bool(java)


def maybe(java: Java) -> bool | None:
    """Keep a missing flag apart from no."""
    return None if java is None else bool(java)


def whole(java: Java) -> int | None:
    """Convert a whole number that may be missing."""
    return None if java is None else int(java)


def percent(java: Java) -> float | int:
    """Take a missing percentage for zero."""
    return optional_number(java) or 0


def notes(java: Java) -> str | None:
    """Read a note as text; of Primavera's notes by topic too, without the topic that we write to."""
    if java is None or not hasattr(java, "getChildNotes"):
        return text(java)
    parts = []
    for child in java.getChildNotes():
        topic = text(child.getNotesTopic().getName()) if hasattr(child, "getNotesTopic") else None
        body = text(child.getNotes()) if topic else text(child)
        parts.append("\n".join(part for part in (None if topic == "Notes" else topic, body) if part))
    return "\n".join(parts) or None


_CONTOURS = {
    "Flat": "FLAT", "Back Loaded": "BACK_LOADED", "Front Loaded": "FRONT_LOADED",
    "Double Peak": "DOUBLE_PEAK", "Early Peak": "EARLY_PEAK", "Late Peak": "LATE_PEAK",
    "Bell": "BELL", "Turtle": "TURTLE",
    "Contoured": "CONTOURED",
}  # fmt: skip


def _contour(java: Java) -> str | None:
    if java is None:
        return None
    name = str(java.getName())
    return _CONTOURS.get(name, name)


_KINDS: dict[str, Callable[[Java], Json]] = {
    "text": text,
    "notes": notes,
    "flag": flag,
    "maybe": maybe,
    "whole": whole,
    "number": optional_number,
    "percent": percent,
    "moment": moment,
    "clock": clock,
    "weekday": enum,
    "contour": _contour,
    "mode": lambda java: enum(java) == "MANUALLY_SCHEDULED",
    "priority": lambda java: 500 if java is None else int(java.getValue()),
}


def _says_something(value: Json) -> bool:
    return bool(value["v"]) if isinstance(value, dict) else bool(value)


class Reader:
    """Reads the columns of one kind of object; fields that no object of the file uses are not asked for."""

    def __init__(self, columns: Iterable[Column], fields: Java, units: Units, used: frozenset[str]) -> None:
        own = {"duration": units.duration, "minutes": units.in_minutes}
        self._empty: dict[str, Json] = {}
        self._columns = []
        for c in columns:
            convert = own.get(c.kind) or _KINDS.get(c.kind, enum)
            # Zero counts as unused, and differs from nothing: only where it does not is there nothing to ask.
            silent = c.optional or c.kind in ("moment", "text", "notes")
            if c.getter is not None or c.field in used or not silent:
                self._columns.append((c.key, getattr(fields, c.field), convert, c.getter, c.optional))
            if not c.optional:
                self._empty[c.key] = convert(None)

    def read(self, owner: Java) -> dict[str, Json]:
        """Read all columns of one object; optional keys only where they say something."""
        cached = owner.getCachedValue
        found = self._empty.copy()
        for key, field, convert, getter, optional in self._columns:
            value = convert(cached(field) if getter is None else getattr(owner, getter)())
            if not optional or _says_something(value):
                found[key] = value
        return found


def used_fields(container: Java) -> frozenset[str]:
    """Name the fields that at least one object of the container has a value for."""
    return frozenset(str(field.name()) for field in container.getPopulatedFields() if hasattr(field, "name"))
