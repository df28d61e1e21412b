"""Questions of a questionnaire as values: what is asked of whom, and what is an answer.

A question shows when the one it depends on shows and was answered as it says. Which questions show is decided here
alone; the page only repeats it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers import kinds
from uptake.registers.kinds import Wrong, tidy
from uptake.registers.spec import Field, Kind

KEY = re.compile(r"\w{1,30}")
MOST_CHOICES = 50
LONGEST_CHOICE = 200
LONGEST_ANSWER = 2_000
WIDEST_SCALE = 10
SINGLE, MULTI, SCALE, TEXT, NUMBER = "single", "multi", "scale", "text", "number"
KINDS = (SINGLE, MULTI, SCALE, TEXT, NUMBER)
LEADING = (SINGLE, MULTI, SCALE)
"""Kinds on whose answer another question may depend."""

Row = Mapping[str, Any]
Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    Attributes
    ----------
    key : str
        Short name: under it an answer is kept, a column of a file is called.
    choices : tuple of str
        Of `single` and `multi`; the answer is the text itself.
    low, high : int or float or None
        Ends of a scale, bounds of a number.
    show_question, show_equals : str
        The question on which this depends, and the answer with which it shows; empty: always.
    """

    key: str
    kind: str
    text: str
    required: bool = False
    choices: tuple[str, ...] = ()
    low: Any = None
    high: Any = None
    show_question: str = ""
    show_equals: str = ""

    @property
    def steps(self) -> tuple[int, ...]:
        """Return the values of a scale."""
        return tuple(range(self.low, self.high + 1)) if self.kind == SCALE else ()

    @property
    def answers(self) -> tuple[str, ...]:
        """Return what can be chosen, as text."""
        return self.choices or tuple(str(one) for one in self.steps)


def read(rows: Iterable[Row]) -> tuple[Question, ...]:
    """Return the questions that rows of a questionnaire hold; the rows were checked when they were written."""
    return tuple(_question(row, at) for at, row in enumerate(rows, 1))


def _question(row: Row, at: int) -> Question:
    kind = row.get("kind", TEXT)
    low, high = row.get("low"), row.get("high")
    if kind == SCALE:
        low, high = int(1 if low is None else low), int(5 if high is None else high)
    return Question(
        key=key_of(row, at),
        kind=kind,
        text=row.get("text", ""),
        required=bool(row.get("required")),
        choices=lines(row.get("choices", "")) if kind in {SINGLE, MULTI} else (),
        low=low,
        high=high,
        show_question=row.get("show_question", ""),
        show_equals=row.get("show_equals", ""),
    )


def key_of(row: Row, at: int) -> str:
    """Return the short name of a question; one without has its number."""
    return row.get("key") or f"q{at}"


def lines(text: str) -> tuple[str, ...]:
    """Return choices, one a line, each once.

    Examples
    --------
    >>> lines("Yes\\n  No\\n\\nYes")
    ('Yes', 'No')
    """
    return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


# ---- are they questions that can be asked?


def check(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """Return what is wrong with rows of questions: row id to column to sentence."""
    wrong: dict[str, dict[str, str]] = {}
    before: dict[str, Question] = {}
    for at, row in enumerate(rows, 1):
        found = _own(row, at, before)
        if not found:
            question = _question(row, at)
            found = _branch(question, before)
            before[question.key] = question
        if found:
            wrong[str(row["id"])] = found
    return wrong


def _own(row: Row, at: int, before: Mapping[str, Question]) -> dict[str, str]:
    key, kind = key_of(row, at), row.get("kind", TEXT)
    found: dict[str, str] = {}
    if not KEY.fullmatch(key):
        found["key"] = _("Use letters, digits and _, 30 at most.")
    elif key in before:
        found["key"] = _("Another question has this short name.")
    choices = lines(row.get("choices", ""))
    if kind in {SINGLE, MULTI} and not 2 <= len(choices) <= MOST_CHOICES:
        found["choices"] = _("Write 2 to %d choices, one a line.") % MOST_CHOICES
    elif any(len(one) > LONGEST_CHOICE for one in choices):
        found["choices"] = _("Say each choice in %d characters.") % LONGEST_CHOICE
    return found | _bounds(kind, row.get("low"), row.get("high"))


def _bounds(kind: str, low: Any, high: Any) -> dict[str, str]:
    if kind == SCALE:
        low, high = 1 if low is None else low, 5 if high is None else high
        if low != int(low) or high != int(high) or not 0 < high - low <= WIDEST_SCALE:
            return {"high": _("A scale has whole ends, at most %d apart, like 1 and 5.") % WIDEST_SCALE}
    elif low is not None and high is not None and low > high:
        return {"high": _("This is less than where it begins.")}
    return {}


def _branch(question: Question, before: Mapping[str, Question]) -> dict[str, str]:
    if not question.show_question:
        return {"show_question": _("Name the question, too.")} if question.show_equals else {}
    leading = before.get(question.show_question)
    if leading is None:
        return {"show_question": _("No question before this one has this short name.")}
    if leading.kind not in LEADING:
        return {"show_question": _("Only a question with choices or a scale can decide that.")}
    if question.show_equals not in leading.answers:
        words = ", ".join(leading.answers[:12])
        return {"show_equals": _("Write one of its answers: %s.") % words}
    return {}


# ---- answers


def shown(questions: Iterable[Question], given: Given) -> list[Question]:
    """Return the questions that show with these answers."""
    found: dict[str, Question] = {}
    for one in questions:
        if not one.show_question or (
            one.show_question in found and one.show_equals in chosen(given.get(one.show_question))
        ):
            found[one.key] = one
    return list(found.values())


def chosen(value: Any) -> set[str]:
    """Return what was answered as texts, one or several."""
    if value is None:
        return set()
    return {str(one) for one in value} if isinstance(value, list) else {str(value)}


def parse(question: Question, texts: Sequence[str]) -> Any:
    """Return what was sent as an answer; None for nothing. Raises `Wrong`."""
    found = [text for one in texts[: MOST_CHOICES + 1] if (text := tidy(one[: LONGEST_ANSWER * 2]))]
    if not found:
        return None
    if question.kind == MULTI:
        if not set(found) <= set(question.choices):
            raise Wrong(_("Choose from the list."))
        return [one for one in question.choices if one in found]
    text = found[0]
    if question.kind == TEXT:
        if len(text) > LONGEST_ANSWER:
            raise Wrong(_("Say it in %d characters.") % LONGEST_ANSWER)
        return text
    if question.kind == NUMBER:
        field = Field(key=question.key, label="", kind=Kind.NUMBER, low=question.low, high=question.high)
        return kinds.parse(field, text, {})
    if text not in question.answers:
        raise Wrong(_("Choose from the list."))
    return int(text) if question.kind == SCALE else text
