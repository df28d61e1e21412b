"""The one way in which a plan changes: lock, apply, schedule, compare, write what differs, remember how to undo."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.compare import Impact, compare
from uptake.engine.edits import Edit, from_json, to_json
from uptake.engine.errors import PlanError
from uptake.engine.plan import Plan as EnginePlan
from uptake.engine.scheduling import Schedule, schedule
from uptake.projects.models import Project
from uptake.schedule import bridge, facts
from uptake.schedule.editing.changes import Changes, Problem
from uptake.schedule.feed import MAX_TOUCHED
from uptake.schedule.models import Plan, Revision
from uptake.schedule.words.sentences import problem

Intend = Callable[[bridge.State], Changes]
Listener = Callable[[Project], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> Listener:
    """Register what is called with a project each time after its plan has changed and that is committed.

    Nobody waits for it: what takes longer than a few statements is a job, and what fails is logged.
    """
    _listeners.append(listener)
    return listener


def _tell(project: Project) -> None:
    for listener in _listeners:
        transaction.on_commit(lambda told=listener: told(project), robust=True)  # type: ignore[misc]


class Stale(Exception):
    """Somebody changed the plan since the page that asks was made.

    Attributes
    ----------
    since : int
        The revision that the page had.
    state : State
        The plan as it is now.
    """

    def __init__(self, since: int, state: bridge.State) -> None:
        super().__init__(since)
        self.since = since
        self.state = state


class NothingToUndo(Exception):
    """There is no change of this person that could be taken back, or made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a change did, or would do.

    Attributes
    ----------
    before, after : State
    impact : Impact
    label : list of dict
    differences : Differences
    made : bool
        Whether it was written.
    """

    before: bridge.State
    after: bridge.State
    impact: Impact
    label: list[dict[str, Any]]
    differences: bridge.Differences
    made: bool = False


def current(project: Project) -> bridge.State:
    """Return the plan of a project as it stands."""
    return bridge.load(Plan.objects.get(project=project))


def preview(project: Project, intend: Intend) -> Outcome:
    """Return what a change would do; nothing is written."""
    before = current(project)
    meant = intend(before)
    return outcome(before, meant.plan, meant.label, since=meant.since)


def apply_edits(
    project: Project,
    edits: Intend | Sequence[Edit],
    by: Person | None,
    *,
    base: int | None = None,
    kind: str = "edit",
    label: list[dict[str, Any]] | None = None,
    undoes: int | None = None,
    agree: Callable[[Outcome], bool] | None = None,
) -> Outcome:
    """Change a plan.

    Parameters
    ----------
    project : Project
    edits : callable or sequence of Edit
        Edits, or what makes them of the plan as it stands.
    by : Person or None
    base : int, optional
        The revision that the change was meant for; whatever is current when left out.
    kind : str
        What the revision is called: ``edit``, ``undo``, ``redo``, ``restore``, ``draft``, ``import``.
    label : list of dict, optional
    undoes : int, optional
        Number of the revision that this one takes back, or makes again.
    agree : callable, optional
        Asked with the outcome before anything is written; False leaves the plan as it is.

    Raises
    ------
    Stale
        When the plan is no longer at `base`.
    Problem
        When the edits would not lead to a plan; its sentence says why.
    """
    # Worked out before the transaction begins: on SQLite nobody else can write while it lasts.
    wanted = _wanted(current(project), edits, base, label)
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(project=project)
        if (plan.revision, plan.go_live) != (wanted.before.revision, wanted.before.go_live):
            wanted = _wanted(bridge.load(plan), edits, base, label)
        done, meant = wanted.done, wanted.meant
        if not meant.edits:
            return replace(done, after=wanted.before)
        if agree is not None and not agree(done):
            return done
        found = done.differences
        bridge.write_changes(plan, wanted.before, done.after, found)
        Revision.objects.create(
            plan=plan,
            number=done.after.revision,
            author=by,
            kind=kind,
            label=done.label,
            edits=[to_json(one) for one in meant.edits],
            inverse=[to_json(one) for one in meant.inverse],
            touched=sorted(found.touched) if len(found.touched) <= MAX_TOUCHED else None,
            parts=sorted(found.parts),
            undoes=undoes,
            impact=facts.impact_facts(done.impact, done.after),
        )
        _write_head(plan, done.after)
        bridge.keep_after_commit(plan, done.after)
        _tell(project)
    return replace(done, made=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A change worked out on a state, before it is written."""

    before: bridge.State
    meant: Changes
    done: Outcome


def _wanted(
    before: bridge.State,
    edits: Intend | Sequence[Edit],
    base: int | None,
    label: list[dict[str, Any]] | None,
) -> _Wanted:
    if base is not None and base != before.revision:
        raise Stale(base, before)
    meant = edits(before) if callable(edits) else _meant(before, edits)
    return _Wanted(before, meant, outcome(before, meant.plan, label or meant.label, since=meant.since))


def _meant(before: bridge.State, edits: Sequence[Edit]) -> Changes:
    try:
        return Changes.of(before.schedule, edits, [])
    except PlanError as why:
        raise Problem(problem(why, before.plan)) from why


