"""A loss report: what did not come across, as values. The words are made at the edge."""

from __future__ import annotations

import dataclasses
from typing import Any

CODES = ("not_read", "not_carried", "changed", "added", "concluded", "not_understood")
"""What can happen: a file has it and the document does not; a format cannot keep it; it comes back from the
format changed; the format makes it up; it follows from other columns; a cell was not understood."""


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that was lost.

    Parameters
    ----------
    code : str
        One of `CODES`.
    object : str
        ``task``, ``link``, ``resource``, ``assignment``, ``calendar``, ``project`` or ``presentation``.
    field : str
        Name of the field in the document, dotted where nested; ``""`` for the whole object.
    count : int
        How many objects it concerns.
    objects : tuple of int
        The first few unique ids.
    detail : str
        For a change, one example: ``"8 -> 10"``.
    reason : str
        For what was not understood, one of `tables.cells.Reason`.
    """

    code: str
    object: str
    field: str
    count: int
    objects: tuple[int, ...] = ()
    detail: str = ""
    reason: str = ""

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Loss:
        """Make a loss of what `to_json` gave."""
        return cls(**{**value, "objects": tuple(value.get("objects", ()))})

    def to_json(self) -> dict[str, Any]:
        """Give the fields as a JSON object."""
        return {
            "code": self.code,
            "object": self.object,
            "field": self.field,
            "count": self.count,
            "objects": list(self.objects),
            "detail": self.detail,
            "reason": self.reason,
        }
