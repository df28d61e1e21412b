"""Read a Microsoft Project file of about 500 tasks and schedule it, cold and with a warm helper.

python -m bench.reading --json
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.workers import ROOT, PeerError, Worker

FILES = ROOT.parent / "shared" / "data" / "msproject"
WANTED = 500
ROUNDS = 9
LIMIT = 300.0
MISSING = "no .mpp files: ../shared/data/msproject is not there"


def sample(folder: Path = FILES) -> tuple[Path, int] | None:
    """Return the .mpp file whose number of tasks is nearest to the one wanted, and that number."""
    listing = folder / "index.json"
    if not listing.exists():
        return None
    found = [
        (row["counts"]["tasks"], folder / "files" / f"{row['id']}.mpp")
        for row in json.loads(listing.read_text(encoding="utf-8"))
    ]
    there = [(abs(tasks - WANTED), tasks, path) for tasks, path in found if path.exists()]
    if not there:
        return None
    _, tasks, path = min(there)
    return path, tasks


def run(rounds: int = ROUNDS) -> dict[str, Any]:
    """Measure the file in a process that has read nothing before; figures are null when there is none."""
    figures: dict[str, Any] = dict.fromkeys(
        (
            "file",
            "tasks",
            "read_cold_s",
            "read_warm_s",
            "read_warm_median_s",
            "total_warm_s",
            "total_warm_median_s",
        )
    )
    chosen = sample()
    if chosen is None:
        return figures | {"note": MISSING}
    path, tasks = chosen
    try:
        with Worker(sys.executable, "bench.reader") as worker:
            answers = [worker.ask("read", path=str(path), limit=LIMIT) for _ in range(rounds + 1)]
    except PeerError as failure:
        return figures | {"note": str(failure)}
    reads = [answer["read_s"] for answer in answers[1:]]
    totals = [answer["total_s"] for answer in answers[1:]]
    return figures | {
        "file": path.name,
        "tasks": tasks,
        "read_cold_s": answers[0]["read_s"],
        "read_warm_s": min(reads),
        "read_warm_median_s": median(reads),
        "total_warm_s": min(totals),
        "total_warm_median_s": median(totals),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description="Time reading a .mpp file.")
    parser.add_argument("--json", action="store_true", help="print figures instead of a table")
    chosen = parser.parse_args(arguments)
    found = run()
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        from bench.report import reading_table  # noqa: PLC0415  # the report is not needed by the worker

        print(reading_table(found))


if __name__ == "__main__":
    main()
