"""trueppm-scheduler's Monte Carlo simulation, as a worker: PERT by a fit of its own; no groups, no risk events."""

from datetime import timedelta
from typing import Any

from trueppm_scheduler import Calendar, Dependency, DependencyType, Project, Task, monte_carlo

from bench import networks, uncertain
from bench.workers import Answer, peak_mb, serve, timed


class TruePpm:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.project: Any
        self.seed = 0

    def prepare(self, size: int, seed: int) -> Answer:
        """Build the project, in days; no task gets shorter than its `duration`, so that is the low estimate."""
        self.seed = seed
        rows = list(uncertain.rows(size, seed))
        tasks = [
            Task(
                id=str(row.uid),
                name=str(row.uid),
                duration=timedelta(days=row.low),
                optimistic_duration=timedelta(days=row.low),
                most_likely_duration=timedelta(days=row.likely),
                pessimistic_duration=timedelta(days=row.high),
            )
            for row in rows
        ]
        links = [
            Dependency(str(pred), str(row.uid), DependencyType.FS, timedelta())
            for row in rows
            for pred in row.preds
        ]
        start = networks.on(networks.START)
        self.project = Project(
            id="bench", name="Bench", start_date=start, tasks=tasks, dependencies=links, calendar=Calendar()
        )
        return {"tasks": len(tasks)}

    def measure(self, runs: int) -> Answer:
        """Simulate once."""
        seconds, _ = timed(lambda: monte_carlo(self.project, runs=runs, seed=self.seed))
        return {"seconds": seconds, "peak_mb": peak_mb()}


if __name__ == "__main__":
    peer = TruePpm()
    serve({"prepare": peer.prepare, "measure": peer.measure}, pinned=False)
