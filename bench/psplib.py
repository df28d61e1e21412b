"""Level the instances of PSPLIB and compare with the best makespans known.

python -m bench.psplib DIR --best best_known.csv --seconds 5 --json

DIR is searched for .sm files, with folders in it; `unreadable` names those that are not instances. `best_known.csv`
has the columns instance and ub. Shares are of 1: `mean_deviation` is the mean of makespan ÷ best known − 1,
`mean_above_bound` that of makespan ÷ what it proved − 1, `proven` the share of instances proven optimal. Of instances
whose best makespan is not known, as of those that `bench.progen` draws, only the latter two can be told. The budget
of an instance is `--seconds` on `--threads` threads; compiling is not in it. With `--peers`, CP-SAT alone and
PyJobShop solve each instance on the same budget.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from typing import Any, Self

import numpy as np

from bench import environment, instances
from bench.arguments import at_least
from bench.workers import PeerError, Worker
from uptake.engine.levelling.instance import Instance

Row = dict[str, Any]
PEERS = ("cpsat", "pyjobshop")
LIMIT = 120.0
"""Seconds beyond its budget after which a peer is given up."""


def run(chosen: argparse.Namespace) -> Row:
    """Level every instance and sum up, in all and by set."""
    known = instances.table(chosen.best)
    files, unreadable = instances.read(chosen.folder, ".sm", instances.psplib, begin=chosen.set)
    instances.warm_up()
    rows = []
    with Peers(wanted=chosen.peers) as peers:
        for path, one in instances.sample(files, chosen.limit):
            rows.append(_measured(path.name, one, known.get(path.stem), chosen, peers))
            print(json.dumps(rows[-1]), file=sys.stderr)
    sets = sorted({str(row["set"]) for row in rows})
    whole = _summary(rows) | {
        "seconds": chosen.seconds,
        "threads": chosen.threads,
        "unreadable": unreadable,
        "per_set": {name: _summary([row for row in rows if row["set"] == name]) for name in sets},
    }
    if peers.missing:
        whole["pyjobshop"] = {"missing": peers.missing}
    return whole | ({"rows": rows} if chosen.rows else {})


class Peers:
    """CP-SAT alone, in this process, and PyJobShop in one of its own; none where they are not wanted."""

    def __init__(self, *, wanted: bool) -> None:
        self.wanted = wanted
        self.missing = environment.install() if wanted else ""
        self._pyjobshop: Worker | None = None

    def __enter__(self) -> Self:
        if self.wanted and not self.missing:
            self._pyjobshop = Worker(environment.python(), "bench.peers.pyjobshop_levelling")
        return self

    def __exit__(self, *_: object) -> None:
        if self._pyjobshop is not None:
            self._pyjobshop.__exit__()

    def solve(self, one: Instance, *, seconds: float, seed: int, threads: int) -> Row:
        """Return what each finds, by name."""
        if not self.wanted:
            return {}
        found = {"cpsat": instances.solve(one, seconds=seconds, seed=seed, threads=threads)}
        if self._pyjobshop is not None:
            try:
                self._pyjobshop.ask("prepare", **_stated(one))
                found["pyjobshop"] = self._pyjobshop.ask(
                    "solve", limit=seconds + LIMIT, seconds=seconds, seed=seed, threads=threads
                )
            except PeerError as error:
                self.missing = str(error)
                self._pyjobshop.__exit__()
                self._pyjobshop = None
        return found


def _stated(one: Instance) -> Row:
    """An instance as plain values, for a process that knows nothing of ours."""
    requests = np.zeros((one.size, len(one.capacity)), int)
    requests[one.need_task, one.need_resource] = one.need_units
    return {
        "durations": one.duration.tolist(),
        "links": np.column_stack((one.pred, one.succ, one.lag)).tolist(),
        "capacities": one.capacity.tolist(),
        "requests": requests.tolist(),
    }


def _measured(
    name: str, one: Instance, known: dict[str, str] | None, chosen: argparse.Namespace, peers: Peers
) -> Row:
    best = _best(known)
    row: Row = {"instance": name, "set": f"j{one.size - 2}", "best_known": best}
    options = {"seconds": chosen.seconds, "seed": chosen.seed, "threads": chosen.threads}
    row |= instances.level(one, effort=chosen.effort, **options)
    row |= _compared(row, best)
    return row | {name: _compared(found, best) for name, found in peers.solve(one, **options).items()}


def _best(known: dict[str, str] | None) -> int | None:
    """Return the best makespan known; raises `BadInputError` where the table has no number for it."""
    if known is None:
        return None
    try:
        return int(known["ub"])
    except (KeyError, TypeError, ValueError):
        told = f"The table of the best makespans has no number as ub of {known['instance']}."
        raise instances.BadInputError(told) from None


def _compared(found: Row, best: int | None) -> Row:
    """Put a finish beside the best that is known, and beside the bound that was proved with it."""
    finish, bound = found["finish"], found["bound"]
    return found | {
        "deviation": finish / best - 1 if best and finish is not None else None,
        "above_bound": finish / bound - 1 if bound and finish is not None else None,
        "proven": finish is not None and bound >= finish,
    }


def _summary(rows: list[Row]) -> Row:
    found: Row = _figures(rows) | {
        "instances": len(rows),
        "mean_cpu_s": mean(row["cpu_s"] for row in rows) if rows else None,
        "mean_schedules": mean(row["schedules"] for row in rows) if rows else None,
    }
    for name in PEERS:
        theirs = [row[name] for row in rows if name in row]
        if theirs:
            found[name] = _figures(theirs)
    return found


def _figures(rows: list[Row]) -> Row:
    deviations = [row["deviation"] for row in rows if row["deviation"] is not None]
    above = [row["above_bound"] for row in rows if row["above_bound"] is not None]
    return {
        "solved": len(rows) - [row["finish"] for row in rows].count(None),
        "compared": len(deviations),
        "mean_deviation": mean(deviations) if deviations else None,
        "worst_deviation": max(deviations, default=None),
        "mean_above_bound": mean(above) if above else None,
        "proven": mean(row["proven"] for row in rows) if rows else None,
    }


def options(parser: argparse.ArgumentParser) -> None:
    """Options that both libraries have."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of instances")
    parser.add_argument(
        "--seconds", type=at_least(0.0), default=5.0, help="budget of an instance (default 5)"
    )
    parser.add_argument(
        "--effort", type=at_least(1), help="schedules to try instead: the same answer on every machine"
    )
    parser.add_argument("--threads", type=at_least(1), default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=at_least(1), help="so many instances, evenly over the folder")
    parser.add_argument("--peers", action="store_true", help="others on the same budget beside it")
    parser.add_argument("--rows", action="store_true", help="keep a row for each instance")
    parser.add_argument("--json", action="store_true", help="print JSON")


def show(run: Callable[[argparse.Namespace], Row], parser: argparse.ArgumentParser) -> None:
    """Measure what the command line asks for and print it, as JSON or one figure on a line."""
    chosen = parser.parse_args()
    try:
        found = run(chosen)
    except instances.BadInputError as error:
        parser.error(str(error))
    if chosen.json:
        print(json.dumps(found, indent=2))
        return
    for name, figure in found.items():
        print(f"{name:24} {figure}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.psplib", description="Level PSPLIB.")
    options(parser)
    parser.add_argument("--best", type=Path, help="table of the best makespans known")
    parser.add_argument("--set", default="", help="only files whose names begin so, for example j120")
    show(run, parser)


if __name__ == "__main__":
    main()
