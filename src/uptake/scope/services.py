"""What is done about requirements besides changing them: one becomes a task."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from uptake.registers import services
from uptake.registers.linking import tasks
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.schedule.asking import refuse_archived
from uptake.schedule.tasks.adding import NewTask, add_task


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The task that a requirement becomes, as it was typed."""

    name: str
    duration: str
    start: date | None
    under: int | None


@transaction.atomic
def make_task(visit: Visit, requirement: Any, work: Work) -> int:
    """Put a task for a requirement into the plan and link both; return the uid of the task.

    Whoever calls has asked for ``plan.edit``.

    Raises
    ------
    Problem
        Of the plan, with its sentence.
    Unfit
        Of the register: an approval runs.
    """
    spec = visit.spec("requirement")
    visit.need_edit(spec)
    refuse_archived(visit.project)
    locked = services.lock(spec, requirement)
    wanted = NewTask(name=work.name, duration=work.duration, start=work.start, under=work.under)
    uid = add_task(visit.project, visit.person, wanted)
    links = Link.objects.filter(source_id=locked.pk, field="tasks").values_list("task", flat=True)
    known = tasks().named(visit.project, [one for one in links if one is not None])
    services.change(visit, spec, locked, {"tasks": [*(one.code for one in known.values()), f"T{uid}"]})
    return uid
