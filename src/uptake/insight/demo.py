"""The demonstration: what its project manager waived, and how the score of the plan went."""

import datetime
from collections.abc import Mapping

from django.utils import timezone

from uptake.accounts.models import Person
from uptake.engine.edits import apply, from_json
from uptake.engine.review import Severity
from uptake.engine.scheduling import schedule
from uptake.insight import reviewing
from uptake.insight.models import Score, Waiver
from uptake.packs.words import Language, Text
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.models import Revision

BEGAN = datetime.datetime(2026, 9, 18, 17)
"""When the plan was at its first revision: the status date of the story."""
WAIVED = (
    (
        "dcma-06-high-float",
        datetime.datetime(2026, 9, 21, 11, 15),
        None,
        Text(
            "Batches 2 and 3 wait for the gates of batch 1: their slack is meant.",
            "第二、三批次须等第一批次关口通过，时差为有意预留。",
        ),
    ),
    (
        "redundant-link",
        datetime.datetime(2026, 9, 22, 9, 5),
        datetime.date(2026, 10, 31),
        Text(
            "The links into the gates show the customer what each of them asks for.",
            "指向关口的链接用于向客户说明各关口的前提。",
        ),
    ),
)
"""Rule, when, until when, and why."""


def tell(project: Project, manager: Person, language: Language) -> None:
    """Write down what was waived, and what the plan came to at each revision."""
    states = _states(project)
    for rule, at, until, why in WAIVED:
        made = Waiver.objects.create(
            project=project, rule=rule, reason=why.of(language), until=until, by=manager
        )
        Waiver.objects.filter(pk=made.pk).update(at=timezone.make_aware(at))
    moments = dict(Revision.objects.filter(plan__project=project).values_list("number", "at"))
    for number, state in states.items():
        _keep(project, state, moments.get(number, timezone.make_aware(BEGAN)))


def _states(project: Project) -> Mapping[int, State]:
    """Return the plan at each of its revisions."""
    state = services.current(project)
    found = {state.revision: state}
    plan = state.plan
    rows = Revision.objects.filter(plan__project=project).order_by("-number")
    for number, inverse in rows.values_list("number", "inverse"):
        plan = apply(plan, [from_json(one) for one in inverse])
        found[number - 1] = State(
            number - 1, schedule(plan), state.ranks, state.go_live, state.last_uid, state.room
        )
    return found


def _keep(project: Project, state: State, at: datetime.datetime) -> None:
    told = reviewing.review_of(project, state).review
    Score.objects.create(
        project=project,
        revision=state.revision,
        at=at,
        score=told.score,
        errors=told.count(Severity.ERROR),
        warnings=told.count(Severity.WARNING),
        notices=told.count(Severity.NOTICE),
        waived=len(told.waived),
    )
