"""The uncertain network that every simulator is given: finish-to-start links and three estimates a task, in days.

Plain values without `uptake`, so that the peers' processes can read it too. A network has chains with cross links: each
task follows one to three of the hundred before it.
"""

import random
from collections.abc import Iterator
from typing import NamedTuple

REACH = 100
GROUPS = 10
RISKS = 50
PREDECESSORS = (1, 2, 2, 3)


class Row(NamedTuple):
    """A task: estimates in whole working days, predecessors, and the group that it varies with."""

    uid: int
    low: int
    likely: int
    high: int
    preds: tuple[int, ...]
    group: str


class Risk(NamedTuple):
    """What may happen to some tasks; days, and thousands of money."""

    key: str
    probability: float
    tasks: tuple[int, ...]
    days: tuple[int, int, int]
    cost: tuple[int, int, int]


def rows(size: int, seed: int = 1) -> Iterator[Row]:
    """Draw a network with `size` tasks."""
    draw = random.Random(f"uncertain/{seed}/{size}")
    for uid in range(1, size + 1):
        wanted = min(draw.choice(PREDECESSORS), uid - 1)
        preds = {draw.randint(max(1, uid - REACH), uid - 1) for _ in range(wanted)}
        likely = draw.randint(2, 20)
        low, high = max(1, likely - draw.randint(1, 5)), likely + draw.randint(2, 20)
        yield Row(uid, low, likely, high, tuple(sorted(preds)), f"group {uid % GROUPS}")


def risks(size: int, seed: int = 1) -> Iterator[Risk]:
    """Draw the risks of such a network; each strikes three tasks."""
    draw = random.Random(f"risks/{seed}/{size}")
    for number in range(RISKS):
        tasks = tuple(sorted(draw.sample(range(1, size + 1), min(3, size))))
        days, cost = sorted(draw.sample(range(1, 30), 3)), sorted(draw.sample(range(1, 300), 3))
        yield Risk(f"R{number}", draw.uniform(0.05, 0.5), tasks, (*days,), (*cost,))
