"""Sentences about plans."""

from typing import Any


def problem(error: Exception, plan: Any) -> str:
    return str(error)


def impact_line(impact: Any, schedule: Any, go_live: int | None, *, today: int) -> str:
    return f"{len(impact.moved)}"


def label_text(label: Any) -> str:
    return str(label)


def why(schedule: Any, uid: int, *, today: int) -> dict[str, Any]:
    return {"start": "", "chain": []}
