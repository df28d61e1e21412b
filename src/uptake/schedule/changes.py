"""What a person means, as edits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from uptake.engine.edits import Edit, apply, from_json
from uptake.engine.errors import PlanError
from uptake.engine.plan import Plan
from uptake.engine.scheduling import Schedule


class Problem(Exception):
    def __init__(self, sentence: str, uid: int | None = None, column: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence, self.uid, self.column = sentence, uid, column


@dataclass(frozen=True, slots=True)
class Changes:
    edits: list[Edit]
    label: list[dict[str, Any]]
    plan: Plan


def to_edits(schedule: Schedule, changes: object, *, language: str, next_uid: Mapping[str, int]) -> Changes:
    try:
        edits = [from_json(one) for one in changes]  # type: ignore[attr-defined]
        return Changes(edits, [], apply(schedule.plan, edits))
    except PlanError as why:
        raise Problem(str(why)) from why
