"""Monte Carlo simulation: everything on, against packages that do less.

python -m bench.simulation [--tasks 10000] [--runs 10000] [--threads 2] [--rounds 5] [--no-peers] [--json]
"""

import argparse
import json
import math
import sys
from pathlib import Path
from statistics import median
from typing import Any

from bench import environment, machine
from bench.arguments import at_least
from bench.workers import PeerError, Worker

PEERS = {
    "trueppm_scheduler": "bench.peers.trueppm_simulating",
    "pmcontrols": "bench.peers.pmcontrols_simulating",
}
LIMIT = 600.0
Figures = dict[str, Any]


def run(chosen: argparse.Namespace) -> Figures:
    """Measure all, a process each; the rounds of ours lie before, between and after those of the peers."""
    found: Figures = {
        "tasks": chosen.tasks,
        "runs": chosen.runs,
        "threads": chosen.threads,
        "seed": chosen.seed,
    }
    missing = "not wanted" if chosen.no_peers else environment.install()
    peers: dict[str, Figures] = {name: {"missing": missing} if missing else {} for name in PEERS}
    with Worker(Path(sys.executable), "bench.ours_simulating") as ours:
        ours.ask("prepare", size=chosen.tasks, seed=chosen.seed)
        found["import_s"] = ours.ask("load")["seconds"]
        asked = {"runs": chosen.runs, "threads": chosen.threads}
        found["first_s"] = ours.ask("measure", **asked)["seconds"]
        rounds = [ours.ask("measure", **asked) for _ in range(chosen.rounds)]
        for name, module in PEERS.items():
            if not missing:
                peers[name] = _peer(module, chosen)
                rounds += [ours.ask("measure", **asked) for _ in range(chosen.rounds)]
        found["peak_mb"] = round(rounds[-1]["peak_mb"], 1)
        found["p80_days"] = rounds[-1]["p80_days"]
        plain = ours.ask("measure", plain=True, **asked)
        plain = min((plain, ours.ask("measure", plain=True, **asked)), key=lambda one: one["seconds"])
    seconds = [one["seconds"] for one in rounds]
    found |= {
        "ours_s": min(seconds),
        "ours_median_s": median(seconds),
        "ours_plain_s": plain["seconds"],
        "ours_plain_p80_days": plain["p80_days"],
    }
    fastest = min((one["seconds"] for one in peers.values() if "seconds" in one), default=math.nan)
    ratio = None if math.isnan(fastest) else fastest / found["ours_s"]
    return found | {"ratio_fastest_peer": ratio, "peers": peers, "machine": machine.facts()}


def _peer(module: str, chosen: argparse.Namespace) -> Figures:
    """Return the best of a peer's rounds, or why there is none."""
    try:
        with Worker(environment.python(), module) as peer:
            peer.ask("prepare", size=chosen.tasks, seed=chosen.seed, limit=LIMIT)
            rounds = [peer.ask("measure", runs=chosen.runs, limit=LIMIT) for _ in range(chosen.peer_rounds)]
            return min(rounds, key=lambda one: float(one["seconds"]))
    except PeerError as error:
        return {"missing": str(error)}


def table(found: Figures) -> str:
    """Return the figures as a table."""
    rows = [
        ("Uptake, everything on", found["ours_s"], found["peak_mb"]),
        ("Uptake, what the peers do", found["ours_plain_s"], None),
        *((name, one.get("seconds"), one.get("peak_mb")) for name, one in found["peers"].items()),
    ]
    lines = [f"{found['tasks']:,} tasks × {found['runs']:,} runs, {found['threads']} threads", ""]
    for name, seconds, memory in rows:
        took = "–" if seconds is None else f"{seconds:.3f} s"
        held = "" if memory is None else f"{memory:,.0f} MB"
        lines.append(f"{name:28}{took:>12}{held:>12}")
    lines.append(
        f"first run {found['first_s']:.2f} s after an import of {found['import_s']:.2f} s (compiled code cached)"
    )
    return "\n".join(lines)


def options() -> argparse.ArgumentParser:
    """Return what can be chosen."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.simulation", description="Measure Monte Carlo simulation."
    )
    parser.add_argument("--tasks", type=at_least(1), default=10_000)
    parser.add_argument("--runs", type=at_least(1), default=10_000)
    parser.add_argument("--threads", type=at_least(1), default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rounds", type=at_least(1), default=5, help="measured runs of ours, before and after each peer"
    )
    parser.add_argument("--peer-rounds", type=at_least(1), default=1)
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    parser = options()
    chosen = parser.parse_args()
    try:
        found = run(chosen)
    except PeerError as error:
        parser.error(f"our own simulation gave up: {error}")
    print(json.dumps(found, indent=2) if chosen.json else table(found))


if __name__ == "__main__":
    main()
