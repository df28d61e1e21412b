"""The risks of a register as events of a simulation: which count, and what is missing in the others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.projects.models import Project
from uptake.registers.models import Link
from uptake.risk import scores
from uptake.risk.selectors import live

MISSING = ("probability", "impact", "tasks")
"""What a risk can lack: how probable it is, what it would do, and where a delay would act."""
MOST_EVENTS = 500

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskEvent:
    """A risk as a simulation sees it.

    Attributes
    ----------
    number : int
        Of the record.
    percent : int or None
        How probable it is.
    days : tuple of float or None
        Low, likely, high: working days that it takes of each of its tasks.
    cost : tuple of float or None
        In hundredths. Money.
    tasks : tuple of int
        Uids of the linked tasks that are not done.
    missing : tuple of str
        Some of `MISSING`; it counts when there is none.
    """

    number: int
    title: str
    percent: int | None
    days: Three | None
    cost: Three | None
    tasks: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def counts(self) -> bool:
        return not self.missing

    @property
    def told(self) -> list[Any]:
        """Return what a result depends on, as JSON."""
        return [self.number, self.percent, self.days, self.cost, list(self.tasks)]


def events_of(project: Project, open_tasks: Iterable[int], *, response: bool) -> list[RiskEvent]:
    """Return the risks of a project that may still occur, the most probable first.

    Parameters
    ----------
    project : Project
    open_tasks : iterable of int
        Uids of the tasks of the plan that are not done and no summaries.
    response : bool
        Whether the probability after the response counts, where one is given.
    """
    waiting = set(open_tasks)
    risks = list(live(project).order_by("number")[:MOST_EVENTS])
    tasks = _tasks_of([one.pk for one in risks])
    found = [
        _event(one, [uid for uid in tasks[one.pk] if uid in waiting], response=response) for one in risks
    ]
    return sorted(found, key=lambda one: (not one.counts, -(one.percent or 0), one.number))


def _tasks_of(risks: Sequence[int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Link.objects.filter(source_id__in=risks, field="tasks").exclude(task=None).order_by("task")
    for source, task in rows.values_list("source_id", "task"):
        found[source] += [] if task is None else [task]
    return found


def _event(risk: Any, tasks: Sequence[int], *, response: bool) -> RiskEvent:
    step = (risk.residual_probability if response else "") or risk.probability
    percent = scores.CHANCES.get(step)
    days = _three(risk.days_low, risk.days_likely, risk.days_high)
    cost = _three(risk.cost_low, risk.cost_likely, risk.cost_high)
    lacks = {
        "probability": percent is None,
        "impact": days is None and cost is None,
        "tasks": days is not None and not tasks,
    }
    return RiskEvent(
        number=risk.number,
        title=risk.title,
        percent=percent,
        days=days,
        cost=cost,
        tasks=tuple(tasks),
        missing=tuple(name for name in MISSING if lacks[name]),
    )


def _three(low: float | None, likely: float | None, high: float | None) -> Three | None:
    """Return three estimates; one alone stands for all, and two ends without a middle for the one between.

    Examples
    --------
    >>> _three(None, 4, None), _three(2, None, 6), _three(None, None, None)
    ((4, 4, 4), (2, 4.0, 6), None)
    """
    known = [one for one in (low, likely, high) if one is not None]
    if not known or not any(known):
        return None
    if likely is None:
        likely = (known[0] + known[-1]) / 2 if len(known) > 1 else known[0]
    return (likely if low is None else low, likely, likely if high is None else high)
