"""What other pages want to know of a plan without loading it: facts on the project, on revisions."""

from typing import Any

from uptake.engine.compare import Impact
from uptake.projects import services as projects
from uptake.schedule.bridge import State
from uptake.schedule.models import Baseline


def impact_facts(impact: Impact, after: State) -> dict[str, Any]:
    """Return the figures of an impact that are kept with a revision."""
    go_live = next((one for one in impact.moved if one.uid == after.go_live), None)
    return {
        "moved": impact.tasks_moved,
        "added": len(impact.added),
        "removed": len(impact.removed),
        "finish": [impact.finish_before, impact.finish_after],
        "go_live": [go_live.finish_before, go_live.finish_after] if go_live else None,
    }


def places(edits: list[dict[str, Any]]) -> set[tuple[str, int, str]]:
    """Return what edits touch: kind, uid, field."""
    found: set[tuple[str, int, str]] = set()
    for one in edits:
        match one["edit"]:
            case "set":
                found |= {(one["kind"], one["uid"], name) for name in one["values"]}
            case "add":
                found.add((one["kind"], one["row"]["uid"], "row"))
            case "remove":
                found.add((one["kind"], one["uid"], "row"))
            case "move":
                found.add(("task", one["uid"], "place"))
    return found


def removed(edits: list[dict[str, Any]]) -> set[tuple[str, int]]:
    """Return what edits take away: kind and uid."""
    return {(one["kind"], one["uid"]) for one in edits if one["edit"] == "remove"}


def hangs_on(edits: list[dict[str, Any]]) -> set[tuple[str, int]]:
    """Return what could not be taken away without taking something of these edits with it: kind and uid."""
    found: set[tuple[str, int]] = set()
    for one in edits:
        match one["edit"]:
            case "set":
                found.add((one["kind"], one["uid"]))
                held = one["values"]
            case "add":
                held = one["row"]
            case "move":
                found.add(("task", one["uid"]))
                held = one
            case _:
                continue
        found |= {(kind, held[name]) for name, kind in HELD_BY.items() if type(held.get(name)) is int}
    return found


HELD_BY = {
    "parent": "task", "pred": "task", "succ": "task", "task": "task", "owner": "resource",
    "resource": "resource", "calendar": "calendar", "base": "calendar",
}  # fmt: skip
"""Fields that name another object, and its kind."""


def write_facts(project_id: int, state: State) -> None:
    """Keep the project's facts current."""
    plan, dates = state.plan, state.schedule.dates
    status = plan.project.status_date
    leaves = spent = total = late = 0
    for task, summary, finish in zip(plan.tasks, plan.structure.summary, dates.finish, strict=True):
        if summary or not task.active:
            continue
        leaves += 1
        spent += task.duration * task.percent
        total += task.duration
        late += status is not None and task.percent < 100 and finish < status
    position = plan.structure.index.get(state.go_live, -1) if state.go_live is not None else -1
    projects.record_facts(
        project_id,
        start=state.schedule.start,
        finish=state.schedule.finish,
        go_live=dates.finish[position] if position >= 0 else None,
        status_date=status,
        percent=round(spent / total) if total else 0,
        tasks=leaves,
        late=late,
    )


def write_planned(project_id: int, state: State) -> None:
    """Write the go-live of the latest baseline to the project; without a baseline there is none."""
    latest = Baseline.objects.filter(plan=project_id).order_by("-number").first()
    planned = finish_in(latest.columns, state.go_live) if latest is not None else None
    projects.record_facts(project_id, go_live_planned=planned)


def finish_in(columns: dict[str, Any], uid: int | None) -> int | None:
    """Return when a task finished in a baseline; None when it is not in it."""
    if uid is None or uid not in columns["uid"]:
        return None
    found: int = columns["finish"][columns["uid"].index(uid)]
    return found if found >= 0 else None
