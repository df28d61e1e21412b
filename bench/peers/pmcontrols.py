"""pmcontrols, as a worker. It knows finish-to-start links and durations; all else is left out."""

from typing import Any

import pmcontrols

from bench import networks
from bench.workers import Answer, peak_mb, serve, timed


class PmControls:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.activities: list[dict[str, Any]] = []

    def prepare(self, size: int, seed: int) -> Answer:
        """Draw the leaves; every link counts as finish-to-start without lag, time is plain minutes."""
        self.activities = [
            {
                "id": str(row.uid),
                "predecessors": [str(edge.pred) for edge in row.links],
                "duration": row.minutes,
            }
            for row in networks.rows(size, seed)
            if not row.summary
        ]
        return {"tasks": len(self.activities)}

    def measure(self) -> Answer:
        """Schedule once; the input is not changed by it."""
        seconds, _ = timed(lambda: pmcontrols.cpm(self.activities))
        return {"seconds": seconds, "peak_mb": peak_mb()}


if __name__ == "__main__":
    peer = PmControls()
    serve({"prepare": peer.prepare, "measure": peer.measure})
