"""What a formula computes with: kinds of values, operators and functions, as tables.

Nothing in here raises: what has no answer is empty. A text has no empty of its own, so inside a formula every text is
a `str` and only numbers, dates and yes/no values can be None. docs/methods/formulas.md says the same in words.
"""

from __future__ import annotations

import decimal
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

Kind = Literal["number", "text", "date", "bool"]
Value = Decimal | str | date | bool | None

NUMBER: frozenset[Kind] = frozenset({"number"})
TEXT: frozenset[Kind] = frozenset({"text"})
DATE: frozenset[Kind] = frozenset({"date"})
BOOL: frozenset[Kind] = frozenset({"bool"})
ORDERED: frozenset[Kind] = frozenset({"number", "date"})
ANY: frozenset[Kind] = frozenset({"number", "text", "date", "bool"})

LONGEST_TEXT = 10_000
MOST_DIGITS = 28
_MAGNITUDE = 40
_CONTEXT = decimal.Context(
    prec=MOST_DIGITS,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-_MAGNITUDE,
    Emax=_MAGNITUDE - 1,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


def arithmetic() -> Any:
    """Return the context manager in which formulas are computed: 28 digits, magnitudes below 10^40."""
    return decimal.localcontext(_CONTEXT)


def number(value: Any) -> Decimal | None:
    """Return a stored number, also one that is stored as a text, within the bounds; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    if isinstance(value, int) and value.bit_length() > 4 * _MAGNITUDE:
        return None
    if isinstance(value, str) and len(value) > 4 * _MAGNITUDE:
        return None
    try:
        found = Decimal(str(value)) if isinstance(value, float | str) else Decimal(value)
        return _CONTEXT.copy().plus(found) if found.is_finite() else None
    except (ArithmeticError, ValueError):
        return None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def taken(kind: Kind, value: Any) -> Value:
    """Return a field's stored value as a formula computes with it; what is of another kind is empty."""
    if kind == "number":
        return number(value)
    if kind == "date":
        return _day(value)
    if kind == "bool":
        return value if isinstance(value, bool) else None
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def given(value: Value) -> Value:
    """Return a result as it is stored: an empty text is empty, and zero has no sign."""
    if isinstance(value, Decimal):
        return value + 0
    return None if value == "" and isinstance(value, str) else value


def as_text(value: Value) -> str:
    """Return what `&` joins for a value: digits without an exponent, ISO dates, true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        plain = f"{value + 0:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value if isinstance(value, str) else value.isoformat()


Run = Callable[..., Value]


def answered(run: Run, *, strict: bool = True) -> Run:
    """Make a function answer with empty where it has no answer and, if strict, where an argument is empty."""

    def answer(*arguments: Value) -> Value:
        if strict and None in arguments:
            return None
        try:
            return run(*arguments)
        except (ArithmeticError, ValueError):
            return None

    return answer


def _joined(*values: Value) -> str:
    return "".join(map(as_text, values))[:LONGEST_TEXT]


def _later(day: date, days: Decimal) -> date:
    return day + timedelta(days=int(days))


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return None if one is None or other is None else False


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_JOINS: dict[tuple[str, Kind, Kind], tuple[Kind, Run]] = {
    ("&", one, other): ("text", _joined) for one in ANY for other in ANY
}
_COMPARED: dict[tuple[str, Kind, Kind], tuple[Kind, Run]] = {
    (sign, kind, kind): ("bool", answered(run))
    for sign, run in COMPARISONS.items()
    for kind in ANY
    if kind != "bool" or sign in {"=", "<>"}
}
BINARY: dict[tuple[str, Kind, Kind], tuple[Kind, Run]] = {
    ("+", "number", "number"): ("number", answered(operator.add)),
    ("-", "number", "number"): ("number", answered(operator.sub)),
    ("*", "number", "number"): ("number", answered(operator.mul)),
    ("/", "number", "number"): ("number", answered(operator.truediv)),
    ("%", "number", "number"): ("number", answered(operator.mod)),
    ("^", "number", "number"): ("number", answered(operator.pow)),
    ("+", "date", "number"): ("date", answered(_later)),
    ("+", "number", "date"): ("date", answered(lambda days, day: _later(day, days))),
    ("-", "date", "number"): ("date", answered(lambda day, days: _later(day, -days))),
    ("-", "date", "date"): ("number", answered(lambda one, other: Decimal((one - other).days))),
    ("and", "bool", "bool"): ("bool", _both),
    ("or", "bool", "bool"): ("bool", _either),
    **_COMPARED,
    **_JOINS,
}
"""By operator and the kinds on its sides: the kind of the result, and how it is computed."""

PREFIX: dict[str, tuple[Kind, Run]] = {
    "-": ("number", answered(operator.neg)),
    "+": ("number", answered(operator.pos)),
    "not": ("bool", answered(operator.not_)),
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    Attributes
    ----------
    takes : sequence of sets of Kind
        What each argument may be.
    gives : Kind or None
        None: what its arguments are.
    run : callable
    least : int or None
        How many arguments there must be; None: all.
    repeats : bool
        The last argument may come again and again.
    alike : int or None
        From which argument on all must be of one kind.
    """

    takes: Sequence[frozenset[Kind]]
    gives: Kind | None
    run: Run
    least: int | None = None
    repeats: bool = False
    alike: int | None = None

    @property
    def fewest(self) -> int:
        """How many arguments there must be."""
        return len(self.takes) if self.least is None else self.least

    @property
    def most(self) -> int | None:
        """How many arguments there may be; None: any number."""
        return None if self.repeats else len(self.takes)

    def kinds_of(self, index: int) -> frozenset[Kind]:
        """Return what the argument at a place may be."""
        return self.takes[min(index, len(self.takes) - 1)]


def _chosen(condition: bool | None, then: Value, otherwise: Value = None) -> Value:
    return None if condition is None else then if condition else otherwise


def _first(*values: Value) -> Value:
    return next((one for one in values if not _is_blank(one)), None)


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value)


