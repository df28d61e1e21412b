"""Schedules against an independent checker and against all schedules there are."""

import itertools
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.levelling.checking import faults, shortest, shortest_plain
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.search import Found, search
from uptake.engine.plan import LinkType

SLOW = settings(deadline=None, max_examples=40)


def tried(one: Instance, effort: int = 400, **options: object) -> Found:
    return search(one, seed=7, clock=lambda: 0.0, effort=effort, **options)


@st.composite
def plain(draw: st.DrawFn) -> Instance:
    n, resources = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    pairs = list(itertools.combinations(range(n), 2))
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6)) if pairs else []
    return Instance.plain(
        draw(st.lists(st.integers(0, 4), min_size=n, max_size=n)),
        links,
        draw(st.lists(st.integers(3, 5), min_size=resources, max_size=resources)),
        [draw(st.lists(st.integers(0, 3), min_size=resources, max_size=resources)) for _ in range(n)],
        lags=draw(st.lists(st.integers(0, 2), min_size=len(links), max_size=len(links))),
    )


@st.composite
def calendared(draw: st.DrawFn, *, splits: bool = False, tasks: int = 3, horizon: int = 12) -> Instance:
    """A little of everything: clocks, kinds of links, lags, capacity by slot, fixed tasks, needs of their own."""

    def numbers(low: int, high: int, size: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(low, high), min_size=size, max_size=size)), np.int32)

    n, clocks = draw(st.integers(1, tasks)), draw(st.integers(0, 2))
    pairs = list(itertools.combinations(range(n), 2))
    links = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=3)) if pairs else []
    m, k = len(links), draw(st.integers(0, n))
    movable = -np.ones(n, np.int32)
    if draw(st.booleans()) and draw(st.booleans()):
        movable[-1] = draw(st.integers(0, 3))
    ends = np.array(links, np.int32).reshape(-1, 2)
    return Instance(
        horizon=horizon,
        duration=numbers(0, 3, n),
        clock=numbers(0, max(clocks - 1, 0), n),
        open=np.minimum(numbers(0, 3, clocks * horizon), 1).astype(np.uint8).reshape(clocks, horizon),
        earliest=numbers(0, 3, n),
        latest=np.full(n, horizon, np.int32),
        fixed=movable,
        pred=ends[:, 0].copy(),
        succ=ends[:, 1].copy(),
        kind=numbers(0, 3, m),
        lag=numbers(-2, 2, m),
        lag_clock=numbers(-1, max(clocks - 1, 0), m),
        capacity=numbers(1, 3, 2 * horizon).reshape(2, horizon) if draw(st.booleans()) else numbers(1, 3, 2),
        need_task=np.sort(numbers(0, n - 1, k)),
        need_resource=numbers(0, 1, k),
        need_units=numbers(0, 2, k),
        need_clock=numbers(0, max(clocks - 1, 0), k),
        need_span=numbers(0, 3, k),
        need_delay=numbers(0, 1, k),
        priority=np.full(n, 500, np.int32),
        current=np.full(n, -1, np.int32),
        split=np.array([splits and draw(st.booleans()) for _ in range(n)], np.uint8),
        weight=numbers(0, 1, n),
    )


@SLOW
@given(plain())
def test_plain_instances_are_solved(one: Instance) -> None:
    found = tried(one)
    assert faults(one, found) == []
    best = shortest_plain(one)
    assert found.bound <= best <= found.finish
    assert (found.finish, found.status) == (best, "optimal")


@SLOW
@given(calendared())
def test_everything_at_once_can_be_done(one: Instance) -> None:
    found = tried(one)
    best = shortest(one)
    assert best is None or found.bound <= best
    if found.status == "infeasible":
        assert best is None or one.fixed.max() >= 0  # a fixed task may block an order, never alone
    else:
        assert faults(one, found) == []
        assert best is not None
        assert best <= found.finish


@SLOW
@given(calendared(splits=True, tasks=6, horizon=40))
def test_split_tasks_can_be_done(one: Instance) -> None:
    found = tried(one)
    assert found.status == "infeasible" or faults(one, found) == []


# A project of 8 tasks on 2 resources.
EIGHT = Instance.plain(
    [3, 2, 4, 2, 3, 1, 4, 2],
    [(0, 3), (1, 3), (1, 4), (2, 5), (3, 6), (4, 7)],
    [4, 3],
    [[2, 1], [3, 1], [1, 2], [2, 2], [2, 1], [4, 0], [1, 3], [3, 1]],
)


