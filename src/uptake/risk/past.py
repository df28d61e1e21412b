"""What a record was at any time, out of what it is and its history: changes are taken back, newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

REMOVED = "removed"
MAKING = timedelta(minutes=1)
"""So long after a record was made its making may be written down: files bring many at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history; `changes` hold ``field``, ``old`` and ``new``."""

    at: datetime
    kind: str
    changes: Iterable[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values that held from an instant until the next stretch begins."""

    since: datetime
    values: Mapping[str, Any]


def stretches(now: Mapping[str, Any], made: datetime, steps: Iterable[Step]) -> list[Stretch]:
    """Return what a record was, oldest first.

    Parameters
    ----------
    now : mapping
        The fields of interest as they are; ``removed`` tells whether the record is taken out.
    made : datetime
        When the record was made.
    steps : iterable of Step
        Its history, newest first.
    """
    values, found, oldest = dict(now), list[Stretch](), made
    for step in steps:
        oldest = min(oldest, step.at)
        if step.kind == "created" or (step.kind == "imported" and step.at <= made + MAKING):
            continue
        before = _before(values, step)
        if before != values:
            found.append(Stretch(step.at, values))
            values = before
    found.append(Stretch(oldest, values))
    return found[::-1]


def _before(values: dict[str, Any], step: Step) -> dict[str, Any]:
    before = dict(values)
    for change in step.changes:
        key = change.get("field")
        if key in before:
            before[key] = change.get("old")
    if REMOVED in before and step.kind in {REMOVED, "restored"}:
        before[REMOVED] = step.kind == "restored"
    return before