def _among(choose: Callable[[list[Any]], Value]) -> Run:
    """Make a function over those arguments that are not empty; without any it has no answer."""

    def run(*values: Value) -> Value:
        some = [one for one in values if one is not None]
        return choose(some) if some else None

    return answered(run, strict=False)


def _rounded(value: Decimal, digits: Decimal = Decimal(0)) -> Decimal:
    places = max(-_MAGNITUDE, min(_MAGNITUDE, int(digits)))
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return value
    return value.quantize(Decimal(1).scaleb(-places), rounding=decimal.ROUND_HALF_UP)


def _count(value: Decimal) -> int:
    return max(0, math.floor(value))


def _right(text: str, count: Decimal) -> str:
    return text[max(0, len(text) - _count(count)) :]


def _mid(text: str, start: Decimal, count: Decimal) -> str:
    first = max(0, _count(start) - 1)
    return text[first : first + _count(count)]


def _date(year: Decimal, month: Decimal, day: Decimal) -> date:
    return date(int(year), int(month), int(day))


FUNCTIONS: dict[str, Function] = {
    "if": Function((BOOL, ANY, ANY), None, _chosen, least=2, alike=1),
    "coalesce": Function((ANY,), None, _first, repeats=True, alike=0),
    "blank": Function((ANY,), "bool", _is_blank),
    "min": Function((ORDERED,), None, _among(min), repeats=True, alike=0),
    "max": Function((ORDERED,), None, _among(max), repeats=True, alike=0),
    "sum": Function((NUMBER,), "number", _among(lambda some: sum(some, Decimal(0))), repeats=True),
    "round": Function((NUMBER, NUMBER), "number", answered(_rounded), least=1),
    "abs": Function((NUMBER,), "number", answered(abs)),
    "floor": Function((NUMBER,), "number", answered(lambda one: Decimal(math.floor(one)))),
    "ceil": Function((NUMBER,), "number", answered(lambda one: Decimal(math.ceil(one)))),
    "date": Function((NUMBER, NUMBER, NUMBER), "date", answered(_date)),
    "days": Function((DATE, DATE), "number", answered(lambda one, other: Decimal((other - one).days))),
    "year": Function((DATE,), "number", answered(lambda one: Decimal(one.year))),
    "month": Function((DATE,), "number", answered(lambda one: Decimal(one.month))),
    "day": Function((DATE,), "number", answered(lambda one: Decimal(one.day))),
    "concat": Function((ANY,), "text", _joined, repeats=True),
    "len": Function((TEXT,), "number", answered(lambda one: Decimal(len(one)))),
    "left": Function((TEXT, NUMBER), "text", answered(lambda one, count: one[: _count(count)])),
    "right": Function((TEXT, NUMBER), "text", answered(_right)),
    "mid": Function((TEXT, NUMBER, NUMBER), "text", answered(_mid)),
    "upper": Function((TEXT,), "text", answered(lambda one: one.upper()[:LONGEST_TEXT])),
    "lower": Function((TEXT,), "text", answered(lambda one: one.lower()[:LONGEST_TEXT])),
    "contains": Function((TEXT, TEXT), "bool", answered(lambda one, other: other in one)),
}
