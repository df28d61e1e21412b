"""A loss report: what did not come across, as values; and one function that says it in English."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

# code -> what happened
CODES = {
    "not_read": "is in the file, but is not taken over",
    "not_carried": "cannot be kept by this format",
    "changed": "comes back changed from this format",
    "added": "is made up by this format",
    "concluded": "is concluded from other columns",
    "not_understood": "is not understood and left out",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that was lost.

    Parameters
    ----------
    code : str
        A key of `CODES`.
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
    """

    code: str
    object: str
    field: str
    count: int
    objects: tuple[int, ...] = ()
    detail: str = ""

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
        }


def word_loss(loss: Loss) -> str:
    """One English line for a loss, e.g. ``3 tasks: notes cannot be kept by this format``."""
    owner = loss.object if loss.object in ("project", "presentation") else _plural(loss.object, loss.count)
    what = loss.field.replace("_", " ").replace(".", " ") or "the whole " + loss.object
    example = f" (for example {loss.detail})" if loss.detail else ""
    return f"{owner}: {what} {CODES.get(loss.code, loss.code)}{example}"


def word_losses(losses: Iterable[Loss]) -> list[str]:
    """One line each, the largest first."""
    return [
        word_loss(loss) for loss in sorted(losses, key=lambda loss: (-loss.count, loss.object, loss.field))
    ]


def _plural(name: str, count: int) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
