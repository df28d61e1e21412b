"""Calendars: week pattern, exceptions (recurring ones spelled out), work weeks."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.java import Java, type_of

Json = Any


def calendars(project: Java) -> list[Json]:
    """List all calendars, those of resources too."""
    days = list(type_of("java.time.DayOfWeek").values())
    return [_calendar(calendar, days) for calendar in project.getCalendars()]


def _calendar(calendar: Java, days: list[Java]) -> Json:
    parent = calendar.getParentUniqueID()
    exceptions = list(calendar.getCalendarExceptions())
    return {
        "uid": int(calendar.getUniqueID()),
        "name": values.text(calendar.getName()) or "",
        "parent": None if parent is None else int(parent),
        "week": _week(calendar, days),
        "exceptions": [_exception(e) for e in calendar.getExpandedCalendarExceptions()],
        "work_weeks": [_work_week(week, days) for week in calendar.getWorkWeeks()],
        "recurring": sum(1 for e in exceptions if e.getRecurring() is not None),
    }


def _week(pattern: Java, days: list[Java]) -> list[Json]:
    return [_day(pattern, day) for day in days]


def _day(pattern: Java, day: Java) -> Json:
    kind = values.enum(pattern.getCalendarDayType(day))
    if kind == "DEFAULT" or kind is None:
        return None
    if kind == "NON_WORKING":
        return []
    hours = pattern.getCalendarHours(day)
    return [] if hours is None else _hours(hours)


def _hours(ranges: Java) -> list[list[int]]:
    return [
        [values.minute_of_day(r.getStart()), values.minute_of_day(r.getEnd(), end=True)]
        for r in ranges
        if r.getStart() is not None and r.getEnd() is not None
    ]


def _exception(exception: Java) -> Json:
    return {
        "from": str(exception.getFromDate()),
        "to": str(exception.getToDate()),
        "hours": _hours(exception),
        "name": values.text(exception.getName()),
    }


def _work_week(week: Java, days: list[Java]) -> Json:
    span = week.getDateRange()
    return {
        "from": str(span.getStart()),
        "to": str(span.getEnd()),
        "week": _week(week, days),
        "name": values.text(week.getName()),
    }
