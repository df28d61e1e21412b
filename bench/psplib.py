"""Level the instances of PSPLIB and compare with the best makespans known.

python -m bench.psplib DIR --best best_known.csv --seconds 5 --json

DIR is searched for .sm files, with folders in it. `best_known.csv` has the columns instance and ub. Shares are of 1:
`mean_deviation` is the mean of makespan ÷ best known − 1, `proven` the share of instances proven optimal. The budget
of an instance is `--seconds` on `--threads` threads; compiling is not in it.
"""

import argparse
import json
import sys
from pathlib import Path
from statistics import mean
from typing import Any

from bench import instances

Row = dict[str, Any]


def run(chosen: argparse.Namespace) -> Row:
    """Level every instance and sum up, in all and by set."""
    known = instances.table(chosen.best)
    files = sorted(
        path for path in chosen.folder.rglob("*.sm") if not chosen.set or path.name.startswith(chosen.set)
    )
    instances.warm_up()
    rows = []
    for path in instances.sample(files, chosen.limit):
        rows.append(_measured(path, known.get(path.name), chosen))
        print(json.dumps(rows[-1]), file=sys.stderr)
    sets = sorted({str(row["set"]) for row in rows})
    whole = _summary(rows) | {
        "seconds": chosen.seconds,
        "threads": chosen.threads,
        "per_set": {name: _summary([row for row in rows if row["set"] == name]) for name in sets},
    }
    return whole | ({"rows": rows} if chosen.rows else {})


def _measured(path: Path, known: dict[str, str] | None, chosen: argparse.Namespace) -> Row:
    one = instances.psplib(path)
    best = int(known["ub"]) if known else None
    row: Row = {"instance": path.name, "set": f"j{one.size - 2}", "best_known": best}
    options = {"seconds": chosen.seconds, "seed": chosen.seed, "threads": chosen.threads}
    row |= instances.level(one, effort=chosen.effort, **options)
    row["deviation"] = row["finish"] / best - 1 if best else None
    if chosen.peers:
        alone = instances.solve(one, **options)
        row["cpsat"] = alone | {"deviation": alone["finish"] / best - 1 if best else None}
    return row


def _summary(rows: list[Row]) -> Row:
    found: Row = _figures(rows) | {
        "instances": len(rows),
        "mean_cpu_s": mean(row["cpu_s"] for row in rows) if rows else None,
        "mean_schedules": mean(row["schedules"] for row in rows) if rows else None,
    }
    if rows and "cpsat" in rows[0]:
        found["cpsat"] = _figures([row["cpsat"] for row in rows])
    return found


def _figures(rows: list[Row]) -> Row:
    deviations = [row["deviation"] for row in rows if row["deviation"] is not None]
    return {
        "mean_deviation": mean(deviations) if deviations else None,
        "worst_deviation": max(deviations, default=None),
        "proven": mean(row["proven"] for row in rows) if rows else None,
    }


def options(parser: argparse.ArgumentParser) -> None:
    """Options that both libraries have."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder of instances")
    parser.add_argument("--seconds", type=float, default=5.0, help="budget of an instance (default 5)")
    parser.add_argument(
        "--effort", type=int, help="schedules to try instead: the same answer on every machine"
    )
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, help="so many instances, evenly over the folder")
    parser.add_argument("--peers", action="store_true", help="CP-SAT alone on the same budget beside it")
    parser.add_argument("--rows", action="store_true", help="keep a row for each instance")
    parser.add_argument("--json", action="store_true", help="print JSON")


def show(found: Row, as_json: bool) -> None:
    """Print the figures, as JSON or one on a line."""
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for name, figure in found.items():
        print(f"{name:24} {figure}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.psplib", description="Level PSPLIB.")
    options(parser)
    parser.add_argument("--best", type=Path, help="table of the best makespans known")
    parser.add_argument("--set", default="", help="only files whose names begin so, for example j120")
    chosen = parser.parse_args()
    show(run(chosen), chosen.json)


if __name__ == "__main__":
    main()
