"""Questions as a form shows them: with what was typed, what is wrong, and whether they show at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.assessment.answering import Sheet
from uptake.assessment.models import Questionnaire
from uptake.assessment.questions import SCALE, Question, read
from uptake.registers.spec import Field, Kind

KINDS = {Kind.MONEY: "number", Kind.PERSON: "text"}


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


def columns_of(fields: Sequence[Field]) -> list[Mapping[str, Any]]:
    """Return the columns of rows as the table that is typed into takes them."""
    return [
        {
            "key": one.key,
            "label": str(one.label),
            "kind": KINDS.get(one.kind, str(one.kind)),
            "required": one.required,
            "wide": one.wide,
            "unit": str(one.unit),
            **({"min": one.low, "max": one.high} if one.low is not None and abs(one.low) < 1e9 else {}),
            **({"choices": [[each.value, str(each.label)] for each in one.choices]} if one.choices else {}),
        }
        for one in fields
    ]
