"""One task, whole: its fields as texts that can be typed again, its links, people, and history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from uptake.engine.instants import moment
from uptake.engine.plan import Constraint, Link, ResourceType, TaskType
from uptake.interchange.durations import Language
from uptake.projects.models import Project
from uptake.schedule import feed, selectors
from uptake.schedule.bridge import State
from uptake.schedule.models import Revision
from uptake.schedule.words.amounts import estimate_text, lag_text, scale_of, work_text

COLUMNS = (
    "name", "mode", "duration", "work", "constraint", "constraint_date", "start", "finish", "deadline", "percent",
    "predecessors", "resources", "owner", "calendar", "type", "priority", "notes",
    "optimistic", "likely", "pessimistic", "distribution", "category",
)  # fmt: skip
"""In the order in which they are carried out: a constraint before its date."""
HISTORY_ROWS = 50
HISTORY_READ = 300
"""So many revisions are looked through for those of one task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A link as one of its tasks shows it: the task at its other end."""

    uid: int
    row: int
    name: str
    type: str
    lag: str
    finish: int
    critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Somebody at work on the task."""

    uid: int
    name: str
    units: str
    work: str
    done: str


def position(state: State, uid: int) -> int:
    """Return the place of a task in the plan; raises `Http404`."""
    i = state.plan.structure.index.get(uid, -1)
    if i < 0:
        raise Http404
    return i


def written(state: State, uid: int, language: Language) -> dict[str, str]:
    """Return the fields of a task as texts that mean the same when they are typed."""
    i = position(state, uid)
    task, dates = state.plan.tasks[i], state.schedule.dates
    calendars = {one.uid: one.name for one in state.plan.calendars}
    resources = {one.uid: one.name for one in state.plan.resources}
    scale = scale_of(state.plan.project)
    work = sum(one.work for one in state.plan.assignments if one.task == uid)
    return {
        "name": task.name,
        "mode": "manual" if task.manual else "auto",
        "duration": feed.duration_of(state, i, scale, language),
        "work": work_text(work, state.plan.project, language) if work else "",
        "constraint": Constraint(task.constraint).name,
        "constraint_date": date_text(task.constraint_date),
        "start": date_text(dates.start[i]),
        "finish": date_text(dates.finish[i]),
        "deadline": date_text(task.deadline),
        "percent": str(task.percent),
        "predecessors": predecessors_text(state, uid, language),
        "resources": resources_text(state, uid),
        "owner": resources.get(task.owner, "") if task.owner is not None else "",
        "calendar": calendars.get(task.calendar, "") if task.calendar is not None else "",
        "type": TaskType(task.type).name,
        "priority": str(task.priority),
        "notes": task.notes,
        **{name: estimate_text(task, name, scale, language) for name in feed.ESTIMATES},
        "distribution": task.distribution,
        "category": task.category,
    }


def date_text(at: int | None) -> str:
    """Write an instant as a field of a form holds it; nothing when there is none."""
    return "" if at is None or at < 0 else moment(at).strftime("%Y-%m-%dT%H:%M")


def predecessors_text(state: State, uid: int, language: Language) -> str:
    """Write the links into a task as ``12FS+2d;15SS``."""
    index = state.plan.structure.index
    found = sorted((index[one.pred] + 1, one) for one in links_into(state, uid))
    return ";".join(f"{row}{_link_text(one, state, language)}" for row, one in found)


def _link_text(one: Link, state: State, language: Language) -> str:
    lag = lag_text(one, state.plan.project, language)
    return f"{one.type.name}{lag}" if lag or one.type.name != "FS" else ""


def links_into(state: State, uid: int) -> list[Link]:
    """Return the links of which a task is the successor."""
    return [one for one in state.plan.links if one.succ == uid]


def linked(state: State, uid: int, language: Language) -> tuple[list[Linked], list[Linked]]:
    """Return predecessors and successors of a task."""
    before = [(one.pred, one) for one in state.plan.links if one.succ == uid]
    after = [(one.succ, one) for one in state.plan.links if one.pred == uid]
    return _linked(state, before, language), _linked(state, after, language)


def _linked(state: State, links: list[tuple[int, Link]], language: Language) -> list[Linked]:
    plan, index = state.plan, state.plan.structure.index
    found = [
        Linked(
            uid=uid,
            row=index[uid] + 1,
            name=plan.tasks[index[uid]].name,
            type=one.type.name,
            lag=lag_text(one, plan.project, language),
            finish=state.schedule.dates.finish[index[uid]],
            critical=state.schedule.critical(index[uid]),
        )
        for uid, one in links
    ]
    return sorted(found, key=lambda one: one.row)


def resources_text(state: State, uid: int) -> str:
    """Write who works on a task as ``Li Wei;Wang Fang[50%]``."""
    names = {one.uid: one for one in state.plan.resources}
    parts = []
    for one in state.plan.assignments:
        if one.task == uid and one.resource is not None:
            who = names[one.resource]
            full = one.units == 1.0 or who.type is ResourceType.COST
            parts.append(who.name if full else f"{who.name}[{_units(one.units, who.type)}]")
    return ";".join(parts)


def _units(units: float, kind: ResourceType) -> str:
    return f"{units:g}" if kind is ResourceType.MATERIAL else f"{round(units * 100, 2):g}%"


def assigned(state: State, uid: int, language: Language) -> list[Assigned]:
    """Return who and what works on a task."""
    names = {one.uid: one for one in state.plan.resources}
    project = state.plan.project
    return [
        Assigned(
            uid=one.resource,
            name=names[one.resource].name,
            units=_units(one.units, names[one.resource].type),
            work=work_text(one.work, project, language) if one.work else "",
            done=work_text(one.actual_work, project, language) if one.actual_work else "",
        )
        for one in state.plan.assignments
        if one.task == uid and one.resource is not None
    ]


def history_of(project: Project, uid: int) -> list[Revision]:
    """Return the last revisions that touched a task, the latest first; large ones touched all."""
    rows = Revision.objects.filter(plan__project=project).select_related("author").defer("edits", "inverse")
    found: list[Revision] = []
    for one in rows.order_by("-number")[:HISTORY_READ].iterator(chunk_size=100):
        if one.touched is None or uid in one.touched:
            found.append(one)
        if len(found) >= HISTORY_ROWS:
            break
    return found


# ---- saving


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that somebody else changed while it was typed here."""

    column: str
    mine: str
    theirs: str


def conflicts(was: Mapping[str, str], typed: Mapping[str, str], now: Mapping[str, str]) -> list[Conflict]:
    """Return the fields that were typed here, and changed differently elsewhere since the page was made."""
    return [
        Conflict(name, text, now[name])
        for name, text in typed.items()
        if now[name] not in {was.get(name, ""), text}
    ]


def changes(uid: int, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what was typed as changes of docs/reference/plan-page.md."""
    return [
        {"intent": "type", "uid": uid, "column": name, "text": typed[name]}
        for name in COLUMNS
        if name in typed
    ]


def language() -> Language:
    """Return the language of who reads."""
    return selectors.language()
