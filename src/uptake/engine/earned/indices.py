"""Variances, indices and forecasts of cost, in exact fractions; what cannot be divided is a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Reason(StrEnum):
    """Why there is no number."""

    NOTHING_PLANNED = "nothing_planned"
    NOTHING_EARNED = "nothing_earned"
    NOTHING_SPENT = "nothing_spent"
    NO_BUDGET = "no_budget"
    BUDGET_SPENT = "budget_spent"
    NOT_BEGUN = "not_begun"
    NO_TIME_LEFT = "no_time_left"
    NOT_KNOWN = "not_known"


Exact = Fraction | Reason
"""A number, or why there is none."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A result: a whole amount, an index, or None with the reason."""

    value: float | None
    why: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What was planned, earned and spent by a date, and the whole budget, in one unit.

    Examples
    --------
    >>> Value(pv=3000, ev=2400, ac=2700, bac=3700) + Value(pv=10, bac=30)
    Value(pv=3010, ev=2400, ac=2700, bac=3730)
    """

    pv: int = 0
    ev: int = 0
    ac: int = 0
    bac: int = 0

    def __add__(self, other: "Value") -> "Value":
        return Value(
            pv=self.pv + other.pv, ev=self.ev + other.ev, ac=self.ac + other.ac, bac=self.bac + other.bac
        )


AMOUNTS = ("cv", "sv", "etc", "vac", "vac_bottom_up")
EACS = ("eac_1", "eac_cpi", "eac_spi", "eac_spi_t", "eac_sci", "eac_sci_t", "eac_mix", "eac_mix_t")
BOTTOM_UP = "eac_bottom_up"


def cost_figures(
    value: Value, *, spi_t: Exact = Reason.NOT_KNOWN, left: int | None = None
) -> dict[str, Figure]:
    """Return all variances, indices and forecasts of cost.

    Parameters
    ----------
    value : Value
    spi_t : Fraction or Reason
        Of the earned schedule (`duration.EarnedTime.spi_t`).
    left : int or None
        What the rest will take by a new estimate, in the unit of `value`.

    Returns
    -------
    dict of str to Figure
        ``cv sv etc vac vac_bottom_up eac_*`` are amounts, halves rounded up; negative variances are bad. The others
        are indices: ``cpi spi sci sci_t tcpi_bac tcpi_eac tcpi_bottom_up`` and, as shares of 1, ``cv_percent
        sv_percent complete spent vac_percent``. ``etc``, ``vac`` and ``tcpi_eac`` are those of ``eac_cpi``.

    Notes
    -----
    EIA-748; PMI, Practice Standard for Earned Value Management. See docs/methods/earned-value.md.

    Examples
    --------
    >>> found = cost_figures(Value(pv=3000, ev=2400, ac=2700, bac=3700))
    >>> found["cv"].value, found["sv"].value, found["spi"].value, found["eac_1"].value
    (-300, -600, 0.8, 4000)
    >>> cost_figures(Value(bac=100))["cpi"]
    Figure(value=None, why=<Reason.NOTHING_SPENT: 'nothing_spent'>)
    """
    exact = _exact(value, spi_t, left)
    whole = {*AMOUNTS, *EACS, BOTTOM_UP}
    return {name: figure(one, whole=name in whole) for name, one in exact.items()}


def figure(exact: Exact, *, whole: bool = False) -> Figure:
    """Return an exact number as people get it: an index as a float, an amount rounded, halves up."""
    if isinstance(exact, Reason):
        return Figure(None, exact)
    return Figure(rounded(exact) if whole else float(exact))


def rounded(exact: Fraction) -> int:
    """Return the nearest whole number, halves up."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def ratio(part: Exact, whole: Exact, why: Reason) -> Exact:
    """Divide; `why` tells what is the matter when the divisor is nothing."""
    if isinstance(part, Reason):
        return part
    if isinstance(whole, Reason):
        return whole
    return part / whole if whole else why


def times(one: Exact, other: Exact) -> Exact:
    """Multiply, unless one of the two is not known."""
    if isinstance(one, Reason):
        return one
    return other if isinstance(other, Reason) else one * other


def less(one: Exact, other: Exact) -> Exact:
    """Subtract, unless one of the two is not known."""
    if isinstance(one, Reason):
        return one
    return other if isinstance(other, Reason) else one - other


def _exact(value: Value, spi_t: Exact, left: int | None) -> dict[str, Exact]:
    pv, ev, ac, bac = (Fraction(one) for one in (value.pv, value.ev, value.ac, value.bac))
    cpi = ratio(ev, ac, Reason.NOTHING_SPENT)
    spi = ratio(ev, pv, Reason.NOTHING_PLANNED)
    found: dict[str, Exact] = {
        "cv": ev - ac,
        "sv": ev - pv,
        "cv_percent": ratio(ev - ac, ev, Reason.NOTHING_EARNED),
        "sv_percent": ratio(ev - pv, pv, Reason.NOTHING_PLANNED),
        "cpi": cpi,
        "spi": spi,
        "sci": times(cpi, spi),
        "sci_t": times(cpi, spi_t),
        "complete": ratio(ev, bac, Reason.NO_BUDGET),
        "spent": ratio(ac, bac, Reason.NO_BUDGET),
        "tcpi_bac": _to_complete(bac - ev, bac - ac) if bac else Reason.NO_BUDGET,
    }
    factors = _factors(cpi, spi, spi_t)
    found |= {name: _eac(value, factor) for name, factor in factors.items()}
    found[BOTTOM_UP] = Reason.NOT_KNOWN if left is None else ac + left
    return found | _of_eac(found, ac, ev, bac)


def _factors(cpi: Exact, spi: Exact, spi_t: Exact) -> Mapping[str, Exact]:
    return {
        "eac_1": Fraction(1),
        "eac_cpi": cpi,
        "eac_spi": spi,
        "eac_spi_t": spi_t,
        "eac_sci": times(cpi, spi),
        "eac_sci_t": times(cpi, spi_t),
        "eac_mix": _mixed(cpi, spi),
        "eac_mix_t": _mixed(cpi, spi_t),
    }


def _mixed(cpi: Exact, spi: Exact) -> Exact:
    if isinstance(cpi, Reason):
        return cpi
    return spi if isinstance(spi, Reason) else Fraction(4, 5) * cpi + Fraction(1, 5) * spi


def _eac(value: Value, factor: Exact) -> Exact:
    left = value.bac - value.ev
    if not left:
        return Fraction(value.ac)
    rest = ratio(Fraction(left), factor, Reason.NOTHING_EARNED)
    return rest if isinstance(rest, Reason) else value.ac + rest


def _to_complete(work: Fraction, money: Exact) -> Exact:
    """Return how well the rest has to go; where nothing is left to do, the money does not matter."""
    return ratio(work, money, Reason.BUDGET_SPENT) if work else work


def _of_eac(found: Mapping[str, Exact], ac: Fraction, ev: Fraction, bac: Fraction) -> dict[str, Exact]:
    etc = less(found["eac_cpi"], ac)
    vac = less(bac, found["eac_cpi"])
    return {
        "etc": etc,
        "vac": vac,
        "vac_percent": ratio(vac, bac, Reason.NO_BUDGET),
        "tcpi_eac": _to_complete(bac - ev, etc),
        "vac_bottom_up": less(bac, found[BOTTOM_UP]),
        "tcpi_bottom_up": ratio(bac - ev, less(found[BOTTOM_UP], ac), Reason.BUDGET_SPENT),
    }
