from typing import Any


def values(n: int) -> dict[str, Any]:
    """Return a target on the better side of the baseline: the samples go up and down in turn."""
    return {"baseline": 500, "target": 600 + n if n % 2 == 0 else 400 - n}
