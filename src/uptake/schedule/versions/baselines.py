"""Baselines: the schedule kept as it was under a name, and how far the plan has moved since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.projects.models import Project
from uptake.schedule import bridge, facts
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Baseline, Plan

MAX_BASELINES = 40
"""So many may a project keep; each holds five numbers a task."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """How far the plan is from one baseline; instants, and calendar time (positive is later).

    Attributes
    ----------
    baseline : Baseline
        Without its columns.
    tasks : int
        How many it holds.
    finish, finish_now : int
    go_live, go_live_now : int or None
    later, earlier : int
        Tasks that finish later, or earlier, than they did.
    added, removed : int
    """

    baseline: Baseline
    tasks: int
    finish: int
    finish_now: int
    go_live: int | None
    go_live_now: int | None
    later: int
    earlier: int
    added: int
    removed: int

    @property
    def finish_shift(self) -> int:
        return self.finish_now - self.finish

    @property
    def go_live_shift(self) -> int | None:
        return None if self.go_live is None or self.go_live_now is None else self.go_live_now - self.go_live


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskVariance:
    """A task beside itself in a baseline. What only one of the two knows is None in the other."""

    uid: int
    name: str
    summary: bool
    milestone: bool
    critical: bool
    was_start: int | None
    was_finish: int | None
    start: int | None
    finish: int | None
    duration: int
    work: int

    @property
    def shift(self) -> int:
        """Calendar time by which the finish moved; positive is later."""
        return 0 if self.was_finish is None or self.finish is None else self.finish - self.was_finish


# ---- reading


def baseline_of(project: Project, number: int) -> Baseline:
    """Return one baseline of a project, with its columns; raises `Http404`."""
    found = Baseline.objects.filter(plan__project=project, number=number).select_related("by").first()
    if found is None:
        raise Http404
    return found


def variances(project: Project, state: State) -> list[Variance]:
    """Return every baseline with how far the plan has moved from it; the latest first."""
    kept = Baseline.objects.filter(plan__project=project).select_related("by").order_by("-number")
    return [variance(one, state) for one in kept]


def variance(baseline: Baseline, state: State) -> Variance:
    """Compare the plan as it stands with a baseline."""
    columns = baseline.columns
    index, finish = state.plan.structure.index, state.schedule.dates.finish
    later = earlier = known = 0
    for uid, was in zip(columns["uid"], columns["finish"], strict=True):
        i = index.get(uid, -1)
        if i < 0:
            continue
        known += 1
        if state.plan.structure.summary[i]:
            continue
        later += finish[i] > was
        earlier += finish[i] < was
    return Variance(
        baseline=baseline,
        tasks=len(columns["uid"]),
        finish=_end(columns),
        finish_now=state.schedule.finish,
        go_live=facts.finish_in(columns, state.go_live),
        go_live_now=_go_live(state),
        later=later,
        earlier=earlier,
        added=len(index) - known,
        removed=len(columns["uid"]) - known,
    )


def _end(columns: dict[str, Any]) -> int:
    return int(columns.get("end", -1)) if "end" in columns else max(columns["finish"], default=-1)


def _go_live(state: State) -> int | None:
    i = -1 if state.go_live is None else state.plan.structure.index.get(state.go_live, -1)
    return state.schedule.dates.finish[i] if i >= 0 else None


def compared(baseline: Baseline, state: State) -> list[TaskVariance]:
    """Return the tasks of the plan and of a baseline beside each other: what moved furthest first."""
    columns = baseline.columns
    was = _by_uid(columns)
    work = work_of(state)
    rows = [_beside(state, i, was.pop(task.uid, None), work) for i, task in enumerate(state.plan.tasks)]
    rows += [_gone(uid, *found) for uid, found in was.items()]
    return sorted(
        rows, key=lambda one: (-abs(one.shift), one.finish is not None and one.was_finish is not None)
    )


FIELDS = ("start", "finish", "duration", "work")


def _beside(
    state: State, i: int, was: tuple[int, int, int, int] | None, work: dict[int, int]
) -> TaskVariance:
    task, dates = state.plan.tasks[i], state.schedule.dates
    summary = bool(state.plan.structure.summary[i])
    return TaskVariance(
        uid=task.uid,
        name=task.name,
        summary=summary,
        milestone=task.milestone or (task.duration == 0 and not summary),
        critical=task.active and state.schedule.critical(i),
        was_start=was[0] if was else None,
        was_finish=was[1] if was else None,
        start=dates.start[i],
        finish=dates.finish[i],
        # A summary has dates of its own and nothing else: how much work it is, the tasks below it say.
        duration=task.duration - was[2] if was and not summary else 0,
        work=work[task.uid] - was[3] if was and not summary else 0,
    )


def _gone(uid: int, start: int, finish: int, duration: int, work: int) -> TaskVariance:
    return TaskVariance(
        uid=uid, name="", summary=False, milestone=duration == 0, critical=False,
        was_start=start, was_finish=finish, start=None, finish=None, duration=-duration, work=-work,
    )  # fmt: skip


# ---- changing


def take_baseline(project: Project, name: str, by: Person | None, *, since: State | None = None) -> Baseline:
    """Keep the schedule as it stands; raises `Problem` when that is one too many, or without a name.

    With `since`, a plan before an agreed change, only what is another than then is taken from the schedule: all else
    stays as the latest baseline has it, so that agreeing to a change does not forgive a delay that was there before.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(project=project)
        state = bridge.load(plan)
        others = Baseline.objects.filter(plan=plan)
        if others.count() >= MAX_BASELINES:
            raise Problem(_("This project has %d baselines. Delete one that nobody needs.") % MAX_BASELINES)
        found = Baseline.objects.create(
            plan=plan,
            number=(others.aggregate(last=Max("number"))["last"] or 0) + 1,
            name=_free_name(plan, name),
            revision=state.revision,
            by=by,
            columns=columns_of(state) if since is None else _columns_since(plan, since, state),
        )
        facts.write_planned(project.pk, state)
    return found


