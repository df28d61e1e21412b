"""What becomes of a run: it is taken over into the plans, kept as drafts, or thrown away."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.edits import Edit, Set, from_json
from uptake.engine.errors import PlanError
from uptake.platform.models import Job, JobState
from uptake.projects.access import Forbidden, may
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.asking import refuse_archived
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Changes, Problem
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts
from uptake.schedule.words.sentences import problem

LABEL: list[dict[str, Any]] = [{"code": "level", "count": 1}]
Part = Mapping[str, Any]


def parts_of(run: Job) -> list[Part]:
    """Return the plans of a run in which something moves."""
    return [one for one in run.result.get("projects", []) if one["edits"]]


def draft_of(run: Job) -> int | None:
    """Return the draft that a run is about."""
    return int(run.subject.removeprefix("draft:")) if run.subject.startswith("draft:") else None


def fitting(state: State, part: Part) -> list[Edit]:
    """Return the moves whose tasks still lie where they lay when the plan was levelled."""
    index, start = state.plan.structure.index, state.schedule.dates.start
    edits = [from_json(one) for one in part["edits"]]
    return [
        edit
        for edit, since in zip(edits, part["starts"], strict=True)
        if isinstance(edit, Set) and edit.uid in index and start[index[edit.uid]] == since
    ]


def intention(part: Part, *, fits: bool) -> services.Intend:
    """Return what `services` asks for: all moves of a plan, or those that still fit it."""

    def intend(state: State) -> Changes:
        edits = fitting(state, part) if fits else [from_json(one) for one in part["edits"]]
        try:
            return Changes.of(state.schedule, edits, LABEL)
        except PlanError as why:
            raise Problem(problem(why, state.plan)) from why

    return intend


def apply_run(run: Job, by: Person, *, fits: bool = False) -> list[services.Outcome]:
    """Take a run over: each plan gets a revision, all of them or none.

    Parameters
    ----------
    run : Job
    by : Person
    fits : bool
        Plans that were changed since get the moves that still fit.

    Raises
    ------
    Stale
        When a plan was changed since, and `fits` does not allow for that.
    Problem
        When the run was taken over already, or a plan can be read only.
    Forbidden
        When somebody may not change one of the plans.
    """
    with transaction.atomic():
        locked = _locked(run)
        number = draft_of(locked)
        done, revisions = [], {}
        for part in sorted(parts_of(locked), key=lambda one: int(one["project"])):
            project = _project(part, by, "plan.edit" if number is None else "draft.edit")
            if number is not None and project.pk == locked.project_id:
                one = _in_draft(project, number, by, part, fits=fits)
            else:
                one = services.apply_edits(
                    project,
                    intention(part, fits=fits),
                    by,
                    base=None if fits else part["revision"],
                    kind="level",
                    label=LABEL,
                )
            done.append(one)
            revisions[str(project.pk)] = one.after.revision
        at = timezone.now().isoformat()
        locked.result["applied"] = {"by": by.name, "at": at, "revisions": revisions}
        locked.save(update_fields=["result"])
    return done


def _in_draft(project: Project, number: int, by: Person, part: Part, *, fits: bool) -> services.Outcome:
    draft = drafts.open_draft(project, number, by)
    return drafts.change(draft, intention(part, fits=fits), None if fits else part["revision"])


def keep_as_drafts(run: Job, by: Person, name: str) -> list[Draft]:
    """Begin a draft with the moves in each project of a run; those that no longer fit are left out."""
    made = []
    with transaction.atomic():
        for part in sorted(parts_of(_locked(run)), key=lambda one: int(one["project"])):
            project = _project(part, by, "draft.edit")
            draft = drafts.start_draft(project, name, by)
            drafts.change(draft, intention(part, fits=draft.base != part["revision"]), None)
            made.append(draft)
    if not made:
        raise Problem(_("Nothing moves: there is nothing to keep."))
    return made


def discard(run: Job) -> None:
    """Throw a run away."""
    Job.objects.filter(pk=run.pk).delete()


def _locked(run: Job) -> Job:
    """Return a run that nobody else can take over until the transaction ends; raises `Problem`."""
    locked = Job.objects.select_for_update().filter(pk=run.pk, state=JobState.DONE).first()
    if locked is None:
        raise Problem(_("This run is not there any more. Level again."))
    applied = locked.result.get("applied")
    if applied:
        raise Problem(_("%(who)s has applied this run already.") % {"who": applied["by"]})
    return locked


def _project(part: Part, by: Person, need: str) -> Project:
    project = Project.objects.filter(pk=part["project"], deleted_at=None).first()
    if project is None:
        raise Problem(_("“%(name)s” is not there any more. Level again without it.") % {"name": part["name"]})
    if not may(by, need, project):
        raise Forbidden(need)
    refuse_archived(project)
    return project
