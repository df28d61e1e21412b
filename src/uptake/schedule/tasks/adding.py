"""A task that is put into the plan from somewhere else: an issue, a requirement."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from uptake.accounts.models import Person
from uptake.projects.models import Project
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State, levels
from uptake.schedule.editing.changes import Changes, to_edits


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task as somebody typed it.

    Attributes
    ----------
    duration : str
        As in the cell of the plan.
    under : int or None
        Uid of the task that it stands below.
    """

    name: str
    duration: str = ""
    start: date | None = None
    under: int | None = None
    deadline: date | None = None


def add_task(project: Project, by: Person, task: NewTask) -> int:
    """Put a task into the plan, last below its summary; return its uid.

    Raises
    ------
    Problem
        In words, when it does not go; nothing was written then.
    """
    found = 0

    def meant(state: State) -> Changes:
        nonlocal found
        found = state.next_uid["task"]
        return to_edits(
            state.schedule, _changes(found, task), language=selectors.language(), next_uid=state.next_uid
        )

    services.apply_edits(project, meant, by)
    return found


def _changes(uid: int, task: NewTask) -> list[dict[str, Any]]:
    typed = {
        "duration": task.duration,
        "start": task.start.isoformat() if task.start else "",
        "deadline": task.deadline.isoformat() if task.deadline else "",
    }
    cells = [
        {"intent": "type", "uid": uid, "column": key, "text": text} for key, text in typed.items() if text
    ]
    return [{"intent": "insert", "uid": uid, "before": None, "parent": task.under, "name": task.name}, *cells]


def summaries(project: Project) -> list[tuple[int, int, str]]:
    """Return the tasks below which others stand, in the order of the plan: uid, depth from 1 on, name."""
    plan = services.current(project).plan
    depth = levels(plan)
    return [
        (task.uid, depth[place], task.name)
        for place, task in enumerate(plan.tasks)
        if plan.structure.summary[place]
    ]
