"""How bad a risk is, as numbers: score, band, what it costs on average. See docs/methods/risk-scores.md."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

STEPS = ("1", "2", "3", "4", "5")
"""Of both scales, from the least to the most."""
CHANCES: Mapping[str, int] = MappingProxyType({"1": 10, "2": 30, "3": 50, "4": 70, "5": 90})
"""Percent in the middle of each step of probability."""
BANDS = (("extreme", 15), ("high", 10), ("medium", 5), ("low", 1))
"""Each with its least score, the worst first."""


def score(probability: str, impact: str) -> int | None:
    """Return the product of two steps; None when one of them is not on its scale.

    Examples
    --------
    >>> score("4", "5"), score("4", "")
    (20, None)
    """
    if probability not in STEPS or impact not in STEPS:
        return None
    return int(probability) * int(impact)


def band(points: int | None) -> str:
    """Return the band of a score, empty without one.

    Examples
    --------
    >>> [band(one) for one in (4, 5, 10, 15, None)]
    ['low', 'medium', 'high', 'extreme', '']
    """
    return next((name for name, least in BANDS if points is not None and points >= least), "")


def disorder(low: float | None, likely: float | None, high: float | None) -> str:
    """Return which of three estimates is out of order: ``likely``, ``high``, or empty.

    Examples
    --------
    >>> disorder(3, 2, 9), disorder(1, None, 0), disorder(1, 1, 1)
    ('likely', 'high', '')
    """
    if low is not None and likely is not None and likely < low:
        return "likely"
    below = likely if likely is not None else low
    return "high" if high is not None and below is not None and high < below else ""


def mean(low: float | None, likely: float | None, high: float | None) -> Fraction | None:
    """Return the PERT mean of three estimates; a likely one alone counts as it is, anything less as unknown.

    Examples
    --------
    >>> mean(4, 8, 15), mean(None, 8, None), mean(4, None, 15)
    (Fraction(17, 2), Fraction(8, 1), None)
    """
    if likely is None or (low is None) != (high is None):
        return None
    if low is None or high is None:
        return Fraction(likely)
    return (Fraction(low) + 4 * Fraction(likely) + Fraction(high)) / 6


def expected(
    probability: str, low: float | None, likely: float | None, high: float | None
) -> Fraction | None:
    """Return what a risk takes on average, whether it occurs or not.

    Examples
    --------
    >>> float(expected("5", 4, 8, 15)), expected("", 4, 8, 15)
    (7.65, None)
    """
    middle = mean(low, likely, high)
    return middle * CHANCES[probability] / 100 if middle is not None and probability in CHANCES else None


def whole(amount: Fraction | None) -> int | None:
    """Round an amount of money to hundredths, halves up.

    Examples
    --------
    >>> whole(Fraction(5, 2)), whole(None)
    (3, None)
    """
    return None if amount is None else int((2 * amount + 1) // 2)
