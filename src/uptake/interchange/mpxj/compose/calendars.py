"""Calendars of the document -> MPXJ."""

from __future__ import annotations

from typing import Any

from uptake.interchange.align import resolved_week
from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.java import Java, type_of
from uptake.interchange.mpxj.refusal import invalid

Json = Any


def add_calendars(file: Java, calendars: list[Json]) -> None:
    """Add all calendars; parents may stand behind their children."""
    days = list(type_of("java.time.DayOfWeek").values())
    made: dict[int, Java] = {}
    known = {calendar["uid"]: calendar for calendar in calendars}
    for calendar in calendars:
        java = file.addCalendar()
        java.setUniqueID(values.integer(calendar["uid"]))
        java.setName(calendar.get("name") or None)
        _set_week(java, calendar["week"], days)
        for exception in calendar.get("exceptions", ()):
            _add_exception(java, exception)
        for week in calendar.get("work_weeks", ()):
            _add_work_week(java, week, days, resolved_week(calendar, known))
        made[calendar["uid"]] = java
    for calendar in calendars:
        if calendar.get("parent") is not None:
            if calendar["parent"] not in made:
                raise invalid(
                    f"calendar {calendar['uid']}", f"has parent {calendar['parent']}, which is not there"
                )
            made[calendar["uid"]].setParent(made[calendar["parent"]])


def _set_week(pattern: Java, week: list[Json], days: list[Java]) -> None:
    kinds = type_of("org.mpxj.DayType")
    for day, ranges in zip(days, week, strict=True):
        kind = kinds.DEFAULT if ranges is None else kinds.WORKING if ranges else kinds.NON_WORKING
        pattern.setCalendarDayType(day, kind)
        if ranges is not None:
            _add_hours(pattern.addCalendarHours(day), ranges)


def _add_hours(hours: Java, ranges: list[Json]) -> None:
    time_range = type_of("org.mpxj.LocalTimeRange")
    for start, end in ranges:
        hours.add(time_range(values.minute_of_day(start), values.minute_of_day(end)))


def _add_exception(calendar: Java, exception: Json) -> None:
    java = calendar.addCalendarException(values.date(exception["from"]), values.date(exception["to"]))
    java.setName(exception.get("name") or None)
    _add_hours(java, exception["hours"])


def _add_work_week(calendar: Java, week: Json, days: list[Java], base: list[Json]) -> None:
    java = calendar.addWorkWeek()
    java.setName(week.get("name") or None)
    java.setDateRange(type_of("org.mpxj.LocalDateRange")(values.date(week["from"]), values.date(week["to"])))
    # Spelled out: the MSPDI writer turns an inherited day of a work week into a day off.
    _set_week(java, [base[n] if day is None else day for n, day in enumerate(week["week"])], days)
