"""Small plans whose distributions have closed forms; durations in tenths, on the 24-hour clock."""

import math

import numpy as np

from uptake.engine.calendars import ROUND_THE_CLOCK, Calendar
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule, schedule
from uptake.engine.simulation.inputs import Settings, Spread
from uptake.engine.simulation.runs import simulate

START = 15_000 * 14_400
ALWAYS = Calendar(1, "always", week=ROUND_THE_CLOCK)
RUNS = 40_000
SETTINGS = Settings(runs=RUNS, seed=20_261)


def series(count: int, **values: object) -> Schedule:
    """A chain of tasks of 10,000 tenths."""
    tasks = [Task(uid=uid, duration=10_000, **values) for uid in range(1, count + 1)]
    links = [Link(uid=uid, pred=uid, succ=uid + 1) for uid in range(1, count)]
    return schedule(Plan.build(Project(start=START), tasks, links, calendars=[ALWAYS]))


def parallel(count: int) -> Schedule:
    """Tasks side by side, 10,000 tenths each, and a milestone after all."""
    tasks = [Task(uid=uid, duration=10_000) for uid in range(1, count + 1)]
    links = [Link(uid=uid, pred=uid, succ=99) for uid in range(1, count + 1)]
    end = Task(uid=99, duration=0)
    return schedule(Plan.build(Project(start=START), [*tasks, end], links, calendars=[ALWAYS]))


def lengths(planned: Schedule, spread: Spread | dict[int, Spread], **more: object) -> np.ndarray:
    """Return how long each run of a plan takes, in tenths."""
    uids = [task.uid for task in planned.plan.tasks if task.duration]
    by_task = spread if isinstance(spread, dict) else dict.fromkeys(uids, spread)
    settings = Settings(runs=RUNS, seed=SETTINGS.seed, by_task=by_task, **more)
    return simulate(planned, settings).finish - START


def assert_mean(values: np.ndarray, mean: float) -> None:
    """Hold a mean against the truth: within 3 standard errors."""
    error = values.std(ddof=1) / math.sqrt(len(values))
    assert abs(values.mean() - mean) <= 3 * error


def assert_deviation(values: np.ndarray, deviation: float) -> None:
    """Hold a standard deviation against the truth: within 3 standard errors, from the fourth moment."""
    off = values - values.mean()
    variance = float((off**2).mean())
    error = math.sqrt((float((off**4).mean()) - variance**2) / len(values)) / (2 * math.sqrt(variance))
    assert abs(math.sqrt(variance) - deviation) <= 3 * error


def assert_probability(values: np.ndarray, limit: float, truth: float) -> None:
    """Hold the share of values up to a limit against the truth: within 3 standard errors."""
    share = float((values <= limit).mean())
    assert abs(share - truth) <= 3 * math.sqrt(truth * (1 - truth) / len(values))
