"""Measure our chart and others on the same plan in one browser.

python -m bench.gantt --sizes 10000,50000 --json

Each visit is a browser of its own: the data are handed over and painted, the wheel is turned, changed dates
are applied, a bar is dragged. Visits go round the charts, each round beginning with another one. Figures are
medians over the rounds. What could not be had is null, and `note` says why. With --json the last line holds
the four figures of each chart at the largest size.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import environment, machine
from bench.gantt import figures, plans, report, website
from bench.workers import PeerError, Worker

SIZES = (10_000, 50_000)
ROUNDS = 5
LIMIT = 300.0
"""Seconds after which a visit is given up."""
CHANGES = 5_000
CHARTS = ("ours", "dhtmlx", "svar")
EMPTY = "nothing"
"""Visited as well: what is measured there is the cost of measuring."""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

MEASURES = {"row": 30, "bar": 14, "head": 46, "day": 24, "grid": 440, "above": 37, "below": 28}
"""Pixels: height of a row, a bar, the head; width of a day and the grid. Ours has them; others are told."""
SCROLL = {"warm": 10, "notches": 40, "notch": 120}
DRAG = {"step": 8, "steps": 30}
PLACES = (0.1, 0.5, 0.85)
"""Where in the plan the wheel is turned."""
AHEAD = 16
"""Days that are shown before the one at which the row at the top has its turn."""


def program() -> str:
    """Return the browser of this machine."""
    for name in PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise website.MissingError("no Chromium on this machine")


def chosen_for(chart: str, plan: plans.Plan) -> dict[str, Any]:
    """Return what a page and its driver are told; the same for all charts."""
    rows = plan.rows
    tops = [int(share * len(rows)) for share in PLACES]
    middle = tops[len(tops) // 2]
    shifted = [row for row in plans.changed(plan, CHANGES) if not row.summary and row.days]
    return {
        "chart": chart,
        "data": CHARTS[1] if chart == EMPTY else chart,
        "size": len(rows),
        "first": plans.milliseconds(plan.first * plans.DAY),
        "last": plans.milliseconds(plan.last * plans.DAY),
        "places": [[top, top // plans.ROWS_A_DAY + plans.MARGIN - AHEAD] for top in tops],
        "candidates": [row.uid for row in rows[middle : middle + 40] if not row.summary and row.days >= 3],
        "expected": [
            [row.uid, [plans.milliseconds(row.start), plans.milliseconds(row.finish)]]
            for row in shifted[::1000]
        ],
        "pictures": str(website.PICTURES),
        "way": "",
        **MEASURES,
        **SCROLL,
        **DRAG,
    }


def visit(browser: str, address: str, chosen: dict[str, Any]) -> figures.Visit:
    """Visit one chart once; a chart that takes too long or fails leaves a note."""
    with Worker(environment.python(), "bench.gantt.driver") as worker:
        try:
            return worker.ask("visit", limit=LIMIT, program=browser, address=address, chosen=chosen)
        except PeerError as failure:
            return {"note": str(failure)}


def measure(size: int, charts: Sequence[str], rounds: int, way: str = "") -> figures.Figures:
    """Measure all charts at one size."""
    plan = plans.draw(size)
    megabytes = website.write_plans(plan, size, CHANGES)
    browser = program()
    found: dict[str, list[figures.Visit]] = {chart: [] for chart in charts}
    with website.served() as address:
        for number in range(rounds):
            turn = number % len(charts)
            for chart in (*charts[turn:], *charts[:turn]):
                say(f"{size:,} tasks, round {number + 1} of {rounds}: {chart}")
                found[chart].append(visit(browser, address, chosen_for(chart, plan) | {"way": way}))
    versions = {one["version"] for visits in found.values() for one in visits if "version" in one}
    return {
        "tasks": len(plan.rows),
        "summaries": sum(row.summary for row in plan.rows),
        "links": len(plan.links),
        "changes": min(CHANGES, sum(not row.summary for row in plan.rows)),
        "browser": ", ".join(sorted(versions)),
        "rounds": rounds,
        "measures": MEASURES,
        "charts": {
            chart: figures.of_chart(visits) | {"megabytes": figures.rounded(megabytes.get(chart))}
            for chart, visits in found.items()
        },
    }


def run(
    sizes: Sequence[int],
    charts: Sequence[str],
    rounds: int,
    way: str = "",
    frontend: Path = website.FRONTEND,
) -> figures.Figures:
    """Install, bundle, and measure every size."""
    reason = environment.install()
    if reason:
        raise website.MissingError(reason)
    missing: dict[str, str] = {}
    website.bundle_peers()
    if "ours" in charts:
        try:
            website.bundle_ours(frontend)
        except website.MissingError as failure:
            missing["ours"] = str(failure)
    visited = [chart for chart in charts if chart not in missing]
    found: figures.Figures = {"machine": machine.facts(), "missing": missing, "sizes": {}}
    for size in sizes:
        found["sizes"][str(size)] = measure(size, visited, rounds, way)
    return found


def say(text: str) -> None:
    """Tell how far it is, where it does not mix with the answer."""
    print(text, file=sys.stderr, flush=True)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.gantt", description="Time charts.")
    parser.add_argument("--sizes", default=SIZES, type=_sizes, help="numbers of tasks, with commas")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="visits of each chart at each size")
    parser.add_argument("--charts", default=CHARTS, type=_charts, help="which, with commas; default all")
    parser.add_argument("--frontend", type=Path, default=website.FRONTEND, help="whose chart is ours")
    parser.add_argument("--way", default="", help="another way to use a peer: see bench/gantt/pages")
    parser.add_argument(
        "--json", action="store_true", help="end with the figures of the largest size as JSON"
    )
    parser.add_argument("--save", type=Path, help="write all figures into this file")
    parser.add_argument(
        "--page", action="store_true", help="write the section of docs/reference/performance.md"
    )
    return parser.parse_args(given)


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(size) for size in text.split(","))
    if any(size < 5_000 for size in sizes):
        raise argparse.ArgumentTypeError("the plan has to be long enough to scroll: 5000 or more")
    return tuple(sorted(sizes))


def _charts(text: str) -> tuple[str, ...]:
    charts = tuple(text.split(","))
    if not set(charts) <= {*CHARTS, EMPTY}:
        raise argparse.ArgumentTypeError(f"some of {', '.join((*CHARTS, EMPTY))}")
    return charts


def main() -> int:
    chosen = arguments()
    charts = chosen.charts if EMPTY in chosen.charts else (*chosen.charts, EMPTY)
    try:
        found = run(chosen.sizes, charts, chosen.rounds, chosen.way, chosen.frontend)
    except website.MissingError as failure:
        print(f"Not measured: {failure}.", file=sys.stderr)
        return 1
    if chosen.save:
        chosen.save.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if chosen.page:
        report.write(found)
    print(report.tables(found))
    if chosen.json:
        print(json.dumps(figures.last_line(found, chosen.charts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
