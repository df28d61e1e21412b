"""Published results, to the precision in which they were printed."""

import json
from fractions import Fraction
from typing import Any

import pytest

from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.earned import EarnedTime, Value, cost_figures, time_figures

CHECK_IN = {
    "pv": [28975, 81681, 91681, 138586, 218141, 302478, 323632, 345876, 360738],
    "ev": [
        25645,
        68074,
        89135,
        125244,
        198754,
        268763,
        292469,
        306725,
        312864,
        327694,
        338672,
        349861,
        360738,
    ],
    "ac": [
        25567,
        66293,
        78293,
        124073,
        191367,
        259845,
        285612,
        290843,
        303489,
        316431,
        320690,
        336756,
        349379,
    ],
}
"""Vandevoorde and Vanhoucke (2006), project 1, the check-in of an airport: 9 months planned, 13 taken."""
LATE = {
    "pv": [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823],
    "ev": [95, 180, 470, 770, 1065, 1315, 1610, 1900, 2150, 2275, 2425, 2555, 2695, 2823],
}
"""Lipke (2003), the project that finished late."""


def at_month(told: dict[str, list[int]], month: int) -> dict[str, Any]:
    """Return every figure of a project at the end of a month."""
    curve, ev = told["pv"], told["ev"][month - 1]
    ac = told["ac"][month - 1] if "ac" in told else 0
    value = Value(pv=curve[min(month, len(curve)) - 1], ev=ev, ac=ac, bac=curve[-1])
    time = EarnedTime.of(curve, ev, month)
    found = cost_figures(value, spi_t=time.spi_t) | time_figures(time, value)
    return {name: one.value for name, one in found.items()}


@pytest.mark.parametrize(
    ("month", "es", "spi_t", "eac", "eac_t"),
    [(4, 3.7156, 0.9289, 357365, 9.6890), (9, 6.4910, 0.7212, 349928, 12.4789), (13, 9, 0.6923, 349379, 13)],
)
def test_the_check_in_is_late_and_cheap(month, es, spi_t, eac, eac_t):
    found = at_month(CHECK_IN, month)
    assert round(found["es"], 4) == es
    assert round(found["spi_t"], 4) == spi_t
    assert found["eac_cpi"] == eac
    assert round(found["eac_t_es_spi_t"], 4) == eac_t


def test_the_schedule_variance_in_money_returns_to_nothing_and_that_in_time_does_not():
    series = [at_month(LATE, month) for month in range(1, 15)]
    assert [one["sv"] for one in series] == [
        -10, -20, -45, -75, -110, -160, -195, -235, -285, -390, -335, -268, -128, 0,
    ]  # fmt: skip
    assert [round(one["sv_t"], 3) for one in series[:10]] == [
        -0.095, -0.211, -0.143, -0.227, -0.333, -0.533, -0.591, -0.712, -0.95, -1.533,
    ]  # fmt: skip
    assert (series[-1]["spi"], round(series[-1]["spi_t"], 3), series[-1]["es"]) == (1, 0.857, 12)


def _shared() -> list[dict[str, Any]]:
    return json.loads((SHARED_DATA / "evm" / "evm_examples.json").read_text())


NAMES = {
    "SV": "sv", "SPI": "spi", "ES": "es", "SVt": "sv_t", "SPIt": "spi_t", "EACt_pf1": "eac_t_es_1",
    "EACt_spit": "eac_t_es_spi_t", "EACt_scit": "eac_t_es_sci_t", "CV": "cv", "CPI": "cpi", "EAC": "eac_cpi",
    "EAC_sci_t": "eac_sci_t", "TCPI_bac": "tcpi_bac", "EAC_bac_over_cpi": "eac_cpi",
    "EAC_ac_plus_remaining": "eac_1", "EAC_cpi_spi": "eac_sci", "VAC": "vac", "TCPI_eac": "tcpi_eac",
    "pct_complete": "complete", "pct_spent": "spent", "EAC_budget_rate": "eac_1", "VAC_cpi": "vac",
    "time_estimate": "eac_t_pv_spi", "SVt_": "sv_t",
}  # fmt: skip
AMOUNTS = {"sv", "cv", "vac", "eac_1", "eac_cpi", "eac_sci", "eac_sci_t"}
FINE = 1000
"""Amounts are counted in thousandths of what was printed."""
ELSEWHERE = {
    "final_duration", "final_cost", "ES_at_completion", "SPIt_at_completion", "TCPI_eac_equals_CPI",
    "wrong_TCPI_with_PV", "VAC_budget_rate", "VAC_cpi_spi", "pct_planned", "SPIt",
}  # fmt: skip
"""Read below, or words."""
ROUNDED_ON_THE_WAY = {("md-case-3700", "EAC_bac_over_cpi"), ("schwalbe-template", "EAC")}
"""Printed 4162 from a CPI of 88.89 %, where exactly it is 4162.5; from 43333 1/3, of which 43333.333 is printed."""


