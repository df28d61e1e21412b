"""A KPI whose target is better than what there is."""

from typing import Any


def values(n: int) -> dict[str, Any]:
    return {"direction": ("up", "down")[n % 2], "baseline": 10 + n, "target": (50 + n, 5)[n % 2]}
