"""The neutral document -> a project in MPXJ's classes."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.compose.assignments import add_assignments
from uptake.interchange.mpxj.compose.calendars import add_calendars
from uptake.interchange.mpxj.compose.custom import add_definitions
from uptake.interchange.mpxj.compose.resources import add_resources
from uptake.interchange.mpxj.compose.tasks import add_links, add_tasks
from uptake.interchange.mpxj.compose.values import Writer
from uptake.interchange.mpxj.java import Java, type_of

Json = Any


def compose(document: dict[str, Json]) -> Java:
    """Make a project file object with everything that the document says."""
    file = type_of("org.mpxj.ProjectFile")()
    _keep_given_numbers(file.getProjectConfig())
    properties = file.getProjectProperties()
    Writer("project", columns.PROJECT, type_of("org.mpxj.ProjectField")).write(
        document["project"], properties
    )
    add_calendars(file, document["calendars"])
    if document["project"].get("default_calendar") is not None:
        properties.setDefaultCalendarUniqueID(values.integer(document["project"]["default_calendar"]))
    add_definitions(file, document.get("custom_fields", []))
    resources = add_resources(file, document["resources"])
    tasks = add_tasks(file, document["tasks"])
    add_links(tasks, document["links"])
    add_assignments(tasks, resources, document)
    return file


def _keep_given_numbers(config: Java) -> None:
    config.setAutoCalendarUniqueID(False)
    config.setAutoResourceID(False)
    config.setAutoResourceUniqueID(False)
    config.setAutoTaskID(False)
    config.setAutoTaskUniqueID(False)
    config.setAutoOutlineLevel(True)
    config.setAutoOutlineNumber(True)
    config.setAutoWBS(False)