def _fine(amount: float) -> int:
    return round(amount * FINE)


def _agrees(printed: float, ours: float, places: int) -> bool:
    """Tell whether a number is the printed one, to one unit of its last place (inputs were rounded, too)."""
    return abs(printed - ours) <= 0.5000001 * 10.0**-places + 1e-9 * abs(printed)


def _places(printed: float) -> int:
    return len(repr(float(printed)).partition(".")[2].rstrip("0"))


def _series_figures(told: dict[str, Any], t: int) -> dict[str, Any]:
    curve = [_fine(one) for one in told["PV_cum"]]
    ev, ac = _fine(told["EV_cum"][t - 1]), _fine(told["AC_cum"][t - 1]) if "AC_cum" in told else 0
    value = Value(pv=curve[min(t, len(curve)) - 1], ev=ev, ac=ac, bac=_fine(told["BAC"]))
    time = EarnedTime.of(curve, ev, t)
    found = cost_figures(value, spi_t=time.spi_t) | time_figures(time, value)
    return {name: one.value for name, one in found.items()}


def _compare(case: str, printed: dict[str, Any], found: dict[str, Any]) -> int:
    checked = 0
    for key, number in printed.items():
        if key not in NAMES or isinstance(number, (str, list)) or (case, key) in ROUNDED_ON_THE_WAY:
            continue
        name = NAMES[key]
        ours = found[name] / FINE if name in AMOUNTS else found[name]
        if key in {"pct_complete", "pct_spent"}:
            ours *= 100
        assert _agrees(number, ours, max(_places(number), 2) if "TCPI" in key else _places(number)), (
            case, key, number, ours,
        )  # fmt: skip
        checked += 1
    return checked


@needs_shared_data
def test_every_series_of_the_shared_data_comes_out_in_every_period():
    checked = 0
    for told in _shared():
        for row in told.get("recomputed", {}).get("series", []):
            checked += _compare(told["id"], row, _series_figures(told, row["t"]))
    assert checked > 250


@needs_shared_data
def test_every_published_number_of_the_shared_data_comes_out():
    checked = 0
    for told in _shared():
        if "PV_cum" in told:
            found = _series_figures(told, told.get("at", len(told["EV_cum"])))
            series = {key: one for key, one in told["published"].items() if isinstance(one, list)}
            for key, numbers in series.items():
                for t, number in enumerate(numbers, 1):
                    checked += _compare(told["id"], {key: number}, _series_figures(told, t))
        elif "PV" in told:
            value = Value(**{key.lower(): _fine(told[key]) for key in ("PV", "EV", "AC", "BAC")})
            found = {name: one.value for name, one in cost_figures(value).items()}
        else:
            continue
        for printed in (told["published"], told["recomputed"]):
            assert set(printed) <= set(NAMES) | ELSEWHERE | {"series"}, told["id"]
            checked += _compare(told["id"], printed, found)
    assert checked > 80


def test_a_third_that_was_printed_in_three_places():
    found = cost_figures(Value(pv=46_000_000 * 3, ev=130_000_000, ac=53_000_000 * 3, bac=100_000_000 * 3))
    assert round(found["eac_cpi"].value / 3000, 3) == 122307.692


@needs_shared_data
def test_finish_and_cost_at_completion():
    for told in _shared():
        published = told["published"]
        if "EV_cum" not in told or "at" in told:
            continue
        found = _series_figures(told, len(told["EV_cum"]))
        if "ES_at_completion" in published:
            assert found["es"] == published["ES_at_completion"]
            assert round(found["spi_t"], 3) == published["SPIt_at_completion"]
        if "final_cost" in published:
            assert found["eac_cpi"] == _fine(published["final_cost"])
            assert found["eac_t_es_spi_t"] == published["final_duration"]


def test_four_forms_of_the_forecast():
    """A worked example: four million, 48 % complete, 53 % spent."""
    found = cost_figures(Value(pv=2_080_000_00, ev=1_920_000_00, ac=2_120_000_00, bac=4_000_000_00))
    assert [found[name].value for name in ("eac_1", "eac_cpi", "eac_sci", "vac")] == [
        4_200_000_00, 4_416_666_67, 4_608_055_56, -416_666_67,
    ]  # fmt: skip
    assert round(found["tcpi_bac"].value, 2) == 1.11
    assert found["tcpi_eac"].value == found["cpi"].value
    assert Fraction(found["complete"].value) == Fraction(0.48)
