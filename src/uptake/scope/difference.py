"""The difference of two snapshots of the scope, as values.

A snapshot says for each register, by number, what a record is: its title, its state, its values, and for fields that
lead elsewhere the codes of what they lead to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Told = Mapping[str, Any]
"""A record in a snapshot: ``title``, ``state``, ``values``."""
Snapshot = Mapping[str, Mapping[str, Told]]
"""By register, then by number; a number is text, as the keys of JSON are."""

TITLE, STATE = "title", "state"


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of one record: what it was, what it is; None for nothing."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What became of one register.

    Attributes
    ----------
    added, removed : mapping of str to Told
        Records by number: as they are, and as they were.
    changed : mapping of str to tuple of Changed
        By number; the title and the state are fields among others.
    """

    added: Mapping[str, Told]
    removed: Mapping[str, Told]
    changed: Mapping[str, tuple[Changed, ...]]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def difference(before: Mapping[str, Told], after: Mapping[str, Told]) -> Difference:
    """Compare one register of two snapshots, in the order of the numbers.

    Examples
    --------
    >>> was = {"1": {"title": "Close faster", "state": "", "values": {"target": 3}}}
    >>> now = {"1": {"title": "Close faster", "state": "", "values": {"target": 2}}}
    >>> difference(was, now).changed
    {'1': (Changed(field='target', old=3, new=2),)}
    """
    both = {number: _fields(before[number], after[number]) for number in _ordered(before) if number in after}
    return Difference(
        added={number: after[number] for number in _ordered(after) if number not in before},
        removed={number: before[number] for number in _ordered(before) if number not in after},
        changed={number: found for number, found in both.items() if found},
    )


def _ordered(records: Mapping[str, Told]) -> list[str]:
    return sorted(records, key=int)


def _fields(was: Told, now: Told) -> tuple[Changed, ...]:
    ends = [{TITLE: one[TITLE], STATE: one[STATE], **one["values"]} for one in (was, now)]
    keys = dict.fromkeys([*ends[0], *ends[1]])
    pairs = ((key, ends[0].get(key), ends[1].get(key)) for key in keys)
    return tuple(Changed(key, old, new) for key, old, new in pairs if old != new)
