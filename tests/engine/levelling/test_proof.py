"""Bounds and the solver: what they say holds for every schedule there is."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from tests.engine.levelling.checking import shortest
from tests.engine.levelling.test_search import EIGHT, SPLIT, calendared, shortest_plain
from uptake.engine.levelling.bounds import lower_bound, without_limits
from uptake.engine.levelling.cpsat import Solver, compress
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.network import lay_out, topological


@settings(deadline=None, max_examples=40)
@given(calendared())
def test_the_solver_agrees_with_all_schedules(one: Instance) -> None:
    problem = compress(one)
    if problem is None:
        return
    answer = Solver(problem, upper=one.horizon, hint=None, seed=1).run()
    best = shortest(one)
    if one.fixed.max() < 0 and best is not None:
        assert answer.starts is not None
        assert answer.bound <= best
    if best is None and one.fixed.max() < 0:
        assert answer.bound > one.horizon


def test_simple_bounds_hold() -> None:
    network = lay_out(EIGHT)
    head, _, last = without_limits(network, topological(EIGHT))
    assert last == 9
    assert last < lower_bound(EIGHT, network, head, last) <= shortest_plain(EIGHT)


def test_nights_are_cut_out_and_come_back() -> None:
    whole = replace(SPLIT, split=np.zeros(1, np.uint8))
    problem = compress(whole)
    assert problem is not None
    assert problem.instance.horizon == 15
    assert [problem.outward(worked) for worked in (1, 5, 6, 15, 16)] == [1, 5, 8, 19, 22]
    assert [problem.inward(instant) for instant in (0, 5, 7, 8)] == [0, 5, 5, 6]
    assert Solver(problem, upper=21, hint=None, seed=1).run().bound == 10


def test_what_the_solver_cannot_state_is_left_to_bounds() -> None:
    assert compress(SPLIT) is None
    assert (
        compress(replace(SPLIT, split=np.zeros(1, np.uint8), open=np.repeat(SPLIT.open, 2, axis=0))) is None
    )
