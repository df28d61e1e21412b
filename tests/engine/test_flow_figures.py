"""Value streams by formula: published and worked examples, and each rule of docs/methods/value-streams.md."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given

from tests.engine.flows import streams
from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.flow import BadFigure, Step, Stream, figures

# Made to exercise the definitions (Martin and Osterling): process time, lead time, %C&A of four steps.
FOUR_STEPS = [(10, 60, 0.9), (5, 480, 0.95), (120, 960, 0.8), (60, 480, 0.85)]

# Acme Stamping, current state, of Rother and Shook, Learning to See (1999). Read: 18,400 pieces a month of 20 days, two
# shifts of eight hours with two breaks of ten minutes; stamping at 1 s, first weld at 39 s; 5 days of coils, 4,600 and
# 2,400 stampings, 1,100 and 600 after the first weld; 188 s and 23.6 days in all. The others are recalled.
PIECES = 18_400 / 20
WORKED = 2 * (480 - 20)
ACME = [
    ("stamping", 1, 5 * PIECES),
    ("weld 1", 39, 4_600 + 2_400),
    ("weld 2", 46, 1_100 + 600),
    ("assembly 1", 62, 1_600 + 850),
    ("assembly 2", 40, 1_200 + 640),
    ("shipping", 0, 2_700 + 1_440),
]


def stream(*steps: Step, demand: float = 10, available: float = 480) -> Stream:
    return Stream(steps=steps, demand=demand, available=available)


def step(process: float, **more: float) -> Step:
    return Step(name="step", process=process, **more)  # type: ignore[arg-type]


def acme() -> Stream:
    """Inventory is turned into time by the daily demand, as the book does."""
    return stream(
        *(
            Step(name=name, process=seconds / 60, wait=pieces / PIECES * WORKED)
            for name, seconds, pieces in ACME
        ),
        demand=PIECES,
        available=WORKED,
    )


def four_steps(rows: list[tuple[float, float, float]]) -> Stream:
    return stream(*(step(pt, wait=lt - pt, accurate=ca) for pt, lt, ca in rows), demand=1)


def test_the_four_steps():
    found = figures(four_steps(FOUR_STEPS))
    assert (found.process, found.lead) == (195, 1980)
    assert found.activity_ratio == pytest.approx(0.09848484848484848)
    assert found.rolled == pytest.approx(0.5814)


def test_takt():
    assert stream(step(4), demand=90, available=450).takt == 5.0


@needs_shared_data
def test_the_shared_examples():
    told = json.loads((SHARED_DATA / "definitions" / "worked_examples.json").read_text())
    examples = {one["id"]: one for one in told if one["topic"] == "value stream"}
    assert sorted(examples) == ["takt", "vsm-4step"]
    rows, wanted = examples["vsm-4step"]["input"], examples["vsm-4step"]["computed"]
    found = figures(four_steps([(row["PT"], row["LT"], row["CA"]) for row in rows]))
    assert found.process == wanted["total_PT"]
    assert found.lead == wanted["total_LT"]
    assert 100 * (found.activity_ratio or 0) == pytest.approx(wanted["activity_ratio_pct"])
    assert 100 * found.rolled == pytest.approx(wanted["rolled_CA_pct"])
    asked = examples["takt"]["input"]
    takt = stream(step(1), demand=asked["demand"], available=asked["available_min"]).takt
    assert takt == examples["takt"]["computed"]["takt_min"]


def test_acme_stamping():
    found = figures(acme())
    assert found.takt * 60 == pytest.approx(60)
    assert found.process * 60 == pytest.approx(188)
    assert found.lead / WORKED == pytest.approx(23.6, abs=0.05)


def test_acmes_inventory_is_its_work_in_process():
    """By Little's law backwards: pieces counted became days, and days become pieces, those in work besides."""
    found = figures(acme())
    counted = sum(pieces for _, _, pieces in ACME)
    assert found.wip == pytest.approx(found.throughput * found.lead / WORKED)
    assert found.wip == pytest.approx(counted * found.throughput / PIECES, rel=0.001)


def test_acmes_first_assembly_is_slower_than_takt_and_the_bottleneck():
    found = figures(acme())
    assert found.slower_than_takt == found.overloaded == (3,)
    assert found.bottleneck is not None
    assert (found.bottleneck.step, found.bottleneck.utilisation) == (3, pytest.approx(62 / 60))
    assert found.throughput == pytest.approx(PIECES * 60 / 62)


def test_only_steps_that_add_value_count_for_efficiency():
    found = figures(stream(step(30, wait=60), step(10, value_adding=False)))
    assert (found.activity_ratio, found.efficiency) == (0.4, 0.3)


def test_a_stream_without_time_has_no_ratio_and_no_bottleneck():
    found = figures(stream(step(0), step(0)))
    assert (found.activity_ratio, found.efficiency, found.bottleneck) == (None, None, None)
    assert found.throughput == 10
    assert found.steps[0].capacity == math.inf


