"""Time the review of a large plan.

python -m bench.review [--tasks 10000] [--rounds 7] [--json]

CPU time of one process, the median of its rounds. The plan and its schedule are made beforehand; the schedule that the
critical-path test makes is part of it. The baseline is the plan's own schedule. The last line of the output is the
JSON.
"""

import argparse
import json
import time
from collections.abc import Sequence
from statistics import median
from typing import Any

from uptake.engine.review import RULES, Facts, Options, review
from uptake.engine.review.study import Study
from uptake.engine.scheduling import Schedule, schedule
from uptake.packs.generate import generate

BAR_S = 0.5
"""Bar of the product, for 10,000 tasks."""

Baseline = dict[int, tuple[int, int]]


def measure(tasks: int, rounds: int) -> dict[str, Any]:
    """Review a generated plan a few times."""
    done = schedule(generate(tasks))
    kept = list(zip(done.dates.start, done.dates.finish, strict=True))
    baseline = {task.uid: kept[i] for i, task in enumerate(done.plan.tasks)}
    found = review(done, baseline=baseline)
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        review(done, baseline=baseline)
        times.append(time.process_time() - begin)
    return {
        "tasks": tasks,
        "links": len(done.plan.links),
        "review_s": round(median(times), 4),
        "worst_s": round(max(times), 4),
        "findings": len(found.findings),
        "score": found.score,
        "slowest_ms": _slowest(done, baseline),
        "bar_s": BAR_S,
    }


def _slowest(done: Schedule, baseline: Baseline) -> dict[str, float]:
    """Return what the five slowest rules take, in milliseconds."""
    study = Study(done, baseline, None, Facts(), Options())
    taken = {}
    for rule in RULES:
        begin = time.process_time()
        rule.judge(study)
        taken[rule.id] = round((time.process_time() - begin) * 1000, 1)
    return dict(sorted(taken.items(), key=lambda one: -one[1])[:5])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    found = measure(asked.tasks, asked.rounds)
    if not asked.json:
        for name, value in found.items():
            print(f"{name:12} {value}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
