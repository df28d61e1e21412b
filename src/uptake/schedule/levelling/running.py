"""The job that levels plans; how it is asked for, and its last result."""

import time
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.errors import PlanError
from uptake.engine.plan import Assignment, Link, Plan, Resource, Task
from uptake.engine.plan import Project as EngineProject
from uptake.packs.generate import generate
from uptake.platform.jobs import Progress, Refused, ask, job, latest, unfinished
from uptake.platform.models import Job
from uptake.platform.workers import warm
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.levelling.shared import beside, pool
from uptake.schedule.levelling.wanted import MOST_PROJECTS, Wanted
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts
from uptake.schedule.words.sentences import problem

LEVEL = "level"
MOST_TASKS = 30_000


def subject_of(draft: Draft | None) -> str:
    """Return what a run is about, as jobs name it."""
    return "plan" if draft is None else f"draft:{draft.pk}"


def ask_level(project: Project, person: Person, wanted: Wanted, draft: Draft | None = None) -> Job:
    """Ask for a plan, or a draft of it, to be levelled; return the run that goes on already, when there is one.

    Raises
    ------
    Problem
        When there is nothing to level, or another project may not take part; its sentence says why.
    Refused
        When the person has too many jobs.
    """
    subject = subject_of(draft)
    running = unfinished(LEVEL, project.pk, subject)
    if running is not None:
        return running
    revision = selectors.head(project) if draft is None else draft.version
    state = services.current(project) if draft is None else drafts.state_of(draft)
    if not state.plan.assignments:
        raise Problem(_("Nobody is assigned to anything yet. Assign people to tasks first."))
    if len(wanted.projects) > MOST_PROJECTS:
        raise Problem(_("At most %d other projects can take part. Leave some out.") % MOST_PROJECTS)
    known = {one.project.pk: one for one in beside(project, person)}
    for pk, part in wanted.projects.items():
        if pk not in known or (part == "move" and not known[pk].movable):
            raise Problem(_("You may not change the plan of one of the other projects. Choose again."))
    return ask(
        LEVEL,
        person,
        project_id=project.pk,
        subject=subject,
        revision=revision,
        kept=True,
        options=wanted.to_json(),
    )


def levelled(project: Project, subject: str = "plan") -> Job | None:
    """Return the last run about a plan or a draft that came to an end."""
    return latest(LEVEL, project.pk, subject)


@job(LEVEL, anytime=True)
def level_plans(found: Job, progress: Progress) -> dict[str, Any]:
    """Level what was asked for, and tell how good it is while it goes on."""
    from uptake.engine.levelling import Options, level  # noqa: PLC0415 - compiles; a page never waits for it
    from uptake.schedule.levelling.told import Run, told  # noqa: PLC0415 - as above

    wanted = Wanted.from_json(found.options)
    projects, states = _plans(found, wanted)
    same = pool(projects)
    options = Options(
        within_slack=wanted.within_slack,
        after=wanted.after,
        split=wanted.split,
        generic=wanted.generic,
        seconds=wanted.seconds,
        seed=wanted.seed,
        keep=frozenset(place for place, one in enumerate(projects) if wanted.projects.get(one.pk) == "keep"),
    )
    begun = time.monotonic()
    progress(0, wanted.seconds, _("Placing the tasks"))
    with progress.watching() as stopping:

        def report(interim: Any) -> bool:
            progress.show(
                {
                    "finish": interim.finish,
                    "bound": interim.bound,
                    "gap": interim.gap,
                    "at": time.monotonic() - begun,
                }
            )
            return not stopping.is_set()

        def clock() -> float:
            # Whoever asks to stop early brings the end of the time forward: the search looks at nothing else.
            return begun + 2 * wanted.seconds + 60 if stopping.is_set() else time.monotonic()

        try:
            done = level([one.plan for one in states], options=options, pool=same, clock=clock, report=report)
        except PlanError as why:
            raise Refused(problem(why, states[0].plan)) from why
    try:
        result = told(Run(projects=projects, states=states, pool=same, done=done))
    except Problem as why:
        raise Refused(why.sentence) from why
    return result | {"seconds": time.monotonic() - begun, "stopped": stopping.is_set()}


def _plans(found: Job, wanted: Wanted) -> tuple[list[Project], list[State]]:
    """Return the projects of a run and their plans as they stand; the one that it is about first."""
    person = found.asker
    alive = Project.objects.filter(deleted_at=None, archived=False)
    known = {one.pk: one for one in alive.filter(pk__in=[found.project_id, *wanted.projects])}
    projects = [known[pk] for pk in (found.project_id, *wanted.projects) if pk in known]
    if found.project_id not in known or not all(may(person, "plan.view", one) for one in projects):
        raise Refused(_("One of the projects is not there any more. Level again without it."))
    try:
        states = [services.current(one) for one in projects]
        if found.subject.startswith("draft:"):
            draft = drafts.open_draft(projects[0], int(found.subject.removeprefix("draft:")), person)
            states[0] = drafts.state_of(draft)
    except Problem as why:
        raise Refused(why.sentence) from why
    _check_size(states)
    return projects, states


def _check_size(states: Sequence[State]) -> None:
    count = sum(len(one.plan.tasks) for one in states)
    if count > MOST_TASKS:
        raise Refused(
            _("That is %(count)d tasks; %(most)d can be levelled together. Take fewer projects.")
            % {"count": count, "most": MOST_TASKS}
        )


@warm
def prepare() -> None:
    """Compile what levelling needs, by levelling three tasks of one person, and a plan with calendars."""
    from uptake.engine.levelling import Options, level  # noqa: PLC0415 - as above

    three = Plan.build(
        EngineProject(start=19200),
        [Task(uid=k) for k in (1, 2, 3)],
        [Link(uid=1, pred=1, succ=2)],
        resources=[Resource(uid=1)],
        assignments=[Assignment(uid=k, task=k, resource=1, work=4800) for k in (1, 2, 3)],
    )
    for plan in (three, generate(80)):
        level([plan], options=Options(seconds=1.0), clock=time.monotonic)
