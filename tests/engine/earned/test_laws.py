"""What holds for any amounts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from uptake.engine.earned import (
    EarnedTime,
    Earning,
    Line,
    Progress,
    Reason,
    Rule,
    Value,
    by_resource,
    by_task,
    cone,
    cost_figures,
    cumulative,
    done_by,
    earned_schedule,
    earned_share,
    p_factor,
    planned_duration,
    roll_up,
    shares_of,
    time_figures,
    valued,
)
from uptake.engine.plan import Contour, Plan, Project, Task
from uptake.engine.worktime import WEEK, WorkingTime

ALWAYS = WorkingTime([(0, ((0, WEEK),))])
OFFICE = WorkingTime([(0, tuple((day * 14400 + 4800, day * 14400 + 9600) for day in range(1, 6)))])

amounts = st.integers(0, 10**12)
values = st.builds(Value, pv=amounts, ev=amounts, ac=amounts, bac=st.integers(1, 10**12)).map(
    lambda one: Value(pv=min(one.pv, one.bac), ev=min(one.ev, one.bac), ac=one.ac, bac=one.bac)
)
curves = st.lists(st.integers(0, 1000), min_size=1, max_size=40).map(
    lambda steps: [sum(steps[: k + 1]) for k in range(len(steps))]
)
lines = st.builds(
    lambda task, resource, amount, start, length, office, contour: Line(
        task=task, resource=resource, amount=amount, start=start, finish=start + length,
        clock=OFFICE if office else ALWAYS, contour=contour,
    ),
    st.integers(1, 5), st.sampled_from([None, 1, 2]), st.integers(0, 10**9), st.integers(0, 10**6),
    st.integers(0, 10**6), st.booleans(), st.sampled_from(list(Contour)),
)  # fmt: skip


@given(st.lists(lines, max_size=12), st.integers(0, 3 * 10**6), st.fractions(0, 1))
def test_values_add_up_over_tasks_resources_and_summaries(found, at, share):
    plan = Plan.build(
        Project(start=0),
        [Task(uid=9), *(Task(uid=uid, parent=9 if uid < 3 else 8) for uid in (1, 2)), Task(uid=8),
         *(Task(uid=uid, parent=8) for uid in (3, 4, 5))],
    )  # fmt: skip
    rows = valued(found, found, dict.fromkeys(range(1, 6), share), at)
    whole = sum((row.value for row in rows), Value())
    assert sum(by_task(rows).values(), Value()) == whole
    assert sum(by_resource(rows).values(), Value()) == whole
    rolled = dict(zip((task.uid for task in plan.tasks), roll_up(plan, by_task(rows)), strict=True))
    assert rolled[9] + rolled[8] == whole
    assert rolled[8] == rolled[3] + rolled[4] + rolled[5]
    assert all(0 <= row.value.ev <= row.value.bac or row.value.bac == 0 for row in rows)


@given(lines, st.lists(st.integers(0, 3 * 10**6), max_size=20).map(sorted))
def test_an_amount_grows_to_the_whole_and_is_the_same_line_by_line(line, cuts):
    found = [done_by(line, at) for at in cuts]
    assert found == sorted(found)
    assert all(0 <= one <= line.amount for one in found)
    assert done_by(line, line.finish) == line.amount
    assert cumulative([line], cuts) == found
    assert cumulative([line, line], cuts) == [2 * one for one in found]


@given(curves, amounts, amounts)
def test_the_earned_schedule_never_falls_when_more_is_earned(curve, one, other):
    low, high = sorted((one % (curve[-1] + 2), other % (curve[-1] + 2)))
    assert earned_schedule(curve, low) <= earned_schedule(curve, high) <= planned_duration(curve)


@given(curves, st.integers(1, 39))
def test_what_is_earned_on_time_has_the_time_of_the_end_of_its_flat_stretch(curve, at):
    at = min(at, planned_duration(curve))
    if at and curve[at - 1]:
        flat = max(k for k, pv in enumerate(curve, 1) if pv == curve[at - 1])
        assert earned_schedule(curve, curve[at - 1]) == min(flat, planned_duration(curve))


@given(values)
def test_identities_of_cost(value):
    found = cost_figures(value, left=value.bac - value.ev)
    assert found["eac_bottom_up"] == found["eac_1"]
    if value.ev == value.bac:
        assert found["eac_cpi"].value == value.ac
    elif value.ev and value.ac:
        assert found["tcpi_eac"].value == found["cpi"].value
        assert found["eac_cpi"].value - value.ac == found["etc"].value
        assert abs(found["vac"].value + found["eac_cpi"].value - value.bac) <= 1
    else:
        assert found["eac_cpi"].value is None
        assert found["eac_cpi"].why in {Reason.NOTHING_EARNED, Reason.NOTHING_SPENT}


@given(curves.filter(lambda curve: curve[-1] > 0), st.integers(1, 60), st.integers(0, 40_000), amounts)
def test_identities_of_time(curve, at, earned, ac):
    ev = min(earned, curve[-1])
    value = Value(pv=curve[min(at, len(curve)) - 1], ev=ev, ac=ac, bac=curve[-1])
    time = EarnedTime.of(curve, ev, at)
    found = {name: one.value for name, one in time_figures(time, value).items()}
    if ev == curve[-1]:
        assert found["eac_t_es_1"] == found["eac_t_es_spi_t"] == at
    elif ev:
        assert abs(found["eac_t_es_spi_t"] - float(time.pd / time.spi_t)) < 1e-6 * found["eac_t_es_spi_t"]
        assert abs(found["eac_t_es_1"] - (float(time.pd) - found["sv_t"])) < 1e-9 * (at + len(curve))
    assert (found["spi_t"] is None) == (not ev and not value.pv)


def test_after_the_planned_end_time_is_lost_until_all_is_earned():
    curve = [10, 20, 30, 30, 30]
    assert planned_duration(curve) == 3
    late = EarnedTime.of(curve, 25, 5)
    assert (late.es, late.at, late.spi_t) == (Fraction(5, 2), 5, Fraction(1, 2))
    assert time_figures(late, Value(pv=30, ev=25, ac=30, bac=30))["tspi"].value == -0.25
    on_the_last_day = EarnedTime.of(curve, 25, 3)
    assert time_figures(on_the_last_day, Value(pv=30, ev=25, bac=30))["tspi"].why is Reason.NO_TIME_LEFT
    done = EarnedTime.of(curve, 30, 3)
    assert done.es == 3
    assert time_figures(done, Value(pv=30, ev=30, bac=30))["tspi"].value == 0


def test_before_anything_is_planned_there_is_no_index():
    time = EarnedTime.of([0, 0, 50, 100], 0, 1)
    assert (time.es, time.spi_t) == (0, Reason.NOT_BEGUN)
    assert EarnedTime.of([0, 0, 50, 100], 0, 3).spi_t == 0
    assert EarnedTime.of([50, 100], 10, 0).spi_t is Reason.NOT_BEGUN
    assert EarnedTime.of([], 0, 3).spi_t is Reason.NOT_BEGUN
    found = time_figures(time, Value(bac=100))
    assert found["eac_t_pv_spi"].why is Reason.NOTHING_PLANNED
    assert found["eac_t_es_1"].value == 5


def test_nothing_that_cannot_be_divided_raises():
    for value in (
        Value(),
        Value(bac=10),
        Value(ac=10),
        Value(pv=10, bac=10),
        Value(pv=5, ev=5, ac=10, bac=10),
    ):
        found = cost_figures(value) | time_figures(EarnedTime.of([value.pv, value.bac], value.ev, 1), value)
        assert all((one.value is None) == (one.why is not None) for one in found.values())
    assert cost_figures(Value(pv=5, ev=5, ac=10, bac=10))["tcpi_bac"].why is Reason.BUDGET_SPENT
    assert cost_figures(Value(pv=10, ev=10, ac=10, bac=10))["tcpi_bac"].value == 0
    assert cost_figures(Value(ac=10))["tcpi_bac"].why is Reason.NO_BUDGET
    assert time_figures(EarnedTime.of([], 0, 3), Value())["tspi"].why is Reason.NOTHING_PLANNED


def test_each_rule_earns_what_it_says():
    half, none, all_ = Progress(percent=50, begun=True), Progress(), Progress(percent=100, begun=True)
    expected = {
        Rule.PERCENT: (0, Fraction(1, 2), 1),
        Rule.ZERO_HUNDRED: (0, 0, 1),
        Rule.FIFTY_FIFTY: (0, Fraction(1, 2), 1),
        Rule.MILESTONES: (Fraction(3, 10),) * 3,
        Rule.UNITS: (Fraction(3, 4),) * 3,
    }
    for rule, shares in expected.items():
        earning = Earning(rule=rule, milestones=((30, True), (70, False)), done=3, total=4)
        assert tuple(earned_share(earning, one) for one in (none, half, all_)) == shares
    assert earned_share(Earning(rule=Rule.FIFTY_FIFTY), Progress(begun=True)) == Fraction(1, 2)
    assert earned_share(Earning(rule=Rule.UNITS, done=9, total=4), none) == 1
    assert earned_share(Earning(rule=Rule.UNITS), all_) == 0


def test_apportioned_tasks_follow_their_base_and_rings_follow_nobody():
    progress = {uid: Progress(percent=10 * uid) for uid in range(1, 6)}
    goes_with = {2: 1, 3: 2, 4: 5, 5: 4}
    earnings = {uid: Earning(rule=Rule.APPORTIONED, base=base) for uid, base in goes_with.items()}
    found = shares_of(earnings, progress)
    assert found == {
        1: Fraction(1, 10), 2: Fraction(1, 10), 3: Fraction(1, 10), 4: Fraction(4, 10), 5: Fraction(5, 10),
    }  # fmt: skip
    gone = shares_of({1: Earning(rule=Rule.APPORTIONED, base=77)}, progress)
    assert gone[1] == Fraction(1, 10)


def test_effort_is_never_early_or_late():
    line = Line(task=1, amount=1000, start=0, finish=1000, clock=ALWAYS)
    shares = shares_of({1: Earning(rule=Rule.EFFORT)}, {1: Progress(percent=100)})
    value = valued([line], [], shares, 400)[0].value
    assert (value.pv, value.ev) == (400, 400)


@given(st.lists(st.tuples(amounts, amounts), max_size=20))
def test_the_p_factor_is_a_share(both):
    found = p_factor(both)
    assert found.value is None or 0 <= found.value <= 1


@given(
    st.integers(0, 100), amounts,
    st.lists(st.tuples(st.integers(101, 400), amounts), min_size=1, max_size=5),
)  # fmt: skip
def test_the_cone_opens_at_today_and_ends_between_the_forecasts(at, spent, told):
    ends = [(Fraction(end), spent + more) for end, more in told]
    last = max(end for end, _total in ends)
    found = cone(Fraction(at), spent, ends, [Fraction(at), (at + last) / 2, last])
    assert found[0][1:] == (spent, spent)
    assert found[-1][1:] == (min(total for _end, total in ends), max(total for _end, total in ends))
    assert all(low <= high for _at, low, high in found)
