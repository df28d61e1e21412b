"""How the helper tells its caller that a request cannot be met."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """An answer to the caller: the name of one of its errors, and the values of that."""

    def __init__(self, error: str, *values: Any) -> None:
        super().__init__(error)
        self.error = error
        self.values = values


def invalid(where: str, problem: str) -> Refused:
    """Refuse a document, with the place and what is wrong there."""
    return Refused("InvalidDocument", where, problem)
