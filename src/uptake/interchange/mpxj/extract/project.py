"""The project's own properties."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.extract import values
from uptake.interchange.mpxj.extract.values import Reader, Units
from uptake.interchange.mpxj.java import Java, type_of

Json = Any


def header(properties: Java) -> dict[str, Json]:
    """Tell which program wrote the file, and in which format."""
    return {
        "file_type": values.text(properties.getFileType()) or "",
        "app": values.text(properties.getFullApplicationName()) or "",
        "app_version": values.whole(properties.getApplicationVersion()),
        "mpp_type": values.whole(properties.getMppFileType()),
    }


def project(file: Java, units: Units) -> dict[str, Json]:
    """Read the settings that govern scheduling, and what describes the project."""
    properties = file.getProjectProperties()
    everything = frozenset(column.field for column in columns.PROJECT)
    found = Reader(columns.PROJECT, type_of("org.mpxj.ProjectField"), units, everything).read(properties)
    calendar = file.getDefaultCalendar()
    return {
        **found,
        "schedule_from": found["schedule_from"] or "START",
        "minutes_per_day": found["minutes_per_day"] or 480,
        "minutes_per_week": found["minutes_per_week"] or 2400,
        "days_per_month": 20 if found["days_per_month"] is None else found["days_per_month"],
        "default_calendar": None if calendar is None else int(calendar.getUniqueID()),
    }