def work_of(state: State) -> dict[int, int]:
    """Return the work of each task that has some; 0 for others."""
    work: dict[int, int] = defaultdict(int)
    for one in state.plan.assignments:
        work[one.task] += one.work
    return work


def columns_of(state: State) -> dict[str, Any]:
    """Return dates, durations and work of all tasks, as columns."""
    plan, dates = state.plan, state.schedule.dates
    work = work_of(state)
    return {
        "uid": [task.uid for task in plan.tasks],
        "start": list(dates.start),
        "finish": list(dates.finish),
        "duration": [task.duration for task in plan.tasks],
        "work": [work[task.uid] for task in plan.tasks],
        "end": state.schedule.finish,
    }


def _columns_since(plan: Plan, since: State, state: State) -> dict[str, Any]:
    """Return the latest baseline with what became another between two states of the plan."""
    now, latest = columns_of(state), Baseline.objects.filter(plan=plan).order_by("-number").first()
    if latest is None:
        return now
    agreed, before, after = (_by_uid(one) for one in (latest.columns, columns_of(since), now))
    rows = [
        agreed[uid] if uid in agreed and before.get(uid) == figures else figures
        for uid, figures in after.items()
    ]
    columns = dict(zip(FIELDS, map(list, zip(*rows, strict=True)), strict=True)) if rows else {}
    return {**now, **columns, "end": max((one[1] for one in rows), default=-1)}


def _by_uid(columns: dict[str, Any]) -> dict[int, tuple[int, int, int, int]]:
    return dict(zip(columns["uid"], zip(*(columns[name] for name in FIELDS), strict=True), strict=True))


def rename_baseline(project: Project, number: int, name: str) -> Baseline:
    """Give a baseline another name."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(project=project)
        found = baseline_of(project, number)
        found.name = _free_name(found.plan, name, but=found.pk)
        found.save(update_fields=["name"])
    return found


def delete_baseline(project: Project, number: int) -> None:
    """Forget a baseline; the go-live that was planned is then that of the one before it."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(project=project)
        baseline_of(project, number).delete()
        facts.write_planned(project.pk, bridge.load(plan))


def _free_name(plan: Plan, name: str, *, but: int | None = None) -> str:
    """Return a name that people can tell from the others; raises `Problem`."""
    clean = " ".join(name.replace("\0", "").split())
    if not clean or len(clean) > LONGEST_NAME:
        raise Problem(_("Give the baseline a name of up to %d characters.") % LONGEST_NAME, column="name")
    if clean in _names(Baseline.objects.filter(plan=plan).exclude(pk=but or 0)):
        raise Problem(_("There is a baseline “%s” already. Choose another name.") % clean, column="name")
    return clean


def _names(baselines: Any) -> Iterable[str]:
    return set(baselines.values_list("name", flat=True))
