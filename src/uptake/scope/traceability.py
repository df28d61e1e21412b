"""The traceability matrix of a project, read in a number of queries that does not grow."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from uptake.registers import linking
from uptake.registers.linking import end_of
from uptake.registers.models import Link, Record
from uptake.registers.spec import Words
from uptake.registers.visit import Visit
from uptake.schedule import services as schedule
from uptake.scope.models import Requirement
from uptake.scope.trace import GOALS, PROCESS, REJECTED, TASKS, Matrix, Need, Node, pairs

Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Something that requirements are traced to.

    Attributes
    ----------
    key : str
    label, none : Words
        Its heading; and what a requirement without it is called, as a filter.
    find : callable
        Called with the visit: pairs of a requirement's id and an end's, in one query.
    name : callable
        Called with the visit and ids of ends: how each is shown, in one query.
    of : str
        The register whose role table holds for it; empty for none.
    """

    key: str
    label: Words
    none: Words
    find: Callable[[Visit], Pairs]
    name: Callable[[Visit, Iterable[int]], Mapping[int, linking.End]]
    of: str = ""

    def shown(self, visit: Visit) -> bool:
        spec = visit.configured.registers.get(self.of)
        return not self.of or (spec is not None and visit.role in spec.view)


def _links(visit: Visit, field: str) -> Any:
    return Link.objects.filter(
        source__project=visit.project, source__register="requirement", source__removed_at=None, field=field
    ).order_by("pk")


def records_of(field: str) -> Callable[[Visit], Pairs]:
    """Return what finds the records to which a link field of requirements leads."""

    def find(visit: Visit) -> Pairs:
        rows: Pairs = (
            _links(visit, field).filter(target__removed_at=None).values_list("source_id", "target_id")
        )
        return rows

    return find


def _tasks(visit: Visit) -> Pairs:
    there = schedule.current(visit.project).plan.structure.index
    rows = _links(visit, TASKS).values_list("source_id", "task")
    return [(source, task) for source, task in rows if task in there]


def named_records(visit: Visit, ids: Iterable[int]) -> dict[int, linking.End]:
    """Return how records are shown."""
    rows = Record.objects.filter(pk__in=set(ids))
    return {one.pk: end for one in rows if (end := end_of(visit, one)) is not None}


def _named_tasks(visit: Visit, uids: Iterable[int]) -> Mapping[int, linking.End]:
    return linking.tasks().named(visit.project, uids)


COLUMNS: list[Column] = [
    Column(
        key=GOALS, label=_("Goal"), none=_("Requirements without a goal"), find=records_of(GOALS),
        name=named_records, of="goal",
    ),
    Column(
        key=PROCESS, label=_("Process"), none=_("Requirements without a process"), find=records_of(PROCESS),
        name=named_records, of="process",
    ),
    Column(key=TASKS, label=_("Tasks"), none=_("Requirements without a task"), find=_tasks, name=_named_tasks),
]  # fmt: skip
"""In the order of the page. A package above adds its own with `declare_column` when it is loaded."""


def declare_column(column: Column) -> None:
    """Trace requirements to something more, such as tests; the same key again replaces it."""
    COLUMNS[:] = [*(one for one in COLUMNS if one.key != column.key), column]


def columns_of(visit: Visit) -> list[Column]:
    """Return the columns that this person may see."""
    return [one for one in COLUMNS if one.shown(visit)]


def matrix_of(visit: Visit) -> Matrix:
    """Return the whole matrix of a project."""
    rows = Requirement.objects.filter(project=visit.project, removed_at=None).exclude(state=REJECTED)
    columns = ("pk", "number", "title", "state", "fit", "priority", "decision", "area", "estimate")
    needs = [
        Need(**dict(zip(columns, values, strict=True)))
        for values in rows.order_by("number").values_list(*columns)
    ]
    shown = columns_of(visit)
    keys = {one.key for one in shown}
    return Matrix(
        goals=_nodes(visit, "goal") if GOALS in keys else {},
        processes=_nodes(visit, "process") if PROCESS in keys else {},
        needs=needs,
        ends={one.key: pairs(one.find(visit)) for one in shown},
    )


def _nodes(visit: Visit, register: str) -> dict[int, Node]:
    rows = Record.objects.filter(project=visit.project, register=register, removed_at=None)
    return {
        pk: Node(pk=pk, number=number, title=title)
        for pk, number, title in rows.values_list("pk", "number", "title")
    }


def idle_tasks(visit: Visit, matrix: Matrix) -> list[int]:
    """Return the uids of tasks that serve no requirement: those without others below them, milestones left out."""
    plan = schedule.current(visit.project).plan
    used = {end for one in matrix.needs for end in matrix.of(TASKS, one.pk)}
    return [
        task.uid
        for task, summary in zip(plan.tasks, plan.structure.summary, strict=True)
        if not summary and not task.milestone and task.uid not in used
    ]
