"""A project in MPXJ's classes -> the neutral document."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.extract import assignments, calendars, custom, project, resources, tasks
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java

Json = Any


def extract(file: Java) -> dict[str, Json]:
    """Make the whole document of one project file."""
    properties = file.getProjectProperties()
    units = Units.of(properties)
    found = tasks.tasks(file, units)
    split = {task["uid"] for task in found if task["splits"]}
    return {
        **project.header(properties),
        "project": project.project(file, units),
        "calendars": calendars.calendars(file),
        "resources": resources.resources(file, units),
        "tasks": found,
        "links": tasks.links(file, units),
        "assignments": assignments.assignments(file, units, split),
        "custom_fields": custom.definitions(file),
    }
