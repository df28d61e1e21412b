"""What differs between two plans, by identity: the part of a schedule that has to be computed again."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from operator import attrgetter

from librt.vecs import vec
from mypy_extensions import i64

from uptake.engine.columns import differing
from uptake.engine.network import Layout, group, lay_out_again, lay_out_links
from uptake.engine.plan import Assignment, Plan, Resource, Task
from uptake.engine.structure import filled

SETTINGS = ("start", "finish", "from_finish", "calendar", "honor_constraints", "multiple_critical_paths")
"""Of a project: what bears on every date."""
DESCRIPTIVE = frozenset(
    {"id", "name", "wbs", "notes", "owner"}
    | {"optimistic", "likely", "pessimistic", "distribution"}
    | {"category", "lead_time", "generic", "group", "email"}
)
"""Of tasks and resources: what bears on no date."""

_task_facts = attrgetter(*(one.name for one in fields(Task) if one.name not in DESCRIPTIVE))
_resource_facts = attrgetter(*(one.name for one in fields(Resource) if one.name not in DESCRIPTIVE))


@dataclass(frozen=True, slots=True)
class Change:
    """The rows and links in which two plans of the same outline differ.

    Attributes
    ----------
    rows : list of int
        Positions of tasks that differ in what bears on dates, or whose assignments do.
    assigned : bool
        Some assignment differs.
    links : list of int
        Positions at which another link stands, or only one of the plans has a link.
    """

    rows: list[int]
    assigned: bool
    links: list[int]

    @property
    def nothing(self) -> bool:
        """Whether every date stays."""
        return not (self.rows or self.assigned or self.links)

    def lay_out(self, layout: Layout, plan: Plan) -> Layout:
        """Return the layout of the changed plan."""
        at_work: Mapping[int, list[Assignment]] = layout.at_work
        if self.assigned:
            at_work = group(plan.assignments, layout.working)
        fresh = lay_out_again(layout, plan, self.rows, at_work)
        if self.links:
            lay_out_links(fresh.net, plan.links, [k for k in self.links if k < len(plan.links)])
        return fresh

    def marks(self, before: Plan, after: Plan) -> tuple[vec[i64], vec[i64], vec[i64]]:
        """Return the nodes to compute forward and backward, and the tasks to find free slack for."""
        n = len(after.tasks)
        ahead, behind, freed = filled(2 * n, 0), filled(2 * n, 0), filled(n, 0)
        for i in self.rows:
            self._mark(before, i, ahead, behind, freed)
            self._mark(after, i, ahead, behind, freed)
        for shape in (before.structure, after.structure):
            for k in self.links:
                if k < len(shape.pred):
                    p, s = shape.pred[k], shape.succ[k]
                    ahead[n + s if shape.summary[s] else s] = 1
                    behind[p] = freed[p] = 1
        return ahead, behind, freed

    def _mark(self, plan: Plan, i: int, ahead: vec[i64], behind: vec[i64], freed: vec[i64]) -> None:
        """Mark a row and all that looks at it."""
        shape = plan.structure
        n = len(plan.tasks)
        for node in (i, n + i) if shape.summary[i] else (i,):
            ahead[node] = behind[node] = 1
            for near in shape.after(node):
                ahead[near] = 1
            for near in shape.before(node):
                behind[near] = 1
        freed[i] = 1
        for k in shape.links_in[i]:
            freed[shape.pred[k]] = 1


def find_change(before: Plan, after: Plan) -> Change | None:
    """Return what differs; None when nearly everything may, so that a whole pass is due."""
    if before.structure is not after.structure and before.structure.parent != after.structure.parent:
        return None
    if any(getattr(before.project, name) != getattr(after.project, name) for name in SETTINGS):
        return None
    if before.calendars != after.calendars or not _same_resources(before, after):
        return None
    apart = differing(before.tasks, after.tasks)
    if any(before.tasks[i].uid != after.tasks[i].uid for i in apart):
        return None
    rows = {i for i in apart if _task_facts(before.tasks[i]) != _task_facts(after.tasks[i])}
    held = (before.assignments, after.assignments)
    touched = [some[k] for some in held for k in differing(*held) if k < len(some)]
    rows.update(after.structure.index[one.task] for one in touched)
    return Change(sorted(rows), bool(touched), differing(before.links, after.links))


def _same_resources(before: Plan, after: Plan) -> bool:
    old, new = before.resources, after.resources
    return old is new or [*map(_resource_facts, old)] == [*map(_resource_facts, new)]
