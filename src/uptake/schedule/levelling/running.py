"""The job that levels plans; how it is asked for, and its last result."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.errors import PlanError
from uptake.engine.plan import Assignment, Link, Plan, Resource, Task
from uptake.engine.plan import Project as EngineProject
from uptake.packs.generate import generate
from uptake.platform.jobs import Progress, Refused, ask, job, latest, part, spread, unfinished
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

if TYPE_CHECKING:
    from uptake.engine.levelling import Options

LEVEL = "level"
MOST_TASKS = 30_000
PARTS = 4
"""So many searches share a run that is to be the same on any number of workers, each with a seed of its own."""
TASKS_A_SECOND, LEAST_TRIES = 1_000_000, 50
"""Tasks placed in a second, by which a time is turned into tries; and tries of a part at least."""


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
    for pk, role in wanted.projects.items():
        if pk not in known or (role == "move" and not known[pk].movable):
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """What is levelled: plans as they stand, who is the same in them, and how.

    Attributes
    ----------
    wanted : Wanted
    projects : list of Project
        The one that the run is about first.
    states : list of State
    same : dict of (int, int) to int
        The pool, as `shared.pool` gives it.
    """

    wanted: Wanted
    projects: list[Project]
    states: list[State]
    same: dict[tuple[int, int], int]

    @property
    def plans(self) -> list[Plan]:
        return [one.plan for one in self.states]

    @property
    def options(self) -> "Options":
        from uptake.engine.levelling import Options  # noqa: PLC0415 - compiles; a page never waits for it

        wanted = self.wanted
        roles = [wanted.projects.get(one.pk) for one in self.projects]
        return Options(
            within_slack=wanted.within_slack,
            after=wanted.after,
            split=wanted.split,
            generic=wanted.generic,
            seconds=wanted.seconds,
            seed=wanted.seed,
            keep=frozenset(place for place, one in enumerate(roles) if one == "keep"),
        )

    @property
    def tries(self) -> int:
        """How many schedules a part tries, for a run that does not look at the time."""
        tasks = sum(len(one.plan.tasks) for one in self.states)
        return max(self.wanted.seconds * TASKS_A_SECOND // (PARTS * max(tasks, 1)), LEAST_TRIES)

    @property
    def digest(self) -> list[list[int]]:
        """What is another as soon as other plans would be levelled."""
        return [
            [one.revision, len(one.plan.tasks), sum(one.schedule.dates.start), sum(one.schedule.dates.finish)]
            for one in self.states
        ]


@job(LEVEL, anytime=True)
def level_plans(found: Job, progress: Progress) -> dict[str, Any]:
    """Level what was asked for, and tell how good it is while it goes on."""
    from uptake.engine.levelling import Interim, level  # noqa: PLC0415 - as above
    from uptake.schedule.levelling.told import Run, told  # noqa: PLC0415 - as above

    study = _study(found)
    wanted = study.wanted
    begun = time.monotonic()
    progress(0, PARTS if wanted.repeatable else wanted.seconds, _("Placing the tasks"))
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

        options = replace(study.options, seconds=0) if wanted.repeatable else study.options
        try:
            done = level(study.plans, options=options, pool=study.same, clock=clock, report=report)
        except PlanError as why:
            raise Refused(problem(why, study.plans[0])) from why
        if wanted.repeatable:
            parts = [{"job": found.pk, "number": one, "plans": study.digest} for one in range(PARTS)]
            answers = spread(progress, LEVEL, parts, _("Searching"))
            known = [Interim(**one["best"]) for one in answers if one["best"]]
            done = level(study.plans, options=options, pool=study.same, clock=clock, known=known)
            done = replace(done, schedules=sum(one["tried"] for one in answers))
    try:
        result = told(Run(projects=study.projects, states=study.states, pool=study.same, done=done))
    except Problem as why:
        raise Refused(why.sentence) from why
    return result | {"seconds": time.monotonic() - begun, "stopped": stopping.is_set() or progress.stopping}


@part(LEVEL)
def some_tries(options: dict[str, Any]) -> dict[str, Any]:
    """Search with a seed of its own, for so many tries; refused when a plan changed since they were handed out."""
    from uptake.engine.levelling import Interim, level  # noqa: PLC0415 - as above

    found = Job.objects.get(pk=options["job"])
    study = _study(found)
    if study.digest != options["plans"]:
        raise Refused(_("The plan changed meanwhile. Level it again."))
    seed = study.wanted.seed * PARTS + options["number"]
    best: list[Interim] = []
    with Progress(found).watching() as stopping:

        def report(interim: Interim) -> bool:
            best[:] = [interim]
            return not stopping.is_set()

        done = level(
            study.plans,
            options=replace(study.options, seed=seed, effort=study.tries),
            pool=study.same,
            clock=time.monotonic,
            report=report,
        )
    return {"tried": done.schedules, "best": asdict(best[0]) if best else None}


def _study(found: Job) -> Study:
    wanted = Wanted.from_json(found.options)
    projects, states = _plans(found, wanted)
    return Study(wanted=wanted, projects=projects, states=states, same=pool(projects))


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
    """Compile what levelling needs: with three tasks of one person, and with a plan that is searched to the end."""
    from uptake.engine.levelling import Options, level  # noqa: PLC0415 - as above

    three = Plan.build(
        EngineProject(start=19200),
        [Task(uid=k) for k in (1, 2, 3)],
        [Link(uid=1, pred=1, succ=2)],
        resources=[Resource(uid=1)],
        assignments=[Assignment(uid=k, task=k, resource=1, work=4800) for k in (1, 2, 3)],
    )
    for plan in (three, generate(300)):
        level([plan], options=Options(effort=100), clock=time.monotonic)
