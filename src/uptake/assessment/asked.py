"""Questions as a form shows them: with what was typed, what is wrong, and whether they show at first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from uptake.assessment.answering import Sheet
from uptake.assessment.models import Questionnaire
from uptake.assessment.questions import SCALE, Question, read


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question of a form. `depends` is the question that decides whether it shows."""

    question: Question
    number: int
    typed: Sequence[str] = ()
    error: str = ""
    depends: Question | None = None

    @property
    def name(self) -> str:
        return f"q_{self.question.key}"

    @property
    def text(self) -> str:
        return self.typed[0] if self.typed else ""

    @property
    def scale(self) -> bool:
        return self.question.kind == SCALE


def asked_of(one: Questionnaire, sent: Any = None, sheet: Sheet | None = None) -> list[Asked]:
    """Return the questions of a form, with what was sent before."""
    found: dict[str, Asked] = {}
    for number, question in enumerate(read(one.questions), 1):
        leading = found.get(question.show_question)
        found[question.key] = Asked(
            question=question,
            number=number,
            typed=sent(f"q_{question.key}") if sent else (),
            error=sheet.errors.get(question.key, "") if sheet else "",
            depends=leading.question if leading else None,
        )
    return list(found.values())
