from typing import Any

KINDS = ("single", "multi", "scale", "text", "number")


def values(n: int) -> dict[str, Any]:
    """Return a question that can be asked."""
    question = {"id": f"row{n}", "text": f"Question {n} 用好", "kind": KINDS[n % len(KINDS)], "key": f"k{n}"}
    return {"questions": [question | {"choices": "Yes\nNo"}]}
