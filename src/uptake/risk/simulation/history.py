"""Spreads from what tasks really took: actual against baseline duration, by category."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.accounts.models import Person
from uptake.engine.edits.values import DEFAULTS
from uptake.projects.access import PERMISSIONS, visible_projects
from uptake.projects.models import Project
from uptake.risk.simulation.settings import MOST_FACTOR, Spread
from uptake.schedule.models import Baseline, Task

LEAST = 10
"""Fewer finished tasks say nothing about a kind of work."""
MOST_PROJECTS = 50
UNWRITTEN = DEFAULTS["task"][1]["duration"]
"""What a row does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What finished tasks of a category say.

    Attributes
    ----------
    category : str
        Empty for all tasks together.
    tasks, projects : int
        On how many it rests.
    spread : Spread or None
        P10, P50 and P90 of actual ÷ baseline; None on fewer than `LEAST` tasks.
    """

    category: str
    tasks: int
    projects: int
    spread: Spread | None


def learned(person: Person, project: Project) -> list[Learned]:
    """Return what finished tasks say, of this project and of others whose plans the person may see."""
    rows = visible_projects(person).exclude(pk=project.pk)
    if not person.is_superuser:
        rows = rows.filter(members__person=person, members__role__in=PERMISSIONS["plan.view"])
    others = list(rows.order_by("-pk").values_list("pk", flat=True)[: MOST_PROJECTS - 1])
    ratios = _ratios([project.pk, *others])
    everything = [one for found in ratios.values() for one in found]
    named = [(name, found) for name, found in sorted(ratios.items()) if name]
    return [_learned(name, found) for name, found in [("", everything), *named] if found]


def _learned(category: str, found: Sequence[tuple[int, float]]) -> Learned:
    ratios = [ratio for _plan, ratio in found]
    return Learned(
        category=category,
        tasks=len(found),
        projects=len({plan for plan, _ratio in found}),
        spread=spread_of(ratios) if len(ratios) >= LEAST else None,
    )


def _ratios(projects: Sequence[int]) -> Mapping[str, list[tuple[int, float]]]:
    """Return project and actual ÷ baseline of each finished task, by category."""
    planned = _planned(projects)
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    rows = Task.objects.filter(plan_id__in=projects, removed=False, percent=100, milestone=False)
    for plan, uid, values in rows.values_list("plan_id", "uid", "values").iterator(chunk_size=2_000):
        was, took = planned.get(plan, {}).get(uid, 0), _took(values)
        if was > 0 and took > 0:
            found[str(values.get("category") or "")].append((plan, took / was))
    return found


def _took(values: Mapping[str, Any]) -> int:
    """Return the duration of a task that is done; how long it took is what it lasts by then."""
    took: int = values.get("duration", UNWRITTEN)
    return took if values.get("actual_finish") is not None else 0


def _planned(projects: Iterable[int]) -> Mapping[int, dict[int, int]]:
    """Return the durations of the first baseline of each project, by uid: what was promised at first."""
    found: dict[int, dict[int, int]] = {}
    rows = Baseline.objects.filter(plan_id__in=list(projects)).order_by("plan_id", "number")
    for plan, columns in rows.values_list("plan_id", "columns").iterator(chunk_size=10):
        if plan not in found:
            found[plan] = dict(zip(columns["uid"], columns["duration"], strict=True))
    return found


def spread_of(ratios: Iterable[float]) -> Spread:
    """Return P10, P50 and P90 of ratios in whole percent, between neighbours by their distance.

    Examples
    --------
    >>> spread_of([0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8])
    Spread(low=90, likely=130, high=170)
    """
    ordered = sorted(ratios)

    def at(share: float) -> int:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        ratio = ordered[below] + (ordered[above] - ordered[below]) * (place - below)
        return min(max(round(ratio * 100), 1), MOST_FACTOR)

    return Spread(at(0.1), at(0.5), at(0.9))
