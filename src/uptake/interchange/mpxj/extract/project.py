"""The project's own properties."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java

Json = Any


def header(properties: Java) -> dict[str, Json]:
    version = properties.getApplicationVersion()
    kind = properties.getMppFileType()
    return {
        "file_type": values.text(properties.getFileType()) or "",
        "app": values.text(properties.getFullApplicationName()) or "",
        "app_version": None if version is None else int(version),
        "mpp_type": None if kind is None else int(kind),
    }


def project(file: Java, units: Units) -> dict[str, Json]:
    properties = file.getProjectProperties()
    calendar = file.getDefaultCalendar()
    return {
        "start": values.moment(properties.getStartDate()),
        "finish": values.moment(properties.getFinishDate()),
        "schedule_from": values.enum(properties.getScheduleFrom()) or "START",
        "status_date": values.moment(properties.getStatusDate()),
        "default_calendar": None if calendar is None else int(calendar.getUniqueID()),
        "minutes_per_day": _whole(properties.getMinutesPerDay(), 480),
        "minutes_per_week": _whole(properties.getMinutesPerWeek(), 2400),
        "days_per_month": _whole(properties.getDaysPerMonth(), 20),
        "default_start_time": values.clock(properties.getDefaultStartTime()),
        "default_end_time": values.clock(properties.getDefaultEndTime()),
        "honor_constraints": bool(properties.getHonorConstraints()),
        "multiple_critical_paths": bool(properties.getMultipleCriticalPaths()),
        "critical_slack_limit": units.duration(properties.getCriticalSlackLimit()),
        "split_in_progress": bool(properties.getSplitInProgressTasks()),
        "move_completed_ends_back": bool(properties.getMoveCompletedEndsBack()),
        "move_completed_ends_forward": bool(properties.getMoveCompletedEndsForward()),
        "move_remaining_starts_back": bool(properties.getMoveRemainingStartsBack()),
        "move_remaining_starts_forward": bool(properties.getMoveRemainingStartsForward()),
        "new_tasks_are_manual": bool(properties.getNewTasksAreManual()),
        "last_saved": values.moment(properties.getLastSaved()),
        **_identity(properties),
    }


def _identity(properties: Java) -> dict[str, Json]:
    return {
        "name": values.text(properties.getName()),
        "title": values.text(properties.getProjectTitle()),
        "subject": values.text(properties.getSubject()),
        "author": values.text(properties.getAuthor()),
        "company": values.text(properties.getCompany()),
        "manager": values.text(properties.getManager()),
        "category": values.text(properties.getCategory()),
        "keywords": values.text(properties.getKeywords()),
        "comments": values.text(properties.getComments()),
        "created": values.moment(properties.getCreationDate()),
        "current_date": values.moment(properties.getCurrentDate()),
        "week_start": values.enum(properties.getWeekStartDay()),
        "currency": {
            "code": values.text(properties.getCurrencyCode()),
            "symbol": values.text(properties.getCurrencySymbol()),
            "digits": _whole(properties.getCurrencyDigits(), 2),
        },
    }


def _whole(java: Java, default: int) -> int:
    return default if java is None else int(java)
