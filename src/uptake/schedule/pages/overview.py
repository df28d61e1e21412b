"""The first page of a project: what moves the go-live date today, what comes next, what needs somebody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from uptake.engine.instants import DAY
from uptake.engine.plan import Task
from uptake.projects.models import Project
from uptake.schedule import selectors
from uptake.schedule.bridge import State
from uptake.schedule.capacity import load
from uptake.schedule.models import Baseline, Deliverable, Draft, Resource, Revision
from uptake.schedule.tasks.deliverables import deliverables_of
from uptake.schedule.words.sentences import why
from uptake.schedule.words.wording import quoted

PATH_ROWS = 8
MILESTONE_ROWS = 6
LATE_ROWS = 8
CHANGES = 6
STALE_STATUS = 8 * DAY
"""A status date older than this says little about today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A task in one of the lists; instants."""

    uid: int
    name: str
    start: int
    finish: int
    percent: int
    owner: str
    critical: bool
    slack: int
    deadline: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that somebody has to do something about.

    Attributes
    ----------
    code : str
        What; the template has the words and where to go.
    count : int
    tone : str
        ``bad`` or ``warn``.
    """

    code: str
    count: int
    tone: str = "warn"


def today(state: State) -> int:
    """Return the instant against which the plan is held: its status date, or now."""
    status = state.plan.project.status_date
    return selectors.now() if status is None else status


def row(state: State, i: int, at: int) -> Row:
    """Return a task as lists show it."""
    task, dates = state.plan.tasks[i], state.schedule.dates
    return Row(
        uid=task.uid,
        name=task.name,
        start=dates.start[i],
        finish=dates.finish[i],
        percent=task.percent,
        owner=owner_name(state, i),
        critical=task.active and state.schedule.critical(i),
        slack=dates.total_slack[i],
        deadline=task.deadline,
        late=task.percent < 100 and 0 <= dates.finish[i] < at,
    )


def owner_name(state: State, i: int) -> str:
    """Return who answers for a task; who works on it, when that is one and nobody else is named."""
    task = state.plan.tasks[i]
    owner = task.owner
    if owner is None:
        at_work = state.schedule.layout.at_work.get(task.uid, ())
        owner = at_work[0].resource if len(at_work) == 1 else None
    if owner is None:
        return ""
    return next((one.name for one in state.plan.resources if one.uid == owner), "")


def _leaves(state: State) -> list[int]:
    summary = state.plan.structure.summary
    return [i for i, task in enumerate(state.plan.tasks) if task.active and not summary[i]]


def driving_path(state: State) -> list[dict[str, Any]]:
    """Return what is left of the chain that drives the go-live (or the last finish), next work first.

    Each has its row, and a sentence that says why it is there.
    """
    target = state.go_live if state.go_live in state.plan.structure.index else last_task(state)
    if target is None:
        return []
    at = today(state)
    told = why(state.schedule, target, today=selectors.now())
    sentences = {one["uid"]: one["text"] for one in told["chain"]}
    sentences.setdefault(target, told["start"])
    index, summary = state.plan.structure.index, state.plan.structure.summary
    seen: dict[int, None] = {}
    for step in state.schedule.why(target):
        i = index[step.task]
        if not summary[i] and state.plan.tasks[i].percent < 100:
            seen.setdefault(i)
    return [
        {"row": row(state, i, at), "why": _without_name(sentences, state.plan.tasks[i])}
        for i in reversed(list(seen))
    ]


def _without_name(sentences: dict[int, str], task: Task) -> str:
    """Return why a task is there; its name stands before it already."""
    said = sentences.get(task.uid, "").removeprefix(quoted(task.name)).strip()
    return said[:1].upper() + said[1:]


def last_task(state: State) -> int | None:
    """Return the uid of the task that finishes last."""
    leaves = _leaves(state)
    if not leaves:
        return None
    return state.plan.tasks[max(leaves, key=lambda i: state.schedule.dates.finish[i])].uid


