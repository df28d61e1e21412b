"""Value streams drawn at random, and what queueing theory says of those that it can solve."""

from hypothesis import strategies as st

from uptake.engine.flow import Step, Stream


@st.composite
def streams(
    draw: st.DrawFn, *, most: float = 0.8, rework: bool = True, batches: tuple[int, ...] = (1, 1, 2, 5)
) -> Stream:
    """A stream whose steps use at most so much of their operators' time."""
    demand = draw(st.integers(50, 100))
    steps = [
        _step(draw, str(at), 480 / demand, most, rework, draw(st.sampled_from(batches)))
        for at in range(draw(st.integers(1, 4)))
    ]
    return Stream(steps=tuple(steps), demand=demand, available=480)


def _step(draw: st.DrawFn, name: str, takt: float, most: float, rework: bool, batch: int) -> Step:
    accurate = draw(st.sampled_from([0.7, 0.9, 1.0])) if rework else 1.0
    operators = draw(st.integers(1, 4))
    effective = draw(st.floats(0.05, most)) * operators * takt * accurate
    changeover = draw(st.sampled_from([0.0, 0.0, 0.3]))
    return Step(
        name=name,
        process=effective * (1 - changeover),
        changeover=effective * changeover * batch,
        wait=draw(st.sampled_from([0.0, 0.0, 3 * takt])),
        batch=batch,
        accurate=accurate,
        operators=operators,
        value_adding=draw(st.booleans()),
    )


def erlang_c(operators: int, load: float) -> float:
    """The share of items that find all operators at work; load is arrivals times process, below `operators`."""
    lost = 1.0
    for count in range(1, operators + 1):
        lost = load * lost / (count + load * lost)
    return lost / (1 - load / operators * (1 - lost))


def jackson(stream: Stream) -> float:
    """Mean lead time of a row of M/M/c queues with returns: each is alone, at its arrivals with returns."""
    lead = 0.0
    for step in stream.steps:
        rate = stream.demand / stream.available / step.accurate
        spare = step.operators / step.process - rate
        visit = step.wait + step.process + erlang_c(step.operators, rate * step.process) / spare
        lead += visit / step.accurate
    return lead


def pollaczek_khinchine(rate: float, mean: float, variance: float) -> float:
    """Mean lead time at one operator with process times of any kind, arrivals without memory."""
    return mean + rate * (mean**2 + variance) / (2 * (1 - rate * mean))
