"""How bad a risk is, as numbers: score, band, what it costs on average. See docs/methods/risk-scores.md."""

from collections.abc import Mapping
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


def sixths(low: float | None, likely: float | None, high: float | None) -> float | None:
    """Return six times the PERT mean of three estimates, which is exact for whole numbers.

    A likely estimate alone counts as it is, anything less as unknown.

    Examples
    --------
    >>> sixths(4, 8, 15), sixths(None, 8, None), sixths(4, None, 15)
    (51, 48, None)
    """
    if likely is None or (low is None) != (high is None):
        return None
    return 6 * likely if low is None or high is None else low + 4 * likely + high


def expected(probability: str, low: float | None, likely: float | None, high: float | None) -> float | None:
    """Return what a risk takes on average, whether it occurs or not.

    Examples
    --------
    >>> expected("5", 4, 8, 15), expected("", 4, 8, 15)
    (7.65, None)
    """
    middle = sixths(low, likely, high)
    return middle * CHANCES[probability] / 600 if middle is not None and probability in CHANCES else None


def expected_money(probability: str, low: int | None, likely: int | None, high: int | None) -> int | None:
    """Return the same for hundredths, rounded to whole ones, halves up.

    Examples
    --------
    >>> expected_money("1", None, 25, None), expected_money("1", None, 24, None)
    (3, 2)
    """
    middle = sixths(low, likely, high)
    if middle is None or probability not in CHANCES:
        return None
    return (int(middle) * CHANCES[probability] + 300) // 600