def next_milestones(project: Project, state: State) -> list[dict[str, Any]]:
    """Return the milestones that come next, with what they hand over."""
    at, dates = today(state), state.schedule.dates
    ahead = [
        i
        for i in _leaves(state)
        if (state.plan.tasks[i].milestone or not state.plan.tasks[i].duration)
        and state.plan.tasks[i].percent < 100
    ]
    chosen = sorted(ahead, key=lambda i: (dates.finish[i], i))[:MILESTONE_ROWS]
    handed = deliverables_of(project, [state.plan.tasks[i].uid for i in chosen])
    return [
        {"row": row(state, i, at), "deliverables": handed.get(state.plan.tasks[i].uid, [])} for i in chosen
    ]


def late_tasks(state: State) -> list[Row]:
    """Return the tasks that should be done by now and are not; the least slack first."""
    at, dates = today(state), state.schedule.dates
    late = [i for i in _leaves(state) if state.plan.tasks[i].percent < 100 and 0 <= dates.finish[i] < at]
    return [row(state, i, at) for i in sorted(late, key=lambda i: (dates.total_slack[i], dates.finish[i], i))]


def deadlines(state: State) -> tuple[list[Row], list[Row]]:
    """Return the tasks that miss their deadline, and those that a week more would make miss it."""
    at, dates = today(state), state.schedule.dates
    missed: list[int] = []
    risky: list[int] = []
    for i in _leaves(state):
        deadline = state.plan.tasks[i].deadline
        if deadline is None or state.plan.tasks[i].percent == 100:
            continue
        if dates.finish[i] > deadline:
            missed.append(i)
        elif deadline - dates.finish[i] <= 7 * DAY:
            risky.append(i)
    both = [sorted(one, key=lambda i: (dates.finish[i], i)) for one in (missed, risky)]
    return [row(state, i, at) for i in both[0]], [row(state, i, at) for i in both[1]]


def recent_changes(project: Project) -> list[Revision]:
    """Return the last revisions."""
    rows = (
        Revision.objects.filter(plan__project=project)
        .select_related("author")
        .defer("edits", "inverse", "touched")
    )
    return list(rows[:CHANGES])


def attention(project: Project, state: State, *, late: int, missed: int) -> list[Attention]:
    """Return what needs somebody, the worst first; what is in order is left out."""
    at = selectors.now()
    status = state.plan.project.status_date
    held = Deliverable.objects.filter(task__plan__project=project, task__removed=False).aggregate(
        vague=Count("pk", filter=Q(acceptance="")),
        back=Count("pk", filter=Q(state=Deliverable.State.REJECTED)),
    )
    unowned = sum(
        1
        for i in _leaves(state)
        if state.plan.tasks[i].milestone
        and state.plan.tasks[i].owner is None
        and state.plan.tasks[i].percent < 100
    )
    drafts = Draft.objects.filter(plan__project=project, state=Draft.State.OPEN).count()
    needs = load.needs(state.schedule)
    found = [
        Attention("late", late, "bad"),
        Attention("missed", missed, "bad"),
        Attention("order", _to_order(project, state, needs, at), "bad"),
        Attention("rejected", held["back"], "bad"),
        Attention("no_go_live", int(state.go_live not in state.plan.structure.index)),
        Attention("no_baseline", int(not Baseline.objects.filter(plan__project=project).exists())),
        Attention("old_status", int(status is not None and at - status > STALE_STATUS)),
        Attention("no_owner", unowned),
        Attention("no_acceptance", held["vague"]),
        Attention("overloaded", sum(1 for one in needs.values() if one.ahead)),
        Attention("drafts", drafts),
    ]
    return [one for one in found if one.count]


def _to_order(project: Project, state: State, needs: dict[int, load.Need], at: int) -> int:
    """Count what has a lead time, should have been asked for by now, and was not."""
    waiting = [
        one.uid
        for one in state.plan.resources
        if one.lead_time and (by := needs[one.uid].order_by) is not None and by < at
    ]
    if not waiting:
        return 0
    return Resource.objects.filter(plan__project=project, uid__in=waiting, removed=False, state="").count()
