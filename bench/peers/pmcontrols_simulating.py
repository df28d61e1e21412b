"""pmcontrols' Monte Carlo simulation, as a worker: PERT and criticality; it knows no groups and no risk events."""

from typing import Any

import pmcontrols

from bench import uncertain
from bench.workers import Answer, peak_mb, serve, timed


class PmControls:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.activities: list[dict[str, Any]] = []
        self.seed = 0

    def prepare(self, size: int, seed: int) -> Answer:
        """Draw the network, in days."""
        self.seed = seed
        self.activities = [
            {
                "id": str(row.uid),
                "predecessors": [*map(str, row.preds)],
                "a": row.low,
                "m": row.likely,
                "b": row.high,
            }
            for row in uncertain.rows(size, seed)
        ]
        return {"tasks": len(self.activities)}

    def measure(self, runs: int) -> Answer:
        """Simulate once."""
        seconds, found = timed(lambda: pmcontrols.pert(self.activities, n_sim=runs, seed=self.seed))
        days = {"p50_days": found.stats["mc_p50"], "p80_days": found.stats["mc_p80"]}
        return {"seconds": seconds, "peak_mb": peak_mb(), **days}


if __name__ == "__main__":
    peer = PmControls()
    serve({"prepare": peer.prepare, "measure": peer.measure}, pinned=False)
