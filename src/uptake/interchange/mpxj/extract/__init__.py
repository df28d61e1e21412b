"""A project in MPXJ's classes -> the neutral document."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj.extract import assignments, calendars, custom, project, resources, tasks
from uptake.interchange.mpxj.extract.custom import CustomFields
from uptake.interchange.mpxj.extract.values import Units
from uptake.interchange.mpxj.java import Java

Json = Any


def extract(file: Java) -> dict[str, Json]:
    """The whole document of one project file."""
    properties = file.getProjectProperties()
    units = Units.of(properties)
    return {
        **project.header(properties),
        "project": project.project(file, units),
        "calendars": calendars.calendars(file),
        "resources": resources.resources(file, CustomFields.used_by(file.getResources(), units)),
        "tasks": tasks.tasks(file, units, CustomFields.used_by(file.getTasks(), units)),
        "links": tasks.links(file, units),
        "assignments": assignments.assignments(
            file, units, CustomFields.used_by(file.getResourceAssignments(), units)
        ),
        "custom_fields": custom.definitions(file),
    }
