"""Tasks and links of the document -> MPXJ."""

from __future__ import annotations

from typing import Any

from uptake.interchange.mpxj import columns
from uptake.interchange.mpxj.compose import values
from uptake.interchange.mpxj.compose.custom import set_custom
from uptake.interchange.mpxj.compose.values import Writer
from uptake.interchange.mpxj.java import Java, type_of
from uptake.interchange.mpxj.refusal import invalid

Json = Any
LINKS = {"FS": "FINISH_START", "SS": "START_START", "FF": "FINISH_FINISH", "SF": "START_FINISH"}


def add_tasks(file: Java, tasks: list[Json]) -> dict[int, Java]:
    """Add all tasks, parents first; give them by unique id."""
    fields = type_of("org.mpxj.TaskField")
    inputs = Writer("task", columns.TASK, fields)
    expected = Writer("task", columns.EXPECTED, fields)
    made: dict[int, Java] = {}
    for task in numbered(tasks):
        parent = task.get("parent")
        if parent is not None and parent not in made:
            raise invalid(f"task {task['uid']}", f"has parent {parent}, which does not stand before it")
        java = file.addTask() if parent is None else made[parent].addTask()
        java.setUniqueID(values.integer(task["uid"]))
        inputs.write({**task, "remaining_duration": _remaining(task)}, java)
        expected.write({"uid": task["uid"], **task.get("expected", {})}, java)
        set_custom(java, task, fields)
        made[task["uid"]] = java
    return made


def numbered(tasks: list[Json]) -> list[Json]:
    """Give tasks without an id, outline number or level those that follow from their order and parents."""
    places: dict[Json, tuple[str, int]] = {}
    children: dict[Json, int] = {}
    found = []
    for order, task in enumerate(tasks, 1):
        above, level = places.get(task.get("parent"), ("", 0))
        children[task.get("parent")] = place = children.get(task.get("parent"), 0) + 1
        outline = f"{above}.{place}" if above else str(place)
        # The summary of the whole project stands above level 1 and has no number of its own.
        places[task["uid"]] = ("", 0) if task.get("project_summary") else (outline, level + 1)
        defaults = {"id": order, "outline": outline, "level": level + 1}
        found.append({**task, **{key: value for key, value in defaults.items() if task.get(key) is None}})
    return found


def _remaining(task: Json) -> Json:
    """Tell the rest of a duration where only the whole is told; else some formats see a finished task."""
    duration = task.get("duration")
    if task.get("remaining_duration") is not None or duration is None:
        return task.get("remaining_duration")
    left = 1 - (task.get("percent_complete") or 0) / 100
    return {key: value if key == "u" else value * left for key, value in duration.items()}


def add_links(tasks: dict[int, Java], links: list[Json]) -> None:
    """Add all links."""
    for link in links:
        for end in ("pred", "succ"):
            if link[end] not in tasks:
                raise invalid(
                    f"link {link['pred']} -> {link['succ']}", f"names task {link[end]}, which is not there"
                )
        builder = type_of("org.mpxj.Relation$Builder")()
        builder.predecessorTask(tasks[link["pred"]])
        builder.type(getattr(type_of("org.mpxj.RelationType"), LINKS[link["type"]]))
        builder.lag(values.duration(link["lag"]))
        if link.get("notes"):
            builder.notes(link["notes"])
        tasks[link["succ"]].addPredecessor(builder)