# Five days of work on a calendar with weekends; who does it is away on the third day.
SPLIT = replace(
    Instance.plain([5], [], [1], [[1]]),
    horizon=21,
    open=np.array([[1, 1, 1, 1, 1, 0, 0] * 3], np.uint8),
    capacity=np.array([[1, 1, 0] + [1] * 18], np.int32),
    latest=np.full(1, 21, np.int32),
    split=np.ones(1, np.uint8),
)


def test_an_optimum_is_found_and_proved() -> None:
    found = tried(EIGHT)
    assert (found.finish, found.bound, found.status) == (
        shortest_plain(EIGHT),
        shortest_plain(EIGHT),
        "optimal",
    )
    assert faults(EIGHT, found) == []


def test_the_source_gives_the_same_answer_without_the_compiler() -> None:
    program = (
        "from tests.engine.levelling.test_search import EIGHT, SPLIT, tried\n"
        "print([(one.starts.tolist(), one.pieces) for one in (tried(EIGHT, 60), tried(SPLIT, 30))])"
    )
    run = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", program],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    compiled = [(one.starts.tolist(), one.pieces) for one in (tried(EIGHT, 60), tried(SPLIT, 30))]
    assert run.stdout.strip() == str(compiled)


@pytest.fixture(scope="module")
def hard() -> Instance:
    """Sixty tasks that share three people and a room, from a fixed seed; no bound is reached at once."""
    random = np.random.default_rng(5)
    n = 60
    links = sorted(
        {(int(random.integers(max(0, task - 12), task)), task) for task in range(1, n) for _ in range(2)}
    )
    return Instance.plain(
        random.integers(1, 10, n),
        links,
        [10, 10, 10, 10],
        random.integers(0, 8, (n, 4)) * (random.random((n, 4)) < 0.7),
    )


def test_a_seed_gives_one_answer_on_any_number_of_threads(hard: Instance) -> None:
    one, two, other = (
        search(hard, seed=seed, clock=lambda: 0.0, effort=3000, threads=threads)
        for seed, threads in ((3, 1), (3, 2), (4, 2))
    )
    assert np.array_equal(one.starts, two.starts)
    assert (one.finish, one.bound, one.schedules) == (two.finish, two.bound, two.schedules)
    assert not np.array_equal(one.starts, other.starts)


def test_more_than_a_word_of_resources(hard: Instance) -> None:
    wide = replace(
        hard,
        capacity=np.concatenate([np.full(5, 1, np.int32), hard.capacity]),
        need_resource=(hard.need_resource + 5).astype(np.int32),
    )
    found, narrow = tried(wide, solver=False), tried(hard, solver=False)
    assert faults(wide, found) == []
    assert np.array_equal(found.starts, narrow.starts)


def test_each_report_is_better_and_the_last_is_the_answer(hard: Instance) -> None:
    told: list[Found] = []

    def keep(found: Found) -> bool:
        told.append(found)
        return True

    found = tried(hard, 4000, report=keep)
    assert all(a.finish > b.finish or a.bound < b.bound for a, b in itertools.pairwise(told))
    assert (found.finish, found.bound) == (told[-1].finish, told[-1].bound)
    assert all(faults(hard, one) == [] for one in told)


def test_it_stops_when_asked_and_keeps_the_best(hard: Instance) -> None:
    found = tried(hard, 100_000, report=lambda _: False)
    assert found.schedules < 1000
    assert faults(hard, found) == []


def test_a_limit_in_seconds_is_the_clocks(hard: Instance) -> None:
    now = itertools.count()
    found = search(hard, seed=1, clock=lambda: next(now) / 10, seconds=3.0)
    assert faults(hard, found) == []
    assert next(now) < 200


def test_it_can_be_stopped_when_there_is_nothing_new(hard: Instance) -> None:
    now = itertools.count()
    told: list[tuple[int, int]] = []

    def stop_at_a_repeat(found: Found) -> bool:
        told.append((found.finish, found.bound))
        return told.count(told[-1]) < 2

    search(hard, seed=1, clock=lambda: next(now) / 10, seconds=1e6, report=stop_at_a_repeat)
    assert told[-1] == told[-2]


def test_no_time_at_all_still_gives_a_schedule(hard: Instance) -> None:
    now = itertools.count()
    found = search(hard, seed=1, clock=lambda: next(now), seconds=0.0)
    assert faults(hard, found) == []


def test_no_limit_is_refused(hard: Instance) -> None:
    with pytest.raises(ValueError, match="limit"):
        search(hard, seed=1, clock=lambda: 0.0)


