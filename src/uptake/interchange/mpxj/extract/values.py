"""Java values -> JSON values: dates, times, durations, numbers, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
        day = float(properties.getMinutesPerDay() or 480)
        week = float(properties.getMinutesPerWeek() or 2400)
        month = day * float(properties.getDaysPerMonth() or 20)
        return cls({
            "MINUTES": 1, "HOURS": 60, "DAYS": day, "WEEKS": week, "MONTHS": month, "YEARS": week * 52,
            "ELAPSED_MINUTES": 1, "ELAPSED_HOURS": 60, "ELAPSED_DAYS": 1440, "ELAPSED_WEEKS": 10080,
            "ELAPSED_MONTHS": 43200, "ELAPSED_YEARS": 525600,
        })  # fmt: skip

    def duration(self, java: Java) -> Json:
        """``{"v": amount, "u": unit, "min": minutes}``, percentages without minutes; None stays None."""
        if java is None:
            return None
        amount, unit = parse_duration(java)
        factor = self.minutes.get(unit)
        value: dict[str, Json] = {"v": number(amount, 4), "u": unit}
        if factor is not None:
            value["min"] = number(amount * factor, 1)
        return value

    def in_minutes(self, java: Java) -> float | int | None:
        if java is None:
            return None
        amount, unit = parse_duration(java)
        return number(amount * self.minutes.get(unit, 0), 1)


def parse_duration(java: Java) -> tuple[float, str]:
    # One crossing instead of four: the text of a duration is its double and its unit.
    text = str(java)
    size = len(text)
    while size and not text[size - 1].isdigit():
        size -= 1
    return float(text[:size]), UNITS[text[size:]]


def number(value: float, digits: int) -> float | int:
    """Rounded; whole numbers as int, so that JSON shows 8 rather than 8.0."""
    rounded = round(value, digits)
    whole = int(rounded)
    return whole if whole == rounded else rounded


def optional_number(java: Java, digits: int = 4) -> float | int | None:
    return None if java is None else number(float(java), digits)


def moment(java: Java) -> str | None:
    """``2025-01-31T08:00:00``; fractions of a second are cut."""
    if java is None:
        return None
    text = str(java)
    return text + ":00" if len(text) == 16 else text[:19]


def to_minute(java: Java) -> str | None:
    return None if java is None else str(java)[:16]


def text(java: Java) -> str | None:
    """A string without lone surrogates (JSON cannot carry them), or None for nothing."""
    if java is None:
        return None
    value = str(java)
    if not value:
        return None
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def enum(java: Java) -> str | None:
    return None if java is None else str(java.name())


def clock(java: Java) -> str | None:
    return None if java is None else str(java)[:5]


def minute_of_day(java: Java, *, end: bool = False) -> int:
    hour, minute = str(java)[:5].split(":")
    value = int(hour) * 60 + int(minute)
    return 1440 if end and value == 0 else value
