"""What a project says about its simulations: spreads, shape, runs, seed. Read leniently, written strictly."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SHAPES = ("pert", "triangular", "uniform", "lognormal")
RUNS = (1_000, 5_000, 10_000, 50_000)
CONFIDENCES = (50, 70, 80, 90, 95)
MOST_FACTOR = 1_000
"""Percent: nobody estimates that a task takes more than ten times as long."""
MOST_SEED = 2**31 - 1
MOST_CATEGORIES = 60
MOST_WAVES = 12
LONGEST_CATEGORY = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """How long tasks take, in percent of their duration in the plan."""

    low: int = 80
    likely: int = 100
    high: int = 150

    @property
    def ordered(self) -> bool:
        return 0 < self.low <= self.likely <= self.high <= MOST_FACTOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """What holds for the tasks of a category; `correlation` is how much they vary together, in percent."""

    name: str
    spread: Spread = Spread()
    shape: str = ""
    correlation: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is asked of each simulation of a project.

    Attributes
    ----------
    spread : Spread
        Of tasks without estimates whose category says nothing either.
    shape : str
        One of `SHAPES`, for tasks that do not name one.
    runs, seed : int
    response : bool
        Whether risks count as they are after the response.
    confidence : int
        Percent; which buffers are computed for.
    categories : tuple of Category
    waves : tuple of int
        Uids of milestones, each of which gets a buffer of its own.
    """

    spread: Spread = field(default_factory=Spread)
    shape: str = "pert"
    runs: int = 10_000
    seed: int = 1
    response: bool = False
    confidence: int = 80
    categories: tuple[Category, ...] = ()
    waves: tuple[int, ...] = ()

    def category(self, name: str) -> Category | None:
        return next((one for one in self.categories if one.name == name), None)


def read(values: Mapping[str, Any]) -> Settings:
    """Make settings of what `written` gave; what an older version wrote otherwise is left at its default."""
    plain = Settings()
    return Settings(
        spread=_spread(values.get("spread")),
        shape=_shape(values.get("shape")) or plain.shape,
        runs=_whole(values.get("runs"), 100, max(RUNS), plain.runs),
        seed=_whole(values.get("seed"), 0, MOST_SEED, plain.seed),
        response=values.get("response") is True,
        confidence=_whole(values.get("confidence"), 50, 99, plain.confidence),
        categories=tuple(_category(one) for one in values.get("categories") or ()),
        waves=tuple(one for one in values.get("waves") or () if type(one) is int),
    )


def written(settings: Settings) -> dict[str, Any]:
    """Return settings as JSON."""
    told = asdict(settings)
    return told | {"categories": list(told["categories"]), "waves": list(settings.waves)}


def _whole(value: Any, low: int, high: int, otherwise: int) -> int:
    return value if type(value) is int and low <= value <= high else otherwise


def _shape(value: Any) -> str:
    return value if value in SHAPES else ""


def _spread(value: Any) -> Spread:
    try:
        found = Spread(**{name: int(value[name]) for name in ("low", "likely", "high")})
    except (TypeError, KeyError, ValueError):
        return Spread()
    return found if found.ordered else Spread()


def _category(value: Mapping[str, Any]) -> Category:
    return Category(
        name=str(value.get("name", ""))[:LONGEST_CATEGORY],
        spread=_spread(value.get("spread")),
        shape=_shape(value.get("shape")),
        correlation=_whole(value.get("correlation"), 0, 100, 0),
    )
