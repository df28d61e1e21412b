"""A project with a team, and one of each record of the assessment."""

from typing import Any

import pytest

from tests.registers.conftest import erp, fresh_cache, visit
from uptake.assessment.models import Questionnaire
from uptake.registers import services
from uptake.registers.visit import Visit

__all__ = ["erp", "fresh_cache", "visit"]

QUESTIONS = [
    {
        "id": "a", "key": "shift", "kind": "single", "text": "Do you work in shifts?", "choices": "Yes\nNo",
        "required": True,
    },
    {
        "id": "b", "key": "when", "kind": "multi", "text": "When could you be trained?", "choices": "Before\nAfter",
        "required": True, "show_question": "shift", "show_equals": "Yes",
    },
    {"id": "c", "key": "sure", "kind": "scale", "text": "Would you recommend it?", "low": 0, "high": 10},
    {"id": "d", "key": "hours", "kind": "number", "text": "How many hours?", "low": 0, "high": 60},
    {"id": "e", "key": "wish", "kind": "text", "text": "What do you wish for?"},
]  # fmt: skip


@pytest.fixture
def asked(visit: Visit) -> Questionnaire:
    """Make a questionnaire that is open."""
    spec = visit.spec("questionnaire")
    given: dict[str, Any] = {"title": "How do we work?", "questions": QUESTIONS, "naming": "anonymous"}
    made = services.create(visit, spec, given)
    found: Questionnaire = services.move(visit, spec, made, "open")
    return found