def test_utilisation_is_the_sum_of_process_changeover_and_rework():
    row = figures(stream(step(20, batch=4, changeover=16, accurate=0.75))).steps[0]
    assert row.effective == 32
    assert row.for_process == pytest.approx(200 / 480)
    assert row.for_changeover == pytest.approx(40 / 480)
    assert row.for_rework == pytest.approx(80 / 480)
    assert row.utilisation == pytest.approx(320 / 480)
    assert row.capacity == 15


def test_operators_share_the_load():
    one, two = (figures(stream(step(60, operators=count))) for count in (1, 2))
    assert (one.steps[0].utilisation, two.steps[0].utilisation) == (1.25, 0.625)
    assert (one.steps[0].slower_than_takt, two.steps[0].slower_than_takt) == (True, False)


def test_rework_may_overload_a_step_that_keeps_takt():
    found = figures(stream(step(40, accurate=0.8)))
    assert (found.overloaded, found.slower_than_takt) == ((0,), ())


def test_a_full_step_is_overloaded_though_its_queue_does_not_grow_by_the_mean():
    row = figures(stream(step(48))).steps[0]
    assert (row.utilisation, row.overloaded, row.growth) == (1.0, True, 0.0)


def test_of_equal_steps_the_first_is_the_bottleneck():
    bottleneck = figures(stream(step(10), step(30), step(30))).bottleneck
    assert bottleneck is not None
    assert bottleneck.step == 1


def test_a_queue_grows_before_each_step_that_can_do_less_than_the_one_before():
    found = figures(stream(step(60), step(40), step(96)))
    assert [row.growth for row in found.steps] == [2, 0, 3]
    assert found.throughput == 5


def test_returns_take_the_step_anew():
    row = figures(stream(step(20, wait=100, accurate=0.8))).steps[0]
    assert (row.lead, row.lead_with_rework) == (120, 150)
    assert row.wip == pytest.approx(150 / 48)


def test_a_lot_waits_for_its_last_item_and_is_handed_on_whole():
    row = figures(stream(step(2, batch=5, changeover=7))).steps[0]
    assert row.forming == 2 * 48
    assert row.lead == 2 * 48 + 7 + 5 * 2


@pytest.mark.parametrize(
    ("before", "batch", "wait"), [(1, 6, 2.5), (6, 6, 0), (3, 6, 1.5), (6, 3, 0), (4, 6, 2), (2, 3, 1)]
)
def test_items_that_arrive_together_wait_less_for_each_other(before: int, batch: int, wait: float):
    found = figures(stream(step(1, batch=before), step(1, batch=batch)))
    assert found.steps[1].forming == wait * 48


@pytest.mark.parametrize(("first", "second", "wait"), [(0.5, 1, 2.5), (1, 0.5, 1.25)])
def test_rework_mixes_lots(first: float, second: float, wait: float):
    found = figures(stream(step(1, batch=6, accurate=first), step(1, batch=6, accurate=second)))
    assert found.steps[1].forming == wait * 48


@given(streams(most=2.0))
def test_totals_are_sums_and_ratios_are_shares(told: Stream):
    found = figures(told)
    assert found.wip == pytest.approx(sum(row.wip for row in found.steps))
    assert found.lead == pytest.approx(sum(row.lead for row in found.steps))
    assert 0 <= (found.efficiency or 0) <= (found.activity_ratio or 0) <= 1 + 1e-9
    assert found.lead_with_rework >= found.lead >= found.process
    for row in found.steps:
        parts = row.for_process + row.for_changeover + row.for_rework
        assert row.utilisation == pytest.approx(parts)
        assert row.utilisation == pytest.approx(told.demand / row.capacity)


@given(streams(most=2.0))
def test_what_comes_in_comes_out_or_queues(told: Stream):
    found = figures(told)
    grown = sum(row.growth for row in found.steps)
    assert told.demand == pytest.approx(found.throughput + grown)
    assert not grown or found.overloaded


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("process", -1),
        ("process", math.nan),
        ("process", math.inf),
        ("process", "5"),
        ("process", True),
        ("process", 10**400),
        ("wait", -0.1),
        ("changeover", 1e9),
        ("accurate", 0),
        ("accurate", 1.01),
        ("batch", 0),
        ("batch", 2.5),
        ("batch", 10_001),
        ("operators", 0),
        ("operators", 1_001),
        ("operators", None),
    ],
)
def test_a_step_says_which_figure_is_wrong(field: str, value: object):
    with pytest.raises(BadFigure) as caught:
        replace(Step(name="sign", process=1), **{field: value})
    assert (caught.value.step, caught.value.field, caught.value.value) == ("sign", field, value)


@pytest.mark.parametrize(
    ("field", "value"), [("demand", 0), ("demand", math.nan), ("available", 0), ("available", 1441)]
)
def test_a_stream_says_which_figure_is_wrong(field: str, value: float):
    with pytest.raises(BadFigure) as caught:
        replace(stream(step(1)), **{field: value})
    assert (caught.value.step, caught.value.field) == (None, field)


@pytest.mark.parametrize("count", [0, 201])
def test_a_stream_has_steps_and_not_too_many(count: int):
    with pytest.raises(BadFigure, match="steps cannot be"):
        stream(*[step(1)] * count)
