"""A question needs choices of its own, and depends on one before it."""

from collections.abc import Mapping
from typing import Any


def values(n: int) -> Mapping[str, Any]:
    """Return two questions, the second of which depends on the first."""
    first = {
        "id": f"row{n}",
        "key": "shift",
        "text": f"Shifts? {n}",
        "kind": "single",
        "choices": "Yes\nNo",
        "required": True,
    }
    then = {
        "id": f"then{n}",
        "key": "when",
        "text": "When?",
        "kind": "text",
        "show_question": "shift",
        "show_equals": "Yes",
    }
    return {"questions": [first, then]}
