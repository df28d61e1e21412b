"""Levelling: when tasks can be done by the people there are."""

from uptake.engine.levelling.options import (
    Interim,
    Levelled,
    LevelRemark,
    Options,
    Overload,
    Pool,
    Report,
)
from uptake.engine.levelling.overloads import overloads
from uptake.engine.levelling.plans import level

__all__ = [
    "Interim",
    "LevelRemark",
    "Levelled",
    "Options",
    "Overload",
    "Pool",
    "Report",
    "level",
    "overloads",
]