def outcome(
    before: bridge.State, plan: EnginePlan, label: list[dict[str, Any]], *, since: Schedule | None = None
) -> Outcome:
    """Return what a changed plan leads to; raises `Problem` when it cannot be scheduled."""
    go_live = before.go_live if before.go_live in plan.structure.index else None
    try:
        after = bridge.state_after(before, plan, since=since, go_live=go_live)
    except PlanError as why:
        raise Problem(problem(why, plan)) from why
    return Outcome(
        before=before,
        after=after,
        impact=compare(before.schedule, after.schedule),
        label=label,
        differences=bridge.differences(before, after),
    )


def _write_head(plan: Plan, state: bridge.State) -> None:
    plan.revision = state.revision
    plan.values = bridge.project_values(state.plan.project)
    plan.last_uid = state.last_uid
    plan.go_live = state.go_live
    plan.save(update_fields=["revision", "values", "last_uid", "go_live"])
    facts.write_facts(plan.project_id, state)


# ---- history


def undo(project: Project, by: Person) -> Outcome:
    """Take back this person's last change that was not taken back yet."""
    with _alone(project):
        return _reverse(project, by, _last_of(project, by, taken_back=False), "undo")


def redo(project: Project, by: Person) -> Outcome:
    """Make this person's last change that was taken back again, unless they changed something since."""
    with _alone(project):
        return _reverse(project, by, _last_of(project, by, taken_back=True), "redo")


@contextmanager
def _alone(project: Project) -> Iterator[None]:
    """Keep others from changing the plan between a look at its revisions and what follows from them."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(project=project)
        yield


def can_undo(project: Project, by: Person) -> tuple[bool, bool]:
    """Tell whether there is something to undo, and to redo, for a person."""
    undone, redone = _stacks(project, by)
    return bool(undone), bool(redone)


def _stacks(project: Project, by: Person) -> tuple[list[int], list[int]]:
    """Replay what a person did as two stacks: what can be undone, and what can be redone."""
    done: list[int] = []
    back: list[int] = []
    theirs = Revision.objects.filter(plan__project=project, author=by).order_by("-number")[:200]
    for number, kind in reversed(list(theirs.values_list("number", "kind"))):
        if kind == "undo" and done:
            done.pop()
            back.append(number)
        elif kind == "redo" and back:
            back.pop()
            done.append(number)
        elif kind not in {"undo", "redo"}:
            done.append(number)
            back.clear()
    return done, back


def _last_of(project: Project, by: Person, *, taken_back: bool) -> Revision:
    stack = _stacks(project, by)[taken_back]
    if not stack:
        raise NothingToUndo
    return Revision.objects.get(plan__project=project, number=stack[-1])


def _reverse(project: Project, by: Person, revision: Revision, kind: str) -> Outcome:
    later = Revision.objects.filter(plan_id=revision.plan_id, number__gt=revision.number).exclude(author=by)
    ours, removed = facts.places(revision.inverse), facts.removed(revision.inverse)
    for other in later.select_related("author").order_by("number").iterator(chunk_size=50):
        if ours & facts.places(other.edits) or removed & facts.hangs_on(other.edits):
            who = other.author.name if other.author else _("Somebody")
            raise Problem(
                _("%(who)s changed the same thing afterwards. Look at the history, and change it by hand.")
                % {"who": who}
            )
    edits = [from_json(one) for one in revision.inverse]
    return apply_edits(project, edits, by, kind=kind, label=revision.label, undoes=revision.number)


def restore(project: Project, number: int, by: Person) -> Outcome:
    """Bring the plan back to what it was at a revision, as a new one."""
    label = [{"code": "restore", "revision": number}]
    with _alone(project):
        back = Revision.objects.filter(plan__project=project, number__gt=number).order_by("-number")
        edits = [from_json(one) for inverse in back.values_list("inverse", flat=True) for one in inverse]
        return apply_edits(project, edits, by, kind="restore", label=label)


# ---- beginning


def begun(plan: EnginePlan) -> Schedule:
    """Schedule a plan that no project has yet; raises `Problem`."""
    try:
        return schedule(plan)
    except PlanError as why:
        raise Problem(problem(why, plan)) from why


def start_plan(
    project: Project, plan: EnginePlan, *, go_live: int | None = None, done: Schedule | None = None
) -> bridge.State:
    """Give a project its first plan: revision 0. `done` is its schedule, when the caller has it."""
    done = done or begun(plan)
    last = {
        kind: bridge.highest(getattr(plan, part), bridge.PLAN_UIDS) for kind, part in bridge.PARTS.items()
    }
    state = bridge.State(0, done, bridge.fresh_ranks(len(plan.tasks)), go_live, last)
    with transaction.atomic():
        row = Plan.objects.create(
            project=project, values=bridge.project_values(plan.project), go_live=go_live, last_uid=last
        )
        bridge.write_all(row, state)
        facts.write_facts(project.pk, state)
        bridge.keep_after_commit(row, state)
    return state


def set_go_live(project: Project, uid: int | None) -> None:
    """Name the milestone that is the go-live."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update().get(project=project)
        if uid is not None and uid not in bridge.load(plan).plan.structure.index:
            raise Problem(_("That task is no longer in the plan. Choose another milestone."), uid)
        plan.go_live = uid
        plan.save(update_fields=["go_live"])
        facts.write_facts(project.pk, bridge.load(plan))
        _tell(project)
