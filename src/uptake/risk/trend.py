"""How risks stood at the end of each month: how many in each band, and what they would take on average."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from uptake.risk import past, scores
from uptake.risk.selectors import LIVE

MONTHS = 12
WATCHED = (
    "state", "probability", "impact",
    "days_low", "days_likely", "days_high", "cost_low", "cost_likely", "cost_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """`bands` has a number for each band and for ``""``, risks without a score."""

    day: date
    bands: Mapping[str, int]
    days: float
    cost: float

    @property
    def total(self) -> int:
        return sum(self.bands.values())

    @property
    def severe(self) -> int:
        return self.bands["extreme"] + self.bands["high"]


def month_ends(today: date, count: int = MONTHS) -> list[date]:
    """Return the last days of past months, and today.

    Examples
    --------
    >>> [str(one) for one in month_ends(date(2026, 3, 9), 3)]
    ['2026-01-31', '2026-02-28', '2026-03-09']
    """
    found, first = [today], today.replace(day=1)
    while len(found) < count:
        last = first - timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return found[::-1]


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a risk stood from an instant on: its band, None while it could not occur, and what it took on average."""

    since: datetime
    band: str | None
    days: float
    cost: float


def trend(risks: Iterable[Any], histories: Mapping[int, Sequence[past.Step]], today: date) -> list[Point]:
    """Return how the risks stood, beginning with the first month in which there was one."""
    lives = [
        [_stand(part) for part in past.stretches(_now(one), one.created_at, histories.get(one.pk, ()))]
        for one in risks
    ]
    points = [_point(day, lives) for day in month_ends(today)]
    first = next((place for place, one in enumerate(points) if one.total), len(points) - 1)
    return points[first:]


def _now(risk: Any) -> dict[str, Any]:
    values = {key: getattr(risk, key) for key in WATCHED}
    return {**values, past.REMOVED: risk.removed_at is not None}


def _stand(part: past.Stretch) -> _Stand:
    was = part.values
    if was[past.REMOVED] or was["state"] not in LIVE:
        return _Stand(part.since, None, 0, 0)
    chance = was["probability"] or ""
    days, cost = (
        scores.expected(chance, *(was[f"{kind}_{end}"] for end in ("low", "likely", "high"))) or 0
        for kind in ("days", "cost")
    )
    return _Stand(part.since, scores.band(scores.score(chance, was["impact"] or "")), days, cost)


def end_of(day: date) -> datetime:
    """Return the last instant of a day."""
    return timezone.make_aware(datetime.combine(day, time.max))


def _point(day: date, lives: Iterable[list[_Stand]]) -> Point:
    moment = end_of(day)
    bands = {"extreme": 0, "high": 0, "medium": 0, "low": 0, "": 0}
    days = cost = 0.0
    for life in lives:
        place = bisect_right(life, moment, key=lambda one: one.since)
        stood = life[place - 1] if place else None
        if stood is not None and stood.band is not None:
            bands[stood.band] += 1
            days += stood.days
            cost += stood.cost
    return Point(day=day, bands=bands, days=days, cost=cost)
