"""Another plan in the place of a project's own, as one revision that can be undone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from uptake.accounts.models import Person
from uptake.engine.edits import Add, Edit, Remove, Set
from uptake.engine.errors import PlanError
from uptake.engine.plan import Plan, Task
from uptake.projects.models import Project
from uptake.schedule import bridge, services
from uptake.schedule.editing.changes import Changes, Problem
from uptake.schedule.lifecycle.creation import storable
from uptake.schedule.words.sentences import problem


def replacement(plan: Plan, file: str) -> services.Intend:
    """Return what puts a plan in the place of the one that is there.

    Tasks keep their numbers when the file is an edition of the same plan, so that comments and files stay with
    them; resources and calendars keep theirs when they have the same name.
    """

    def intend(before: bridge.State) -> Changes:
        named = storable(plan, before.plan.project.name)
        fitted = _renumbered(named, before)
        edits = list(_exchange(before.plan, fitted))
        try:
            return Changes.of(before.schedule, edits, [{"code": "import", "name": file}])
        except PlanError as why:
            raise Problem(problem(why, fitted)) from why

    return intend


def _renumbered(plan: Plan, before: bridge.State) -> Plan:
    """Number a plan so that only what is meant to be the same has the same number as something before it."""
    same = _is_edition(plan, before.plan)
    tasks = _numbers(plan.tasks, before.plan.tasks, before.last_uid.get("task", 0), same=same)
    resources = _numbers(plan.resources, before.plan.resources, before.last_uid.get("resource", 0))
    calendars = _numbers(plan.calendars, before.plan.calendars, before.last_uid.get("calendar", 0))
    return Plan.build(
        replace(plan.project, calendar=calendars[plan.project.calendar]),
        [
            replace(
                one,
                uid=tasks[one.uid],
                parent=_mapped(one.parent, tasks),
                calendar=_mapped(one.calendar, calendars),
                owner=_mapped(one.owner, resources),
            )
            for one in plan.tasks
        ],
        [replace(one, pred=tasks[one.pred], succ=tasks[one.succ]) for one in plan.links],
        calendars=[
            replace(one, uid=calendars[one.uid], base=_mapped(one.base, calendars)) for one in plan.calendars
        ],
        resources=[
            replace(one, uid=resources[one.uid], calendar=_mapped(one.calendar, calendars))
            for one in plan.resources
        ],
        assignments=[
            replace(one, task=tasks[one.task], resource=_mapped(one.resource, resources))
            for one in plan.assignments
        ],
    )


def _is_edition(plan: Plan, before: Plan) -> bool:
    """Tell whether a plan is another edition of one: most of the tasks with a common number have one name."""
    there = {one.uid: one.name.strip() for one in before.tasks}
    common = [one for one in plan.tasks if one.uid in there]
    return bool(common) and 2 * sum(there[one.uid] == one.name.strip() for one in common) >= len(common)


def _numbers(rows: Any, there: Any, last: int, *, same: bool = False) -> dict[int, int]:
    """Return for each number the one that it gets: its own, that of the same name, or a new one."""
    if same:
        return {one.uid: one.uid for one in rows}
    by_name = {} if rows and isinstance(rows[0], Task) else {one.name: one.uid for one in there if one.name}
    found: dict[int, int] = {}
    for one in rows:
        number = by_name.pop(one.name, None)
        if number is None:
            last += 1
            number = last
        found[one.uid] = number
    return found


def _mapped(uid: int | None, numbers: Mapping[int, int]) -> int | None:
    return None if uid is None else numbers[uid]


def _exchange(before: Plan, after: Plan) -> Iterator[Edit]:
    """Yield the edits that lead from one plan to another, whatever they are."""
    # What hangs on a task goes with it; taken away one by one beforehand, each is found at once.
    yield from (Remove("assignment", one.uid) for one in reversed(before.assignments))
    yield from (Remove("link", one.uid) for one in reversed(before.links))
    for task in reversed(before.tasks):
        if task.parent is None:
            yield Remove("task", task.uid)
    for kind in ("resource", "calendar"):
        yield from _exchange_rows(
            kind, getattr(before, bridge.PARTS[kind]), getattr(after, bridge.PARTS[kind])
        )
    values = {name: getattr(after.project, name) for name in bridge.project_values(after.project)}
    changed = {name: value for name, value in values.items() if value != getattr(before.project, name)}
    if changed:
        yield Set("project", 0, changed)
    for k, task in enumerate(after.tasks):
        if task.parent is None:
            end = next((j for j in range(k + 1, len(after.tasks)) if after.tasks[j].parent is None), None)
            yield Add(task, None, after.tasks[k + 1 : end])
    yield from map(Add, after.links)
    yield from map(Add, after.assignments)


def _exchange_rows(kind: Any, was: Any, now: Any) -> Iterator[Edit]:
    there, wanted = {one.uid: one for one in was}, {one.uid: one for one in now}
    for uid in reversed([uid for uid in there if uid not in wanted]):
        yield Remove(kind, uid)
    for uid, row in wanted.items():
        if uid not in there:
            yield Add(row)
        elif row != there[uid]:
            fields = [name for name in type(row).__dataclass_fields__ if name != "uid"]
            other = {name: getattr(row, name) for name in fields}
            yield Set(kind, uid, {k: v for k, v in other.items() if v != getattr(there[uid], k)})


def replace_plan(project: Project, by: Person, plan: Plan, file: str, *, base: int) -> services.Outcome:
    """Put a plan in the place of a project's, as one revision."""
    return services.apply_edits(project, replacement(plan, file), by, base=base, kind="import")
