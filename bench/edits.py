"""The cost of one edit: applied to a scheduled plan, and scheduled again from there."""

import random
from functools import partial
from statistics import median
from typing import Any

from bench import networks
from bench.ours import Parts
from bench.workers import Answer, serve, timed
from uptake.engine.edits import Add, Move, Remove, Set, apply
from uptake.engine.errors import PlanError
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.plan import Constraint, LagKind, Link, LinkType, Plan, Task
from uptake.engine.scheduling import Schedule, schedule

SHARES = {
    "duration": 0.35,
    "progress": 0.15,
    "constraint": 0.15,
    "lag": 0.10,
    "link added": 0.10,
    "link removed": 0.10,
    "moved in the outline": 0.05,
}
WORKDAY = networks.WORKDAY * MINUTE


class Edits:
    """Random edits, one upon the other, on a plan of a given size."""

    def __init__(self, size: int, seed: int) -> None:
        self.draw = random.Random(f"edits/{seed}/{size}")
        self.plan = Parts(size, seed).build()
        self.done = schedule(self.plan)
        self.next_link = max((link.uid for link in self.plan.links), default=0) + 1
        shape = self.plan.structure.summary
        self.leaves: list[int] = [task.uid for i, task in enumerate(self.plan.tasks) if not shape[i]]
        self.packages = sorted({task.parent or 0 for i, task in enumerate(self.plan.tasks) if not shape[i]})

    def some(self) -> tuple[str, list[Any]]:
        """Draw an edit: its kind, and the records."""
        kind = self.draw.choices(list(SHARES), list(SHARES.values()))[0]
        leaf = self.plan.task(self.draw.choice(self.leaves))
        link = self.draw.choice(self.plan.links)
        match kind:
            case "duration":
                return kind, [Set("task", leaf.uid, {"duration": self.draw.randint(1, 20) * WORKDAY // 2})]
            case "progress":
                return kind, [Set("task", leaf.uid, self._progress(leaf))]
            case "constraint":
                return kind, [Set("task", leaf.uid, self._constraint(leaf))]
            case "lag":
                hours = self.draw.choice((0, 4, 8, 16, 40)) * HOUR
                return kind, [Set("link", link.uid, {"lag": hours, "kind": LagKind.WORKING})]
            case "link added":
                return kind, [Add(self._link())]
            case "link removed":
                return kind, [Remove("link", link.uid)]
        return kind, [Move(leaf.uid, self.draw.choice(self.packages))]

    def _progress(self, task: Task) -> dict[str, object]:
        """Return the values of a task that began where it was planned and is half done, or all."""
        row = self.done.of(task.uid)
        if self.draw.random() < 0.5:
            return {"actual_start": row.start, "percent": 50, "remaining": task.duration // 2}
        return {"actual_start": row.start, "actual_finish": row.finish, "percent": 100, "remaining": 0}

    def _constraint(self, task: Task) -> dict[str, object]:
        day = self.done.of(task.uid).start // DAY + self.draw.randint(-5, 15)
        return {"constraint": Constraint.SNET, "constraint_date": day * DAY + 8 * HOUR}

    def _link(self) -> Link:
        at = self.draw.randrange(1, len(self.leaves))
        back = self.draw.randint(1, min(at, networks.REACH))
        self.next_link += 1
        return Link(
            uid=self.next_link - 1, pred=self.leaves[at - back], succ=self.leaves[at], type=LinkType.FS
        )

    def run(self, count: int) -> dict[str, list[float]]:
        """Make so many edits; return the seconds that each took, by kind."""
        took: dict[str, list[float]] = {kind: [] for kind in SHARES}
        while sum(map(len, took.values())) < count:
            kind, records = self.some()
            try:
                seconds, (plan, done) = timed(partial(self._step, records))
            except PlanError:
                continue  # a link that would close a loop: drawn again
            self.plan, self.done = plan, done
            took[kind].append(seconds)
        return took

    def _step(self, records: list[Any]) -> tuple[Plan, Schedule]:
        plan = apply(self.plan, records)
        return plan, schedule(plan, since=self.done)

    def as_from_scratch(self) -> bool:
        """Tell whether the schedule reached by edits is the one that a full pass gives."""
        rows = range(len(self.plan.tasks))
        whole = schedule(self.plan)
        return all(self.done.row(i) == whole.row(i) for i in rows)


def measure(size: int, seed: int, count: int) -> Answer:
    """Return the cost of an edit in a plan of a size, in milliseconds."""
    edits = Edits(size, seed)
    edits.run(20)
    took = edits.run(count)
    every = sorted(seconds * 1000 for kind in took.values() for seconds in kind)
    return {
        "median_ms": median(every),
        "p95_ms": every[min(len(every) - 1, round(0.95 * len(every)))],
        "worst_ms": every[-1],
        "count": len(every),
        "by_kind_ms": {kind: median(found) * 1000 for kind, found in took.items() if found},
        "equal": edits.as_from_scratch(),
    }


if __name__ == "__main__":
    serve({"measure": measure})
