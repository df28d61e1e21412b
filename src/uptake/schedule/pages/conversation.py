"""What the plan page asks for, carried out: the JSON of docs/reference/plan-page.md in, and out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import Edit
from uptake.engine.edits.algebra import Set
from uptake.projects.access import Forbidden, may
from uptake.projects.models import Project
from uptake.schedule import feed, selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Changes, Problem, to_edits
from uptake.schedule.models import Draft
from uptake.schedule.services import NothingToUndo, Outcome, Stale
from uptake.schedule.versions import drafts
from uptake.schedule.words.sentences import impact_line, label_text

HISTORY = ("undo", "redo", "restore")
LARGEST = 2**31 - 1
"""What a database can count: more is no revision and no draft."""
PROGRESS_FIELDS = frozenset(
    {"percent", "actual_start", "actual_finish", "stop", "resume", "remaining", "pieces"}
)
PROGRESS_WORK = frozenset({"actual_work", "remaining_work", "actual_start", "actual_finish"})


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a page, read from JSON; raises `Problem` when it is none."""

    changes: list[Any]
    base: int | None
    preview: bool
    ask: bool
    draft: int | None
    baseline: int | None = None
    """Number of the one that the page shows; the latest when left out."""

    @classmethod
    def of(cls, body: object) -> "Ask":
        if not isinstance(body, dict) or not isinstance(body.get("changes"), list):
            raise Problem(_("The page sent something that is no change. Reload it, and try again."))
        base, draft, baseline = (body.get(name) for name in ("base", "draft", "baseline"))
        for value in (base, draft, baseline):
            if value is not None and (type(value) is not int or not 0 <= value <= LARGEST):
                raise Problem(_("The page sent something that is no change. Reload it, and try again."))
        return cls(body["changes"], base, bool(body.get("preview")), bool(body.get("ask")), draft, baseline)


def converse(project: Project, person: Person, body: object) -> tuple[int, dict[str, Any]]:
    """Carry out what a page asks for; returns the status and the JSON of the answer."""
    try:
        return _answered(project, person, Ask.of(body))
    except Problem as why:
        return 422, {"message": why.sentence, "uid": why.uid, "column": why.column}
    except NothingToUndo:
        return 422, {
            "message": _("There is nothing more to take back or to make again."),
            "uid": None,
            "column": None,
        }


def _answered(project: Project, person: Person, ask: Ask) -> tuple[int, dict[str, Any]]:
    if project.archived:
        raise Problem(_("This project is archived: it can be read only. Bring it back to change it."))
    try:
        return _carry_out(project, person, ask)
    except Stale as stale:
        return 409, stale_answer(project, person, stale, baseline=ask.baseline)


def _carry_out(project: Project, person: Person, ask: Ask) -> tuple[int, dict[str, Any]]:
    intent = _history_intent(ask.changes)
    if ask.draft is not None:
        return _in_draft(project, person, ask, intent)
    if intent is not None:
        if not may(person, "plan.edit", project):
            raise Forbidden("plan.edit")
        return 200, answer(project, person, _from_history(project, person, intent), ask)
    read = _reader(project, person, ask, need="plan.edit")
    if ask.preview:
        return 200, _previewed(project, person, services.preview(project, read), ask)
    agree = (lambda one: not _matters(one)) if ask.ask else None
    try:
        outcome = services.apply_edits(project, read, person, base=ask.base, agree=agree)
    except Stale as stale:
        return 409, stale_answer(project, person, stale, baseline=ask.baseline)
    if not outcome.made and ask.ask and _matters(outcome):
        return 200, question(outcome)
    return 200, answer(project, person, outcome, ask)


def _in_draft(
    project: Project, person: Person, ask: Ask, intent: Mapping[str, Any] | None
) -> tuple[int, dict[str, Any]]:
    draft = drafts.open_draft(project, ask.draft or 0, person)
    if not may(person, "draft.edit", project):
        raise Forbidden("draft.edit")
    if intent is not None and intent["intent"] == "restore":
        raise Problem(_("A draft has no revisions. Take its steps back one by one."))
    read = _reader(project, person, ask, need="draft.edit")
    if ask.preview and intent is None:
        return 200, _previewed(project, person, drafts.preview(draft, read), ask)
    if intent is not None:
        done = drafts.step_back(draft, again=intent["intent"] == "redo")
    else:
        try:
            done = drafts.change(draft, read, ask.base)
        except Stale as stale:
            draft.refresh_from_db()
            return 409, _stale_draft(draft, stale.since)
    draft.refresh_from_db()
    delta: dict[str, Any] = {"reload": True, "revision": draft.version}
    if ask.base in {draft.version, draft.version - 1}:  # else others' steps are missing on the page
        delta = _delta(project, person, done, ask.baseline) | {"revision": draft.version, "from": ask.base}
    return 200, {
        "revision": draft.version,
        "delta": delta,
        "impact": impact(done),
        "label": label_text(done.label),
        "undo": bool(draft.steps),
        "redo": bool(draft.redo),
    }


def _stale_draft(draft: Draft, since: int) -> dict[str, Any]:
    """Say what others did to a draft since the page was made: its steps, for it has no revisions."""
    later = draft.steps[-(draft.version - since) :] if since < draft.version else []
    return {
        "message": _stale_message(),
        "revision": draft.version,
        "who": [],
        "what": [label_text(step["label"]) for step in later][-10:],
        "delta": {"reload": True, "revision": draft.version},
    }


