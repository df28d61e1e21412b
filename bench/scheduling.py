"""Schedule synthetic networks with this scheduler and with others, side by side.

python -m bench.scheduling --sizes 1000,10000,100000 --json

Every scheduler lives in a process of its own on the same core. After a warm-up the measured rounds go round
the table: ours, MPXJ, pmcontrols, trueppm-scheduler, and again. Times are the best of the rounds,
`…_median_s` their median, ratios how many times longer the other took. What could not be had is null, and
`notes` says why.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from bench import environment
from bench.workers import PeerError, PeerTooSlowError, Worker

SIZES = (1_000, 10_000, 100_000)
SEED = 1
ROUNDS = 7
LIMIT = 120.0
"""Seconds after which one pass of a peer is given up."""
PREPARE_LIMIT = 900.0
WARM_UPS = 3
WARM_SECONDS = 10.0
"""A warm-up has at least so many passes, and lasts at least so long."""
PATIENCE = 60.0
"""A peer that has used so many seconds in measured rounds is measured no further."""
EDITS = 400
COMPARED = 10_000
"""Up to so many tasks the dates of MPXJ are compared with ours."""
PEERS = ("mpxj", "pmcontrols", "trueppm")

Figures = dict[str, Any]


class Contender:
    """A scheduler on one network, through warm-up and rounds."""

    def __init__(self, name: str, worker: Worker) -> None:
        self.name = name
        self.worker = worker
        self.cold: float | None = None
        self.times: list[float] = []
        self.builds: list[float] = []
        self.peak: float | None = None
        self.note = ""
        self.facts: dict[str, Any] = {}

    def prepare(self, size: int, warm: float) -> None:
        """Draw the network, schedule it cold, warm up for so many seconds."""
        try:
            self.facts = self.worker.ask("prepare", size=size, seed=SEED, limit=PREPARE_LIMIT)
            self.cold = self._once()
            passes, spent = 1, self.cold
            while spent < PATIENCE and (passes < WARM_UPS or spent < warm):
                spent += self._once()
                passes += 1
        except PeerError as failure:
            self._give_up(failure)
        self.builds.clear()

    def round(self) -> None:
        """Measure once, unless it is already known to take too long."""
        if self.note or sum(self.times) > PATIENCE:
            return
        try:
            self.times.append(self._once())
        except PeerError as failure:
            self._give_up(failure)

    def _once(self) -> float:
        answer = self.worker.ask("measure", limit=LIMIT)
        self.peak = answer.get("peak_mb")
        if "build_s" in answer:
            self.builds.append(answer["build_s"])
        seconds: float = answer["seconds"]
        return seconds

    def _give_up(self, failure: PeerError) -> None:
        self.note = str(failure)
        if isinstance(failure, PeerTooSlowError):
            self.times.clear()

    @property
    def best(self) -> float | None:
        return min(self.times, default=None)

    @property
    def middle(self) -> float | None:
        return median(self.times) if self.times else None


def measure(size: int, *, peers: Sequence[str], rounds: int, edits: int, warm: float) -> Figures:
    """Measure all contenders on the network of one size; `peers` names those that are installed."""
    contenders = {"ours": Contender("ours", Worker(sys.executable, "bench.ours"))}
    for name in peers:
        contenders[name] = Contender(name, Worker(environment.python(), f"bench.peers.{name}"))
    try:
        for one in contenders.values():
            say(f"{size:,} tasks: {one.name} warms up")
            one.prepare(size, warm)
        say(f"{size:,} tasks: {rounds} rounds")
        for _ in range(rounds):
            for one in contenders.values():
                one.round()
        figures = _times(contenders, warm)
        if "mpxj" in contenders and size <= COMPARED and not contenders["mpxj"].note:
            figures["mpxj_equal"] = _equal(contenders["ours"], contenders["mpxj"])
    finally:
        for one in contenders.values():
            one.worker.close()
    figures |= _memory(size) | _edit_cost(size, edits)
    for name in PEERS:
        if name in contenders and contenders[name].note:
            figures["notes"][name] = contenders[name].note
    return figures


def _times(contenders: dict[str, Contender], warm: float) -> Figures:
    ours = contenders["ours"]
    figures: Figures = {
        "tasks": ours.facts.get("leaves"),
        "summaries": ours.facts.get("summaries"),
        "links": ours.facts.get("links"),
        "rounds": len(ours.times),
        "warm_up_s": warm,
        "ours_s": ours.best,
        "ours_median_s": ours.middle,
        "ours_cold_s": ours.cold,
        "ours_build_s": min(ours.builds, default=None),
        "ours_build_median_s": median(ours.builds) if ours.builds else None,
        "notes": {"ours": ours.note} if ours.note else {},
    }
    for name in PEERS:
        found = contenders.get(name)
        best, middle, cold, peak = (
            (found.best, found.middle, found.cold, found.peak) if found else (None,) * 4
        )
        warm = f"{name}_warm" if name == "mpxj" else name
        figures |= {
            f"{warm}_s": best,
            f"{warm}_median_s": middle,
            f"{name}_cold_s": cold,
            f"{name}_peak_mb": peak,
        }
        figures[f"ratio_{warm}"] = _ratio(best, ours.best)
        figures[f"ratio_{warm}_median"] = _ratio(middle, ours.middle)
    whole = ours.best + min(ours.builds) if ours.best and ours.builds else None
    figures["ratio_mpxj_warm_with_build"] = _ratio(figures["mpxj_warm_s"], whole)
    figures["mpxj_equal"] = None
    return figures


def _ratio(theirs: float | None, own: float | None) -> float | None:
    return theirs / own if theirs and own else None


def _equal(ours: Contender, theirs: Contender) -> float | None:
    """Return the share of leaves whose start and finish both agree: proof that the network is the same."""
    try:
        own = ours.worker.ask("dates", limit=PREPARE_LIMIT)["dates"]
        other = theirs.worker.ask("dates", limit=PREPARE_LIMIT)["dates"]
    except PeerError as failure:
        theirs.note = str(failure)
        return None
    return float(sum(own[uid] == other.get(uid) for uid in own) / len(own))


def _memory(size: int) -> Figures:
    """Build and schedule in a fresh process, and ask how much memory it took."""
    with Worker(sys.executable, "bench.ours") as worker:
        answer = worker.ask("memory", size=size, seed=SEED, limit=PREPARE_LIMIT)
    return {"ours_peak_mb": answer["peak_mb"], "ours_empty_mb": answer["empty_mb"]}


def _edit_cost(size: int, count: int) -> Figures:
    names = ("median_ms", "p95_ms", "worst_ms", "count", "by_kind_ms", "equal")
    figures: Figures = {f"edit_{name}": None for name in names}
    if count:
        say(f"{size:,} tasks: {count} edits")
        with Worker(sys.executable, "bench.edits") as worker:
            try:
                answer = worker.ask("measure", size=size, seed=SEED, count=count, limit=PREPARE_LIMIT)
            except PeerError as failure:
                figures["edit_note"] = str(failure)
            else:
                figures |= {f"edit_{name}": answer[name] for name in names}
    return figures


def run(
    sizes: Sequence[int] = SIZES,
    *,
    peers: bool = True,
    rounds: int = ROUNDS,
    edits: int = EDITS,
    warm: float = WARM_SECONDS,
) -> dict[str, Figures]:
    """Measure every size; without peers where they cannot be installed.

    `rounds`, `edits` and the seconds of `warm`-up make a run shorter.
    """
    reason = environment.install() if peers else "left out"
    found = {}
    for size in sizes:
        figures = measure(size, peers=() if reason else PEERS, rounds=rounds, edits=edits, warm=warm)
        if reason:
            figures["notes"] |= dict.fromkeys(PEERS, reason)
        found[str(size)] = _rounded(figures)
    return found


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    return value


def say(text: str) -> None:
    """Tell how far it is, where it does not mix with the answer."""
    print(text, file=sys.stderr, flush=True)


def options(parser: argparse.ArgumentParser) -> None:
    """Add what both command lines understand."""
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of tasks, with commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--edits", type=int, default=EDITS, help="edits to measure; 0 for none")
    parser.add_argument("--warm", type=float, default=WARM_SECONDS, help="seconds of warm-up for each")
    parser.add_argument("--no-peers", action="store_true", help="measure this scheduler only")
    parser.add_argument("--json", action="store_true", help="print figures instead of a table")


def run_chosen(chosen: argparse.Namespace) -> dict[str, Figures]:
    """Run as the command line says."""
    return run(
        [int(size) for size in chosen.sizes.split(",")],
        peers=not chosen.no_peers,
        rounds=chosen.rounds,
        edits=chosen.edits,
        warm=chosen.warm,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.scheduling", description="Time schedulers.")
    options(parser)
    chosen = parser.parse_args(arguments)
    found = run_chosen(chosen)
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        from bench.report import scheduling_table  # noqa: PLC0415  # the report reads this module's constants

        print(scheduling_table(found))


if __name__ == "__main__":
    main()
