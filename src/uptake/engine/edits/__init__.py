"""Edits: the one way in which a plan changes. See docs/methods/edits.md."""

from uptake.engine.edits.algebra import Add, Edit, Move, Remove, Set
from uptake.engine.edits.application import apply, apply_with_inverse, invert
from uptake.engine.edits.effort import assign, set_duration, set_work
from uptake.engine.edits.intents import (
    indent,
    outdent,
    report_progress,
    reschedule_uncompleted,
    set_progress,
    summary_progress,
)
from uptake.engine.edits.written import from_json, to_json

__all__ = [
    "Add",
    "Edit",
    "Move",
    "Remove",
    "Set",
    "apply",
    "apply_with_inverse",
    "assign",
    "from_json",
    "indent",
    "invert",
    "outdent",
    "report_progress",
    "reschedule_uncompleted",
    "set_duration",
    "set_progress",
    "set_work",
    "summary_progress",
    "to_json",
]
