"""Drafts: edits beside the plan. A draft is shown on the plan as it stands now; what no longer fits is said."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import apply, from_json, to_json
from uptake.engine.errors import PlanError
from uptake.projects.access import role_in
from uptake.projects.models import Project
from uptake.registers.spec import BUILT_IN
from uptake.schedule import bridge, services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft, Plan
from uptake.schedule.words.sentences import problem

MAX_STEPS = 1_000
MAX_EDITS = 50_000
"""So many edits may all steps of a draft have: each look at it makes all of them."""


def visible(project: Project, person: Any) -> "QuerySet[Draft]":
    """Return the drafts of a project that somebody may look at: those of records go with them and their register."""
    role = role_in(person, project)
    hidden = [key for key, spec in BUILT_IN.items() if role not in spec.view]
    drafts = Draft.objects.filter(plan__project=project).exclude(record__register__in=hidden)
    return drafts.exclude(record__removed_at__isnull=False)


def open_draft(project: Project, pk: int, person: Any) -> Draft:
    """Return a draft that can be worked on."""
    draft = visible(project, person).filter(pk=pk).select_related("plan__project", "record").first()
    if draft is None:
        raise Http404
    if draft.state != Draft.State.OPEN:
        raise Problem(_("This draft was applied or discarded already."))
    return draft


def start_draft(project: Project, name: str, by: Person, *, record: int | None = None) -> Draft:
    """Begin a draft at the plan as it stands; it may belong to a record."""
    plan = Plan.objects.get(project=project)
    return Draft.objects.create(
        plan=plan,
        name=name.strip()[:100] or _("Draft"),
        author=by,
        base=plan.revision,
        record_id=record,
    )


def hold(draft: Draft, *, held: bool = True) -> None:
    """Let nobody change a draft, or let everybody again who may."""
    Draft.objects.filter(pk=draft.pk).update(held=held)
    draft.held = held


def belongs_to(draft: Draft) -> str:
    """Return the number of the record that a draft belongs to; empty for one that stands alone."""
    if draft.record is None:
        return ""
    return BUILT_IN[draft.record.register].code(draft.record.number)


def edits_of(draft: Draft) -> list[Any]:
    return [from_json(one) for step in draft.steps for one in step["edits"]]


def state_of(draft: Draft) -> bridge.State:
    """Return the plan as it would be with the draft; raises `Problem` when it no longer fits."""
    return state_on(services.current(draft.plan.project), draft)


def state_on(before: bridge.State, draft: Draft) -> bridge.State:
    """Return a plan as it would be with the draft; raises `Problem` when it does not fit."""
    try:
        after = apply(before.plan, edits_of(draft))
    except PlanError as why:
        sentence = problem(why, before.plan)
        raise Problem(
            _(
                "The plan changed since, and the draft “%(name)s” no longer fits: %(why)s "
                "Take back its last steps, or discard it."
            )
            % {"name": draft.name, "why": sentence}
        ) from why
    shown = bridge.state_after(before, after, revision=draft.version)
    return bridge.in_room(shown, bridge.draft_uids(draft.pk))


def outcome(draft: Draft) -> services.Outcome:
    """Return what applying a draft would do to the plan."""
    project = draft.plan.project
    before = services.current(project)
    return services.outcome(before, state_on(before, draft).plan, [{"code": "draft", "name": draft.name}])


def preview(draft: Draft, intend: services.Intend) -> services.Outcome:
    """Return what one more step would do to the draft; nothing is written."""
    return _step(draft, intend, None)[1]


def change(draft: Draft, intend: services.Intend, base: int | None) -> services.Outcome:
    """Add a step to a draft."""
    edits, done = _step(draft, intend, base)  # before the transaction, as in `services.apply_edits`
    with transaction.atomic():
        locked = _locked_for_change(draft)
        if locked.version != draft.version:
            edits, done = _step(locked, intend, base)
        if not edits:
            return done
        before = sum(len(step["edits"]) for step in locked.steps)
        if len(locked.steps) >= MAX_STEPS or before + len(edits) > MAX_EDITS:
            raise Problem(_("This draft has too many steps. Apply it, or begin another."))
        locked.steps.append({"label": done.label, "edits": edits})
        locked.redo = []
        _save(locked)
    return done


def _step(
    draft: Draft, intend: services.Intend, base: int | None
) -> tuple[list[dict[str, Any]], services.Outcome]:
    """Work out one more step: its edits as JSON, and what they do."""
    before = state_of(draft)
    if base is not None and base != draft.version:
        raise services.Stale(base, before)
    meant = intend(before)
    return [to_json(one) for one in meant.edits], services.outcome(before, meant.plan, meant.label)


def _locked(draft: Draft) -> Draft:
    """Return a draft that nobody else can change until the transaction ends; raises `Problem`."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("plan__project").get(pk=draft.pk)
    if found.state != Draft.State.OPEN:
        raise Problem(_("This draft was applied or discarded already."))
    return found


def _locked_for_change(draft: Draft) -> Draft:
    """Return a draft as `_locked` does; raises `Problem` when it is held."""
    found = _locked(draft)
    if found.held:
        said = {"name": found.name, "code": belongs_to(found)}
        raise Problem(
            _("“%(name)s” is being decided, or was: it cannot be changed now. Take %(code)s back first.")
            % said
        )
    return found


def _need_owner(draft: Draft, record: int | None) -> None:
    """Raise `Problem` unless what a draft belongs to, if anything, is what wants to end it."""
    if draft.record_id != record:
        raise Problem(_("This draft belongs to %s: what becomes of it is decided there.") % belongs_to(draft))


def step_back(draft: Draft, *, again: bool) -> services.Outcome:
    """Take the last step of a draft back, or make it again."""
    with transaction.atomic():
        locked = _locked_for_change(draft)
        source, target = (locked.redo, locked.steps) if again else (locked.steps, locked.redo)
        if not source:
            raise services.NothingToUndo
        current = services.current(locked.plan.project)
        step = source.pop()
        before = state_on(current, locked) if again else _shown(current, locked, step)
        target.append(step)
        _save(locked)
        return services.outcome(before, state_on(current, locked).plan, step["label"])


def _shown(current: bridge.State, draft: Draft, step: Mapping[str, Any]) -> bridge.State:
    """Return the state before a step is taken back; the plan itself when the draft no longer fits."""
    try:
        before = state_on(current, draft)
        return bridge.state_after(before, apply(before.plan, [from_json(one) for one in step["edits"]]))
    except (Problem, PlanError):
        return current


def _save(draft: Draft) -> None:
    draft.version += 1
    draft.save(update_fields=["steps", "redo", "version"])


def apply_draft(draft: Draft, by: Person, *, record: int | None = None) -> services.Outcome:
    """Make the draft part of the plan: exactly its edits, on the plan as it stands.

    `record` is the one that it belongs to: anybody else gets a `Problem`.
    """
    with transaction.atomic():
        locked = _locked(draft)
        _need_owner(locked, record)
        label = [{"code": "draft", "name": locked.name}]
        done = services.apply_edits(locked.plan.project, edits_of(locked), by, kind="draft", label=label)
        locked.state = Draft.State.APPLIED
        locked.save(update_fields=["state"])
    return done


def discard(draft: Draft) -> None:
    """Put a draft away unapplied."""
    with transaction.atomic():
        locked = _locked(draft)
        _need_owner(locked, None)
        locked.state = Draft.State.DISCARDED
        locked.save(update_fields=["state"])
