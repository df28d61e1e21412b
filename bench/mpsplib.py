"""Level the multi-project instances of MPSPLIB and compare with Microsoft Project.

python -m bench.mpsplib DIR --seconds 10 --json

DIR is searched for .json files; `unreadable` names those that are not instances. Where `msproject_makespans.csv` lies
beside them (columns instance and tms_msproject_psgs_minslk), `better`, `equal` and `worse` count instances against
it, and `mean_improvement` is the mean of 1 − makespan ÷ its makespan. `mean_above_bound` is the mean of makespan ÷
bound − 1, the bound being the best that was proved; for the simple bound it is only critical path and load, as
published figures have it. The budget of an instance is `--seconds` on `--threads` threads.
"""

import argparse
import json
import sys
from statistics import mean
from typing import Any

from bench import instances
from bench.psplib import options, show
from uptake.engine.levelling.bounds import lower_bound, without_limits
from uptake.engine.levelling.instance import Instance
from uptake.engine.levelling.network import lay_out, topological

Row = dict[str, Any]
PEER = "tms_msproject_psgs_minslk"


def run(chosen: argparse.Namespace) -> Row:
    """Level every instance and sum up."""
    files, unreadable = instances.read(chosen.folder, ".json", instances.mpsplib)
    tables = {path.parent: instances.table(path) for path in chosen.folder.rglob("msproject_makespans.csv")}
    instances.warm_up()
    rows = []
    for path, one in instances.sample(files, chosen.limit):
        rows.append(_measured(path.stem, one, tables.get(path.parent, {}).get(path.stem), chosen))
        print(json.dumps(rows[-1]), file=sys.stderr)
    whole = _summary(rows) | {"seconds": chosen.seconds, "threads": chosen.threads, "unreadable": unreadable}
    return whole | ({"rows": rows} if chosen.rows else {})


def _measured(name: str, one: Instance, theirs: dict[str, str] | None, chosen: argparse.Namespace) -> Row:
    row: Row = {"instance": name, "tasks": one.size, "simple_bound": _simple_bound(one)}
    limits = {"seconds": chosen.seconds, "seed": chosen.seed, "threads": chosen.threads}
    row |= instances.level(one, effort=chosen.effort, **limits)
    row["msproject"] = int(theirs[PEER]) if theirs else None
    if chosen.peers:
        row["cpsat"] = instances.solve(one, **limits)["finish"]
    return row


def _simple_bound(one: Instance) -> int:
    """The longer of the critical path and the load of any resource."""
    network = lay_out(one)
    head, _, last = without_limits(network, topological(one))
    return lower_bound(one, network, head, last)


def _summary(rows: list[Row]) -> Row:
    compared = [row for row in rows if row["msproject"] is not None]
    found: Row = {
        "instances": len(rows),
        "mean_above_bound": _mean(row["finish"] / row["bound"] - 1 for row in rows if row["bound"]),
        "mean_above_simple_bound": _mean(
            row["finish"] / row["simple_bound"] - 1 for row in rows if row["simple_bound"]
        ),
        "proven": _mean(float(row["proven"]) for row in rows),
        "compared": len(compared),
        "better": sum(row["finish"] < row["msproject"] for row in compared),
        "equal": sum(row["finish"] == row["msproject"] for row in compared),
        "worse": sum(row["finish"] > row["msproject"] for row in compared),
        "mean_improvement": _mean(1 - row["finish"] / row["msproject"] for row in compared),
        "mean_cpu_s": _mean(row["cpu_s"] for row in rows),
    }
    if rows and "cpsat" in rows[0]:
        found["cpsat_mean_above_bound"] = _mean(
            row["cpsat"] / row["bound"] - 1 for row in rows if row["bound"] and row["cpsat"] is not None
        )
    return found


def _mean(values: Any) -> float | None:
    there = list(values)
    return mean(there) if there else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mpsplib", description="Level MPSPLIB.")
    options(parser)
    parser.set_defaults(seconds=10.0)
    show(run, parser)


if __name__ == "__main__":
    main()
