"""What was answered, question by question."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from uptake.assessment.models import Answer, Questionnaire
from uptake.assessment.questions import MULTI, NUMBER, SCALE, SINGLE, TEXT, Question, chosen, read, shown
from uptake.registers.kinds import number_text

BARS_OF_NUMBERS = 8
MOST_TEXTS = 200


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: how often it was given, and its share of those who answered the question, in percent."""

    label: str
    count: int
    percent: int
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A question and what was answered.

    Attributes
    ----------
    answered, asked : int
        How many answered it, and how many saw it.
    nps : int or None
        Net promoter score of a scale from 0 to 10: share of 9 and 10 less share of 0 to 6.
    texts : list of (str, str)
        What was written, with the name where there is one.
    """

    question: Question
    answered: int
    asked: int
    bars: list[Bar]
    mean: str = ""
    median: str = ""
    lowest: str = ""
    highest: str = ""
    nps: int | None = None
    texts: Sequence[tuple[str, str]] = ()
    more: int = 0


def answers_of(one: Questionnaire, where: Mapping[str, str] | None = None) -> list[Answer]:
    """Return the answers in which other questions were answered as told; all without that."""
    rows = Answer.objects.filter(questionnaire=one)
    return [
        row for row in rows if all(text in chosen(row.given.get(key)) for key, text in (where or {}).items())
    ]


def filters_of(asked: Iterable[Question], query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address asks for, as far as there are such answers."""
    return {
        one.key: wanted
        for one in asked
        if (wanted := query.get(f"f.{one.key}"))
        and one.kind in {SINGLE, MULTI, SCALE}
        and wanted in one.answers
    }


def results_of(one: Questionnaire, answers: Sequence[Answer]) -> list[Result]:
    asked = read(one.questions)
    saw: Counter[str] = Counter()
    for answer in answers:
        saw.update(question.key for question in shown(asked, answer.given))
    return [_result(question, answers, saw[question.key]) for question in asked]


def _result(question: Question, answers: Sequence[Answer], asked: int) -> Result:
    found = [(row, value) for row in answers if (value := row.given.get(question.key)) is not None]
    values = [value for _row, value in found]
    if question.kind == TEXT:
        texts = [(str(value), row.name) for row, value in found]
        return Result(
            question=question,
            answered=len(found),
            asked=asked,
            bars=[],
            texts=texts[:MOST_TEXTS],
            more=max(0, len(texts) - MOST_TEXTS),
        )
    if question.kind in {SCALE, NUMBER}:
        return _numbers(question, [float(one) for one in values if isinstance(one, (int, float))], asked)
    counts = Counter(text for value in values for text in chosen(value))
    labels = [*question.choices, *sorted(counts.keys() - set(question.choices))]
    return Result(
        question=question,
        answered=len(found),
        asked=asked,
        bars=_bars([(one, counts[one]) for one in labels], len(found)),
    )


def _numbers(question: Question, values: list[float], asked: int) -> Result:
    nps = None
    if question.kind == SCALE:
        counts = Counter(values)
        steps = sorted({*map(float, question.steps), *counts})
        told = [(number_text(step), counts[step]) for step in steps]
        if values and (question.low, question.high) == (0, 10):
            nps = round(
                (sum(one >= 9 for one in values) - sum(one <= 6 for one in values)) / len(values) * 100
            )
    else:
        told = spread(values)
    if not values:
        return Result(question=question, answered=0, asked=asked, bars=_bars(told, 0))
    return Result(
        question=question,
        answered=len(values),
        asked=asked,
        bars=_bars(told, len(values)),
        nps=nps,
        mean=number_text(round(statistics.fmean(values), 2)),
        median=number_text(round(statistics.median(values), 2)),
        lowest=number_text(min(values)),
        highest=number_text(max(values)),
    )


def spread(values: Sequence[float]) -> list[tuple[str, int]]:
    """Count numbers: each by itself when there are few, else in ranges of a round width.

    Examples
    --------
    >>> spread([1, 1, 3])
    [('1', 2), ('3', 1)]
    >>> spread([1, 2, 4, 5, 7, 8, 9, 12, 14, 22])
    [('0 – 5', 3), ('5 – 10', 4), ('10 – 15', 2), ('15 – 20', 0), ('20 – 25', 1)]
    """
    counts = Counter(values)
    if len(counts) <= BARS_OF_NUMBERS:
        return [(number_text(one), counts[one]) for one in sorted(counts)]
    low, high = min(counts), max(counts)
    width = _round_width((high - low) / BARS_OF_NUMBERS)
    first = low // width
    found = Counter(int(one // width - first) for one in values)
    return [
        (f"{number_text((first + at) * width)} – {number_text((first + at + 1) * width)}", found[at])
        for at in range(max(found) + 1)
    ]


def _round_width(least: float) -> float:
    size = 10.0 ** (len(f"{int(least)}") - 1) if least >= 1 else 1.0
    while size > least:
        size /= 10
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= least)


def _bars(told: Sequence[tuple[str, int]], of: int) -> list[Bar]:
    most = max((count for _label, count in told), default=0)
    return [
        Bar(label, count, round(count * 100 / of) if of else 0, round(count * 100 / most, 1) if most else 0)
        for label, count in told
    ]
