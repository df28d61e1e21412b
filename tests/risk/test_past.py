"""A record at any time: going back through its history finds what going forward wrote."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from uptake.risk import past
from uptake.risk.trend import trend

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEYS = ("probability", "impact", "state")
events = st.lists(
    st.tuples(
        st.integers(0, 90),
        st.sampled_from(["changed", "removed", "restored", "noted"]),
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["1", "2", "3"]), max_size=2),
    ),
    max_size=12,
)


@given(events)
def test_each_day_reads_as_it_was_written(happened):
    values = {**dict.fromkeys(KEYS), "removed": False}
    steps = [past.Step(FIRST, "created", [{"field": "impact", "old": None, "new": "1"}])]
    values["impact"] = "1"
    daily = {}
    moments = sorted(happened, key=lambda one: one[0])
    for day in range(100):
        at = FIRST + timedelta(days=day)
        for _day, kind, new in (one for one in moments if one[0] == day):
            changes = [{"field": key, "old": values[key], "new": value} for key, value in new.items()]
            if kind in {"removed", "restored"}:
                if values["removed"] == (kind == "removed"):
                    continue
                values["removed"], changes = kind == "removed", []
            elif kind == "changed":
                values |= new
            else:
                changes = []
            steps.append(past.Step(at + timedelta(hours=1), kind, changes))
        daily[day] = dict(values)
    found = past.stretches(values, FIRST, reversed(steps))
    for day, was in daily.items():
        moment = FIRST + timedelta(days=day, hours=2)
        assert [one.values for one in found if one.since <= moment][-1] == was
    assert found[0].since == FIRST


def test_a_file_makes_a_record_or_changes_it():
    changes = [{"field": "impact", "old": None, "new": "1"}]
    first = past.Step(FIRST + timedelta(seconds=2), "imported", changes)
    assert [one.values for one in past.stretches({"impact": "1"}, FIRST, [first])] == [{"impact": "1"}]
    later = past.Step(FIRST + timedelta(days=2), "imported", [{"field": "impact", "old": "1", "new": "4"}])
    found = past.stretches({"impact": "4"}, FIRST, [later, first])
    assert [(one.since, one.values["impact"]) for one in found] == [(FIRST, "1"), (later.at, "4")]


def risk(**values):
    nothing = dict.fromkeys(["days_low", "days_likely", "days_high", "cost_low", "cost_likely", "cost_high"])
    return SimpleNamespace(pk=1, created_at=FIRST, removed_at=None, state="open", **{**nothing, **values})


def test_a_trend_counts_what_was_live_at_the_end_of_each_month():
    now = risk(probability="5", impact="5", cost_likely=1000)
    now.state = "closed"
    steps = [
        past.Step(FIRST + timedelta(days=70), "moved", [{"field": "state", "old": "open", "new": "closed"}]),
        past.Step(FIRST + timedelta(days=40), "changed", [{"field": "probability", "old": "1", "new": "5"}]),
        past.Step(FIRST, "created", []),
    ]
    points = trend([now], {1: steps}, date(2026, 4, 10))
    assert [one.day.month for one in points] == [1, 2, 3, 4]
    assert [one.bands["medium"] for one in points] == [1, 0, 0, 0]
    assert [one.bands["extreme"] for one in points] == [0, 1, 0, 0]
    assert [one.cost for one in points] == [100, 900, 0, 0]


def test_a_trend_of_nothing_is_one_empty_point():
    points = trend([], {}, date(2026, 4, 10))
    assert [one.total for one in points] == [0]
