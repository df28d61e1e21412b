"""The SMART check: which of the five letters a goal has, and what is missing for the others.

The rules stand in docs/methods/smart.md. They can be checked without understanding the words: a goal that passes may
still be a poor one, a goal that does not pass is not finished.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from uptake.registers.spec import Words

LETTERS = "SMART"
MISSING = "·"
LEAST_TITLE, LEAST_MEASURE = 3, 3
BENEFIT_YEARS = 3
"""So long after the project's end benefits may still be reaped."""

IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(
    r"^\W*(tbd|tbc|n/?a|to be (found|defined|agreed|decided|confirmed)|待定|未定|暂无|无|x+)\b|^\W*$",
    re.IGNORECASE,
)
"""What is written where nobody knows yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What of a goal is judged.

    Attributes
    ----------
    owned : bool
        Whether somebody answers for it.
    kpis : int
        How many of its KPIs have unit, baseline and target.
    begins, ends : date or None
        Of the project.
    """

    title: str
    measure: str = ""
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    due: date | None = None
    owned: bool = False
    achievable: str = ""
    relevant: str = ""
    kpis: int = 0
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One of the five, with the codes of what is missing; met when nothing is."""

    letter: str
    missing: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        return not self.missing

    @property
    def name(self) -> Words:
        return NAMES[self.letter]

    @property
    def sentences(self) -> list[Words]:
        return [SENTENCES[one] for one in self.missing]


NAMES: dict[str, Words] = {
    "S": _("Specific"),
    "M": _("Measurable"),
    "A": _("Achievable"),
    "R": _("Relevant"),
    "T": _("Time-bound"),
}
SENTENCES: dict[str, Words] = {
    "title_short": _(
        "The title does not say what will be different. Write it as a result, in three words or more."
    ),
    "no_measure": _("Nobody has said what is counted. Write under “Measure” how one would see it."),
    "measure_short": _("The measure is too short to be counted by. Say what is counted, of what, and when."),
    "no_unit": _("There is no unit. Say in what it is counted: %, days, pieces."),
    "no_baseline": _("There is no baseline. Measure how it is today."),
    "no_target": _("There is no target. Say which figure would be enough."),
    "same": _("The target is what there is today already. Check both figures."),
    "no_reason": _("Nothing tells that it can be reached. Name a pilot, a comparable case, or the means."),
    "no_owner": _("Nobody owns it. Name who answers for it."),
    "not_relevant": _("It does not say which strategy or obligation it serves."),
    "no_due": _("There is no date. Say by when it is reached."),
    "before_start": _("The date lies before the project begins. Move it."),
    "too_late": _(
        "The date lies more than three years after the project ends: nobody will look. Choose an earlier one."
    ),
}


def check(aim: Aim) -> tuple[Letter, ...]:
    """Judge a goal, letter by letter.

    Examples
    --------
    >>> [one.letter for one in check(Aim(title="Close the books in two days", due=date(2027, 6, 30))) if one.met]
    ['T']
    """
    missing = (_specific(aim), _measurable(aim), _achievable(aim), _relevant(aim), _time_bound(aim))
    return tuple(
        Letter(letter=letter, missing=tuple(codes)) for letter, codes in zip(LETTERS, missing, strict=True)
    )


def summary(letters: tuple[Letter, ...]) -> str:
    """Write the letters as a word; those that are missing are dots.

    Examples
    --------
    >>> summary(check(Aim(title="Close the books in two days", due=date(2027, 6, 30))))
    '····T'
    """
    return "".join(one.letter if one.met else MISSING for one in letters)


def words_in(text: str) -> int:
    """Count words; two Chinese characters are one.

    Examples
    --------
    >>> words_in("Close the books in 2 days"), words_in("月末后两个工作日出表")
    (6, 5)
    """
    ideographs = len(IDEOGRAPHS.findall(text))
    return len(re.findall(r"\w+", IDEOGRAPHS.sub(" ", text))) + ideographs // 2


def _said(text: str) -> bool:
    return PLACEHOLDER.search(text) is None


def _specific(aim: Aim) -> list[str]:
    found = ["title_short"] if words_in(aim.title) < LEAST_TITLE else []
    if not _said(aim.measure):
        found.append("no_measure")
    elif words_in(aim.measure) < LEAST_MEASURE:
        found.append("measure_short")
    return found


def _measurable(aim: Aim) -> list[str]:
    if aim.kpis:
        return []
    found = [] if aim.unit.strip() else ["no_unit"]
    found += ["no_baseline"] if aim.baseline is None else []
    found += ["no_target"] if aim.target is None else []
    if aim.target is not None and aim.target == aim.baseline:
        found.append("same")
    return found


def _achievable(aim: Aim) -> list[str]:
    found = [] if _said(aim.achievable) else ["no_reason"]
    return found if aim.owned else [*found, "no_owner"]


def _relevant(aim: Aim) -> list[str]:
    return [] if _said(aim.relevant) else ["not_relevant"]


def _time_bound(aim: Aim) -> list[str]:
    if aim.due is None:
        return ["no_due"]
    if aim.begins is not None and aim.due <= aim.begins:
        return ["before_start"]
    if aim.ends is not None and (aim.due.year - BENEFIT_YEARS, aim.due.month, aim.due.day) > (
        aim.ends.year, aim.ends.month, aim.ends.day,
    ):  # fmt: skip
        return ["too_late"]
    return []
