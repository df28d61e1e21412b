"""Settings as history suggests them: spreads of what was learned, everything else as it is."""

from collections.abc import Iterable
from dataclasses import replace

from uptake.risk.simulation.history import Learned
from uptake.risk.simulation.settings import MOST_CATEGORIES, Category, Settings


def suggested(settings: Settings, history: Iterable[Learned]) -> Settings:
    """Return settings with the spreads that finished tasks show."""
    known = {one.category: one.spread for one in history if one.spread is not None}
    every = known.pop("", None)
    there = [
        replace(one, spread=known.pop(one.name)) if one.name in known else one for one in settings.categories
    ]
    new = [Category(name=name, spread=spread) for name, spread in known.items()]
    categories = tuple([*there, *new][:MOST_CATEGORIES])
    return replace(settings, spread=every or settings.spread, categories=categories)
