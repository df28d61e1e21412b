"""A profile tells what counting each time by itself tells, and keeps no step that is like its neighbour."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from uptake.engine.levelling.profile import Profile

MOST = 40
SPANS = st.tuples(st.integers(0, MOST), st.integers(0, MOST), st.integers(1, 3)).filter(
    lambda it: it[0] <= it[1]
)


def _made(taken, given_back):
    profile, count = Profile(), Counter()
    for begin, end, units in taken:
        profile.add(begin, end, units)
        count.update(dict.fromkeys(range(begin, end), units))
    for begin, end, units in given_back:
        profile.add(begin, end, -units)
        count.subtract(dict.fromkeys(range(begin, end), units))
    return profile, count


@given(taken=st.lists(SPANS, max_size=8), data=st.data())
def test_answers(taken, data):
    given_back = data.draw(st.lists(st.sampled_from(taken), unique_by=id)) if taken else []
    profile, count = _made(taken, given_back)
    limit = data.draw(st.integers(0, 4))
    begin = data.draw(st.integers(0, MOST))
    end = data.draw(st.integers(begin + 1, MOST + 1))
    above = [t for t in range(begin, end) if count[t] > limit]
    assert profile.until(begin, end, limit) == (above[0] if above else end)
    assert profile.free(begin, limit) == next(t for t in range(begin, MOST + 1) if count[t] <= limit)
    found = profile.clash(begin, end, limit)
    assert (found >= 0) == bool(above)
    if above:  # no start before its end is of any use
        assert above[-1] < found
        assert all(count[t] > limit for t in range(above[-1], found))


@given(taken=st.lists(SPANS, max_size=8))
def test_neighbours_differ(taken):
    profile, count = _made(taken, [])
    assert all(one != other for one, other in zip([0, *profile.level], profile.level, strict=False))
    assert len(profile.at) == sum(count[t] != count[t - 1] for t in range(MOST + 2))
    for begin, end, units in taken:
        profile.add(begin, end, -units)
    assert profile.at == profile.level == []