def _history_intent(changes: list[Any]) -> Mapping[str, Any] | None:
    if len(changes) == 1 and isinstance(changes[0], dict) and changes[0].get("intent") in HISTORY:
        found: dict[str, Any] = changes[0]
        return found
    return None


def _from_history(project: Project, person: Person, intent: Mapping[str, Any]) -> Outcome:
    match intent["intent"]:
        case "undo":
            return services.undo(project, person)
        case "redo":
            return services.redo(project, person)
    number = intent.get("revision")
    if type(number) is not int or not 0 <= number <= LARGEST:
        raise Problem(_("There is no such revision in this plan."))
    return services.restore(project, number, person)


def _reader(project: Project, person: Person, ask: Ask, *, need: str) -> services.Intend:
    """Return what turns the changes into edits, and refuses what the person's role does not allow."""
    if not may(person, need, project) and not may(person, "plan.progress", project):
        raise Forbidden(need)  # before anything is worked out

    def read(state: State) -> Changes:
        meant = to_edits(
            state.schedule,
            ask.changes,
            language=selectors.language(),
            next_uid=state.next_uid,
        )
        if not may(person, need, project) and not all(map(_is_progress, meant.edits)):
            raise Forbidden(need)
        return meant

    return read


def _is_progress(edit: Edit) -> bool:
    """Tell whether an edit only reports progress."""
    if not isinstance(edit, Set):
        return False
    allowed = {"task": PROGRESS_FIELDS, "assignment": PROGRESS_WORK}.get(edit.kind, frozenset())
    return edit.values.keys() <= allowed


def _matters(outcome: Outcome) -> bool:
    """Tell whether a change is shown before it is made: it moves a milestone that is not itself edited."""
    go_live = outcome.after.go_live
    moved = outcome.impact.milestones
    return bool(moved) or any(one.uid == go_live for one in outcome.impact.moved)


def impact(outcome: Outcome) -> dict[str, Any]:
    """Write an impact for the page."""
    found, plan = outcome.impact, outcome.after.plan
    go_live = next((one for one in found.moved if one.uid == outcome.after.go_live), None)
    return {
        "moved": found.tasks_moved,
        "added": len(found.added),
        "removed": len(found.removed),
        "milestones": [
            {
                "uid": one.uid,
                "name": plan.task(one.uid).name,
                "from": one.finish_before,
                "to": one.finish_after,
            }
            for one in found.milestones[:10]
        ],
        "finish": [found.finish_before, found.finish_after],
        "go_live": [go_live.finish_before, go_live.finish_after] if go_live else None,
        "newly_critical": len(found.newly_critical),
        "missed": [
            {"uid": one.uid, "name": plan.task(one.uid).name, "deadline": one.deadline, "finish": one.finish}
            for one in found.newly_missed[:10]
        ],
        "met": len(found.met_again),
        "text": impact_line(found, outcome.after.schedule, outcome.after.go_live, today=selectors.now()),
    }


def question(outcome: Outcome) -> dict[str, Any]:
    """Say what a change would do, before it is made."""
    told = impact(outcome)
    return {"question": told["text"], "impact": told}


def _previewed(project: Project, person: Person, outcome: Outcome, ask: Ask) -> dict[str, Any]:
    return question(outcome) | {"delta": _delta(project, person, outcome, ask.baseline)}


def answer(project: Project, person: Person, outcome: Outcome, ask: Ask) -> dict[str, Any]:
    """Say what a change did."""
    can_undo, can_redo = services.can_undo(project, person)
    if ask.base is None or ask.base == outcome.before.revision:
        delta = _delta(project, person, outcome, ask.baseline)
    else:
        delta = changed_since(project, person, ask.base, outcome.after, baseline=ask.baseline)["delta"]
    return {
        "revision": outcome.after.revision,
        "delta": delta,
        "impact": impact(outcome),
        "label": label_text(outcome.label),
        "undo": can_undo,
        "redo": can_redo,
    }


def _delta(project: Project, person: Person, outcome: Outcome, baseline: int | None) -> dict[str, Any]:
    found = outcome.differences
    besides = selectors.beside(project, person, baseline=baseline)
    return feed.delta(outcome.before.revision, outcome.after, found.touched, found.parts, besides)


def _stale_message() -> str:
    return _(
        "Others changed the plan since. Your change was not made: look at theirs, then apply yours or drop it."
    )


def stale_answer(
    project: Project, person: Person, stale: Stale, *, baseline: int | None = None
) -> dict[str, Any]:
    """Say what others changed since the page was made."""
    told = changed_since(project, person, stale.since, stale.state, baseline=baseline)
    return {"message": _stale_message(), **told}


def changed_since(
    project: Project, person: Person, number: int, state: State, *, baseline: int | None = None
) -> dict[str, Any]:
    """Return what happened after a revision: who, what, and the rows that differ."""
    later = selectors.revisions_since(project, number)
    told: dict[str, Any] = {"reload": True, "revision": state.revision}
    if len(later) == state.revision - number and all(one.touched is not None for one in later):
        touched = {uid for one in later for uid in one.touched or ()}
        parts = {part for one in later for part in one.parts}
        besides = selectors.beside(project, person, baseline=baseline)
        told = feed.delta(number, state, touched, parts, besides)
    authors = dict.fromkeys(one.author.name if one.author else "" for one in later)
    return {
        "revision": state.revision,
        "who": [name for name in authors if name],
        "what": [label_text(one.label) for one in later][-10:],
        "delta": told,
    }
