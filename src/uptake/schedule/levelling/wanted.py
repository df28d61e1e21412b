"""What somebody wants of levelling: read from a form, kept with the run as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Part = Literal["move", "keep"]
MOST_PROJECTS = 20
"""So many others are loaded and looked at with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Options of a run.

    Attributes
    ----------
    within_slack : bool
        Nothing that follows moves: no task is delayed beyond its late start.
    after : int or None
        Only what starts at or after this instant moves.
    split : bool
        Tasks may be interrupted.
    generic : bool
        Roles without a person count as people.
    seconds : int
        How long to search for something better than the first plan.
    repeatable : bool
        Stop after so many tries as the time allows on a usual machine, instead of after the time: the answer is the
        same on every machine, and on any number of workers.
    seed : int
    projects : dict of int to str
        Other projects whose people are shared: ``move``, or ``keep``, where their plans stay as they are.
    """

    within_slack: bool = False
    after: int | None = None
    split: bool = False
    generic: bool = True
    seconds: int = 10
    repeatable: bool = False
    seed: int = 1
    projects: Mapping[int, Part] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"projects": {str(pk): part for pk, part in self.projects.items()}}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Wanted":
        known = {name: kept[name] for name in cls.__slots__ if name in kept}
        return cls(**known | {"projects": {int(pk): part for pk, part in kept.get("projects", {}).items()}})
