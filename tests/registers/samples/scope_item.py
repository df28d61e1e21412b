"""A scope item; what is out has a reason."""

from typing import Any


def values(n: int) -> dict[str, Any]:
    return {"direction": ("in", "out")[n % 2], "reason": f"Reason {n}"}
