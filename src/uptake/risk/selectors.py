"""What may be known of risks: the matrix, the worst, what is overdue, what they were before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from uptake.accounts.models import Person
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Project
from uptake.registers.models import Entry
from uptake.risk import scores
from uptake.risk.models import Risk, SimulationRun
from uptake.risk.past import Step
from uptake.schedule.models import Draft

LIVE = ("open", "mitigating")
"""States of a risk that may still occur."""
CHANGING = (
    Entry.Kind.CHANGED,
    Entry.Kind.MOVED,
    Entry.Kind.IMPORTED,
    Entry.Kind.REMOVED,
    Entry.Kind.RESTORED,
)
TOP = 10
MOST_DUE = 50


def live(project: Project) -> Any:
    """Return the risks of a project that may still occur."""
    return Risk.objects.filter(project=project, register="risk", removed_at=None, state__in=LIVE)


PLACED = (
    "number", "probability", "impact", "residual_probability", "residual_impact",
    "expected_days", "expected_cost",
)  # fmt: skip
"""What the matrix and the exposure are made of."""


def placed(project: Project) -> list[Any]:
    """Return the risks that may still occur, with what the matrix needs of them."""
    return list(live(project).values_list(*PLACED, named=True))


def overdue(project: Project, today: date) -> Any:
    """Return the risks whose review is overdue, the longest first."""
    return (
        live(project).filter(next_review__lt=today).select_related("owner").order_by("next_review", "number")
    )


def top(project: Project) -> Any:
    """Return the worst risks that may still occur."""
    scored = live(project).exclude(score=None).select_related("owner")
    worst = (F("score").desc(), F("residual_score").desc(nulls_last=True), "number")
    return scored.order_by(*worst)[:TOP]


def due_of(person: Person, today: date) -> Any:
    """Return the live risks of somebody whose review is overdue or due today, over all their projects."""
    allowed = Q(project__members__person=person, project__members__role__in=PERMISSIONS["risk.edit"])
    rows = Risk.objects.filter(
        Q(pk__gt=0) if person.is_superuser else allowed,
        owner=person,
        removed_at=None,
        state__in=LIVE,
        next_review__lte=today,
        project__deleted_at=None,
        project__archived=False,
    )
    return rows.select_related("project").order_by("next_review", "pk")[:MOST_DUE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulated:
    """When the goal of a plan, its go-live or its finish, is reached in half and in four fifths of the runs."""

    goal: int | None
    p50: int
    p80: int
    plan: int
    on_plan: float
    at: datetime
    revision: int
    version: int
    digest: str


def simulated(project: Project, subject: str = "plan") -> Simulated | None:
    """Return the last simulation of a plan (``plan``) or of a draft (``draft:7``); None without one."""
    draft = None if subject == "plan" else int(subject.removeprefix("draft:"))
    found = simulation_runs(project, draft).values(*(one.name for one in fields(Simulated))).first()
    return None if found is None else Simulated(**found)


def simulation_runs(project: Project, draft: Draft | int | None = None) -> Any:
    """Return the simulations of a plan or a draft, the last first; without what they came to, and without money."""
    return SimulationRun.objects.filter(project=project, draft=draft).defer("inputs", "outcome", "money")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """What all risks take on average, before and after what is done about them; money in hundredths.

    Attributes
    ----------
    estimated : int
        How many risks have an estimate; of the others nothing is known.
    """

    before: float
    after: float
    estimated: int


def exposure(risks: Iterable[Any], kind: str) -> Exposure:
    """Add up what risks take on average: ``days`` or ``cost``. The response changes the probability only."""
    before = after = 0.0
    count = 0
    for one in risks:
        average = getattr(one, f"expected_{kind}")
        if average is None:
            continue
        count += 1
        before += average
        less = scores.CHANCES.get(one.residual_probability)
        after += average if less is None else average * less / scores.CHANCES[one.probability]
    return Exposure(before=before, after=after, estimated=count)


def histories(
    project: Project, *, of: int | None = None, since: datetime | None = None
) -> Mapping[int, list[Step]]:
    """Return what changed risks, newest first: of one or of all, since an instant or ever; one query."""
    rows = Entry.objects.filter(record__project=project, record__register="risk", kind__in=CHANGING)
    if of is not None:
        rows = rows.filter(record_id=of)
    if since is not None:
        rows = rows.filter(at__gt=since)
    found: dict[int, list[Step]] = defaultdict(list)
    for record, at, kind, changes in rows.order_by("-at", "-pk").values_list(
        "record_id", "at", "kind", "changes"
    ):
        found[record].append(Step(at, kind, changes))
    return found