def test_a_circle_of_links_is_infeasible() -> None:
    one = Instance.plain([1, 1], [(0, 1), (1, 0)], [1], [[1], [1]])
    assert tried(one).status == "infeasible"


def test_a_need_larger_than_what_there_is_is_infeasible() -> None:
    one = replace(Instance.plain([1, 1], [], [1], [[1], [2]]), need_units=np.array([1, 2], np.int32))
    assert tried(one).status == "infeasible"


def test_a_task_may_take_a_resource_twice() -> None:
    one = Instance.plain([2, 2], [], [3], [[2], [1]])
    twice = replace(
        one,
        horizon=9,
        open=np.zeros((0, 9), np.uint8),
        need_task=np.array([0, 0, 1], np.int32),
        need_resource=np.zeros(3, np.int32),
        need_units=np.array([1, 2, 1], np.int32),
        need_clock=np.zeros(3, np.int32),
        need_span=np.array([2, 1, 2], np.int32),
        need_delay=np.array([0, 1, 0], np.int32),
    )
    found = tried(twice)
    assert faults(twice, found) == []
    assert found.finish == 3


def test_a_latest_start_that_cannot_be_kept_is_infeasible() -> None:
    one = replace(Instance.plain([2, 2], [], [1], [[1], [1]]), latest=np.array([0, 0], np.int32))
    assert tried(one).status == "infeasible"
    assert tried(replace(one, latest=np.array([4, 0], np.int32))).starts.tolist() == [2, 0]


def test_a_good_plan_is_kept() -> None:
    """Everything may swap; what is there today is one of the shortest and moves nothing."""
    today = np.array([4, 2, 0, 6], np.int32)
    one = replace(Instance.plain([2, 2, 2, 2], [], [1], [[1]] * 4), current=today)
    assert tried(one).starts.tolist() == today.tolist()


def test_higher_priorities_go_first() -> None:
    one = replace(
        Instance.plain([2, 2, 2, 2], [], [1], [[1]] * 4),
        priority=np.array([200, 900, 500, 1000], np.int32),
        current=np.array([0, 2, 4, 6], np.int32),
    )
    assert tried(one).starts.tolist() == [6, 2, 4, 0]


def test_finish_goes_before_priority() -> None:
    one = replace(
        Instance.plain([1, 1, 3], [(0, 2)], [1], [[1], [1], [0]]), priority=np.array([0, 1000, 0], np.int32)
    )
    assert tried(one).starts.tolist() == [0, 1, 1]


def test_a_fixed_task_stays_even_where_it_takes_too_much() -> None:
    one = replace(
        Instance.plain([2, 2], [], [1], [[2], [1]]),
        horizon=6,
        fixed=np.array([1, -1], np.int32),
        latest=np.full(2, 6, np.int32),
        open=np.zeros((0, 6), np.uint8),
    )
    found = tried(one)
    assert found.starts.tolist() == [1, 3]
    assert found.finish == 5


def test_a_weekend_is_skipped_and_a_split_task_uses_what_is_left() -> None:
    found = tried(SPLIT)
    assert (found.starts.tolist(), found.finish, found.pieces) == ([0], 8, {0: ((0, 2), (3, 8))})
    whole = tried(replace(SPLIT, split=np.zeros(1, np.uint8)))
    assert (whole.starts.tolist(), whole.finish, whole.pieces) == ([3], 10, {})


def test_links_of_every_kind_and_lags_on_a_clock() -> None:
    days = np.array([[1, 1, 1, 1, 1, 0, 0] * 3], np.uint8)
    for kind, start in ((LinkType.FS, 8), (LinkType.SS, 2), (LinkType.FF, 4), (LinkType.SF, 0)):
        base = Instance.plain([4, 2], [(0, 1)], [1, 1], [[1, 0], [0, 1]], lags=[2])
        one = replace(
            base,
            horizon=21,
            open=days,
            latest=np.full(2, 21, np.int32),
            kind=np.array([kind], np.int32),
            lag_clock=np.zeros(1, np.int32),
        )
        found = tried(one)
        assert faults(one, found) == []
        assert found.starts[1] == start


def test_a_task_whose_finish_is_nobodys_has_to_fit_too() -> None:
    plain_one = Instance.plain([2], [], [1], [[0]])
    open_once = np.array([[0] * 11 + [1]], np.uint8)
    one = replace(plain_one, horizon=12, open=open_once, latest=np.array([12], np.int32))
    one = replace(one, clock=np.zeros(1, np.int32), weight=np.zeros(1, np.int32))
    found = tried(one)
    assert (found.status, found.starts.tolist()) == ("infeasible", [13])
