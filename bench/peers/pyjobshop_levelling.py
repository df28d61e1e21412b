"""PyJobShop's solving of a project with scarce resources, as a worker: a model layer over CP-SAT."""

import math
from dataclasses import dataclass

from pyjobshop import Model

from bench.workers import Answer, serve

Links = list[tuple[int, int, int]]


@dataclass
class PyJobShop:
    """What the parent can ask for."""

    model: Model | None = None

    def prepare(
        self, durations: list[int], links: Links, capacities: list[int], requests: list[list[int]]
    ) -> Answer:
        """State an instance: links are finish to start, each with its lag."""
        self.model = model = Model()
        resources = [model.add_renewable(units) for units in capacities]
        tasks = [model.add_task() for _ in durations]
        for task, duration, request in zip(tasks, durations, requests, strict=True):
            taken = [(one, units) for one, units in zip(resources, request, strict=True) if units]
            model.add_mode(task, [one for one, _ in taken], duration, [units for _, units in taken])
        for pred, succ, lag in links:
            model.add_end_before_start(tasks[pred], tasks[succ], lag)
        return {"tasks": len(tasks)}

    def solve(self, seconds: float, seed: int, threads: int) -> Answer:
        """Look for the shortest schedule; no finish where none was found."""
        assert self.model is not None
        found = self.model.solve(time_limit=seconds, num_workers=threads, display=False, random_seed=seed)
        finish = int(found.objective) if math.isfinite(found.objective) else None
        return {"finish": finish, "bound": math.ceil(found.lower_bound - 1e-6)}


if __name__ == "__main__":
    peer = PyJobShop()
    serve({"prepare": peer.prepare, "solve": peer.solve}, pinned=False)
