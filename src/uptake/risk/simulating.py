"""The simulation of a plan or a draft: a job, in parts where it is large; its result is kept with what went in."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from uptake.platform.jobs import Progress, Refused, ask, job, part, runs, spread, unfinished
from uptake.platform.models import Job
from uptake.platform.workers import warm
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.risk.models import SimulationRun
from uptake.risk.simulation.inputs import Inputs, inputs_of
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft, Plan
from uptake.schedule.versions import drafts

SIMULATE = "simulate"
MOST_KEPT = 40
"""Runs of one plan, or one draft, that somebody asked for; older ones go."""
MOST_AUTOMATIC = 10
"""Runs that followed a change by themselves: the last ones."""
PARTS = 4
"""So many workers can share a simulation."""
AUTOMATIC_RUNS = 2_560
"""Runs where nobody asked, so that the overview follows an edit within seconds: the first of those that are set."""
FEW_RUNS = 5_000_000
"""Tasks × runs that one worker does faster than several."""


def subject_of(draft: int | None) -> str:
    return "plan" if draft is None else f"draft:{draft}"


def ask_for(project: Project, person: Any, draft: Draft | None = None) -> Job:
    """Ask for a simulation of a plan, or of a draft; the one that waits already is as good.

    Parameters
    ----------
    project : Project
    person : Person or None
        None when it follows from a change.
    draft : Draft, optional

    Raises
    ------
    Refused
        When the plan has nothing to simulate, or the person has too many jobs.
    """
    revision = Plan.objects.values_list("revision", flat=True).get(project=project)
    if not project.tasks:
        raise Refused(_("There are no tasks to simulate yet."))
    pk = None if draft is None else draft.pk
    if draft is not None:
        revision = draft.version
    waiting = waiting_for(project, pk)
    return ask(
        SIMULATE,
        person,
        project_id=project.pk,
        options={"draft": pk},
        subject=subject_of(pk),
        revision=revision,
        once=person is None or waiting is None or waiting.owner_id is not None,
    )


def follow(project: Project) -> None:
    """Simulate a plan again after it, or what things cost, changed; not where nobody looks at the result."""
    now = Project.objects.filter(pk=project.pk, archived=False, deleted_at=None, tasks__gt=0).first()
    if now is not None:
        ask_for(now, None)


def waiting_for(project: Project, draft: int | None = None) -> Job | None:
    """Return the simulation that waits or runs."""
    return unfinished(SIMULATE, project.pk, subject_of(draft))


def last_of(project: Project, draft: int | None = None) -> Job | None:
    """Return the simulation that was asked for last, whatever became of it."""
    found: Job | None = runs(SIMULATE, project.pk, subject_of(draft)).first()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is simulated: the plan of a project, or a draft of it."""

    project: Project
    draft: Draft | None
    revision: int
    state: State
    inputs: Inputs

    @property
    def version(self) -> int:
        return 0 if self.draft is None else self.draft.version

    @property
    def digest(self) -> str:
        """What is another as soon as the result would be another."""
        return self.inputs.digest(self.state, self.revision)


def subject(project: Project, draft: Draft | None) -> Subject:
    """Load what is to be simulated; raises `Refused` for a draft that does not fit the plan any more."""
    plan = services.current(project)
    try:
        state = plan if draft is None else drafts.state_on(plan, draft)
    except Problem as why:
        raise Refused(why.sentence) from why
    return Subject(
        project=project,
        draft=draft,
        revision=plan.revision,
        state=state,
        inputs=inputs_of(project, state),
    )


def fresh(project: Project, draft: Draft | None, digest: str) -> bool:
    """Tell whether a result is what a simulation would come to now."""
    try:
        return subject(project, draft).digest == digest
    except Refused:
        return False


@warm
def prepare() -> None:
    """Compile in a worker, as it starts, what the first simulation would wait for."""
    from uptake.risk.simulation import running  # noqa: PLC0415  # NumPy and Numba: never in the web process

    running.prepare()


@job(SIMULATE)
def simulate(found: Job, progress: Progress) -> dict[str, Any]:
    """Simulate the plan as it stands now, whatever it was when somebody asked."""
    about = _subject_of(found)
    if not any(task.active for task in about.state.plan.tasks):
        raise Refused(_("There are no tasks to simulate yet."))
    from uptake.risk.simulation import running  # noqa: PLC0415  # as above

    most = AUTOMATIC_RUNS if found.owner is None else None
    work = running.work_of(about.state, about.inputs, most)
    options = [
        {
            "project": about.project.pk,
            "draft": found.options.get("draft"),
            "digest": about.digest,
            "most": most,
        }
        | {"first": first, "count": count}
        for first, count in work.parts(1 if work.size <= FEW_RUNS else PARTS)
    ]
    step = _("Simulating")
    progress(0, len(options), step)
    alone = len(options) == 1
    sample = work.run(0, work.runs) if alone else running.merged(spread(progress, SIMULATE, options, step))
    outcome, money = work.told(sample)
    with transaction.atomic():
        made = _keep(about, found, outcome, money)
        return progress.finish({"run": made.pk})


@part(SIMULATE)
def some_runs(options: dict[str, Any]) -> dict[str, Any]:
    """Do some of the runs of a simulation; refused when the plan changed since they were handed out."""
    project = Project.objects.filter(pk=options["project"], deleted_at=None).first()
    draft = Draft.objects.filter(pk=options["draft"]).first() if options["draft"] else None
    about = None if project is None else subject(project, draft)
    if about is None or about.digest != options["digest"]:
        raise Refused(_("The plan changed meanwhile. Simulate it again."))
    from uptake.risk.simulation import running  # noqa: PLC0415  # as above

    work = running.work_of(about.state, about.inputs, options["most"])
    return running.carried(work.run(options["first"], options["count"]))


def _subject_of(found: Job) -> Subject:
    project = Project.objects.filter(pk=found.project_id or 0, deleted_at=None).first()
    if project is None or (found.owner is not None and not may(found.owner, "risk.view", project)):
        raise Refused(_("This project is not there any more."))
    pk = found.options.get("draft")
    if pk is None:
        return subject(project, None)
    draft = Draft.objects.filter(pk=int(pk), plan__project=project).first()
    if draft is None:
        raise Refused(_("This draft is not there any more."))
    return subject(project, draft)


def _keep(about: Subject, found: Job, outcome: dict[str, Any], money: dict[str, Any]) -> SimulationRun:
    goal = outcome["targets"][0]
    made = SimulationRun.objects.create(
        project=about.project,
        draft=about.draft,
        revision=about.revision,
        version=about.version,
        by=found.owner,
        inputs=about.inputs.told(),
        digest=about.digest,
        outcome=outcome,
        money=money,
        goal=goal["uid"],
        plan=goal["plan"],
        p50=goal["quantiles"][50],
        p80=goal["quantiles"][80],
        on_plan=goal["on_plan"],
    )
    alike = SimulationRun.objects.filter(project=about.project, draft=about.draft)
    for rows, most in ((alike.filter(by=None), MOST_AUTOMATIC), (alike.exclude(by=None), MOST_KEPT)):
        kept = list(rows.values_list("pk", flat=True)[:most])
        rows.exclude(pk__in=kept).delete()
    return made
