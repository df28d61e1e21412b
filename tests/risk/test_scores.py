"""Scores, bands, expected values: the published table, and what holds for all numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uptake.risk import scores

steps = st.sampled_from(scores.STEPS)
amounts = st.integers(0, 10**12)
triples = st.lists(amounts, min_size=3, max_size=3).map(sorted).map(tuple)


def test_the_bands_are_those_of_the_definitions():
    found = {name: [n for n in range(1, 26) if scores.band(n) == name] for name, _least in scores.BANDS}
    assert found == {
        "low": [1, 2, 3, 4],
        "medium": [5, 6, 7, 8, 9],
        "high": [10, 11, 12, 13, 14],
        "extreme": list(range(15, 26)),
    }


@given(steps, steps)
def test_a_score_is_the_product_and_grows_with_both(p, i):
    points = scores.score(p, i)
    assert points == int(p) * int(i) == scores.score(i, p)
    assert scores.band(points)
    if p != "5":
        assert scores.score(str(int(p) + 1), i) > points


@pytest.mark.parametrize("odd", ["", "0", "6", "-1", "１", "x", "1.0"])
def test_what_is_not_on_the_scale_has_no_score(odd):
    assert scores.score(odd, "3") is None
    assert scores.score("3", odd) is None
    assert scores.expected(odd, 1, 2, 3) is None
    assert scores.band(None) == ""


@given(triples)
def test_the_mean_lies_between_the_ends_and_equal_estimates_are_it(three):
    low, likely, high = three
    assert 6 * low <= scores.sixths(*three) <= 6 * high
    assert scores.sixths(likely, likely, likely) == 6 * likely == scores.sixths(None, likely, None)


@given(steps, triples, st.integers(1, 1000))
def test_what_is_expected_is_linear_in_the_estimates(chance, three, factor):
    one = scores.expected(chance, *three)
    assert scores.expected(chance, *(factor * each for each in three)) == pytest.approx(factor * one)
    assert 0 <= one <= three[2]


@given(steps, triples)
def test_money_is_the_exact_value_rounded_to_the_nearest_hundredth(chance, three):
    low, likely, high = map(Fraction, three)
    exact = (low + 4 * likely + high) / 6 * scores.CHANCES[chance] / 100
    assert abs(scores.expected_money(chance, *three) - exact) <= Fraction(1, 2)


@given(st.tuples(*[st.none() | st.integers(0, 50)] * 3))
def test_estimates_are_in_order_exactly_when_those_that_are_there_are_sorted(three):
    there = [one for one in three if one is not None]
    assert (scores.disorder(*three) == "") == (there == sorted(there))


def test_a_worked_example():
    # docs/methods/risk-scores.md: cleansing, 5 × 5, 4/8/15 days, CNY 80,000/160,000/320,000
    assert scores.sixths(4, 8, 15) / 6 == 8.5
    assert scores.expected("5", 4, 8, 15) == pytest.approx(7.65)
    assert scores.expected_money("5", 8_000_000, 16_000_000, 32_000_000) == 15_600_000
