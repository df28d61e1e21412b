"""Level a large plan, and a plain one beside TaskJuggler.

python -m bench.levelling --tasks 5000 --seconds 5 --json

The plan is drawn (`packs.generate`): a third of it is done, some tasks work on Saturdays, people are on two tasks
at once. `first_s` is the time to the first levelled plan of a warm process. For TaskJuggler (`tj3`, where it is
installed) the same network is written without progress, with one calendar, one person a task (it lets two share their
effort as they like) and finish-to-start links only (of others it loses track when people are short). It interrupts any
task; we are measured both ways. All seconds are of the processor, so that what else the machine does counts little.
"""

import argparse
import csv
import json
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from uptake.engine.instants import HOUR, instant, moment
from uptake.engine.levelling import Interim, Levelled, Options, level, overloads
from uptake.engine.plan import Constraint, LinkType, Plan
from uptake.engine.scheduling import schedule
from uptake.packs.generate import CALENDARS, generate

WORKDAY = 8 * HOUR
LIMIT = 600.0
"""Seconds after which TaskJuggler is given up."""
ROUNDS = 5

Figures = dict[str, Any]


def plain(plan: Plan) -> Plan:
    """Return the network of a plan without progress, dates, lags, outline, and calendars but one."""
    summary = plan.structure.summary
    tasks = [
        replace(
            task,
            parent=None,
            calendar=None,
            constraint=Constraint.ASAP,
            constraint_date=None,
            deadline=None,
            percent=0,
            actual_start=None,
            actual_finish=None,
            stop=None,
            resume=None,
            remaining=None,
        )
        for i, task in enumerate(plan.tasks)
        if not summary[i]
    ]
    known = {task.uid for task in tasks}
    links = [
        replace(one, lag=0)
        for one in plan.links
        if one.type is LinkType.FS and one.pred in known and one.succ in known
    ]
    first = {one.task: one for one in reversed(plan.assignments)}
    work = [replace(one, actual_work=0, remaining_work=one.work) for one in first.values()]
    project = replace(plan.project, status_date=None)
    return Plan.build(
        project, tasks, links, calendars=CALENDARS[:1], resources=plan.resources, assignments=work
    )


def measured(plan: Plan, options: Options) -> tuple[Figures, Levelled]:
    """Level a plan once; return seconds, finish and gap."""
    begun = time.process_time()
    first: list[float] = []

    def see(_: Interim) -> bool:
        first.append(time.process_time() - begun)
        return True

    done = level([plan], options=options, clock=time.process_time, report=see)
    figures = {
        "first_s": first[0] if first else time.process_time() - begun,
        "seconds": time.process_time() - begun,
        "days": _days(plan, done.finish),
        "bound_days": _days(plan, done.bound),
        "gap": done.gap,
        "status": done.status,
        "schedules": done.schedules,
        "overloads": len(done.was),
        "left": len(done.left),
    }
    return figures, done


def _days(plan: Plan, finish: int) -> float:
    """Return the working days from the plan's start to a finish."""
    layout = schedule(plan).layout
    clock = layout.net.clocks[layout.clocks.project]
    return (clock.work(finish) - clock.work(plan.project.start)) / WORKDAY


def ours(plan: Plan, seconds: float) -> Figures:
    """Level a plan by rules as often as needed to be warm, then with the search."""
    rules = [measured(plan, Options(seconds=0))[0] for _ in range(ROUNDS)]
    best = min(rules, key=lambda one: one["seconds"])
    found: Figures = {"first_s": min(one["first_s"] for one in rules), "rules": best}
    if seconds > 0:
        measured(plan, Options(effort=50))
        found["search"] = measured(plan, Options(seconds=seconds))[0]
        found["split"] = measured(plan, Options(seconds=0, split=True))[0]
    return found


def written(plan: Plan) -> Iterator[str]:
    """Write a plain plan in TaskJuggler's language."""
    start = moment(plan.project.start)
    yield f'project bench "Bench" {start:%Y-%m-%d} +6y {{'
    yield '  timezone "UTC"\n  timingresolution 60min\n  dailyworkinghours 8'
    yield "  workinghours mon - fri 8:00 - 12:00, 13:00 - 17:00\n  workinghours sat, sun off\n}"
    for person in plan.resources:
        yield f'resource r{person.uid} "{person.name}"'
    people: dict[int, list[int]] = {}
    for one in plan.assignments:
        people.setdefault(one.task, []).append(one.resource or 0)
    before: dict[int, set[int]] = {}
    for link in plan.links:
        before.setdefault(link.succ, set()).add(link.pred)
    for task in plan.tasks:
        yield f'task t{task.uid} "{task.uid}" {{'
        mine = people.get(task.uid, [])
        if task.duration and mine:
            yield f"  effort {task.duration // WORKDAY * len(mine)}d"
            yield "  allocate " + ", ".join(f"r{uid}" for uid in mine)
        if task.uid in before:
            yield "  depends " + ", ".join(f"t{uid}" for uid in sorted(before[task.uid]))
        else:
            yield f"  start {start:%Y-%m-%d-%H:%M}"
        yield "}"
    yield 'taskreport "found" {\n  formats csv\n  timeformat "%Y-%m-%d-%H:%M"\n  columns id, end\n}'


def taskjuggler(plan: Plan) -> Figures:
    """Let TaskJuggler schedule a plain plan; null where it is not there or takes too long."""
    if shutil.which("tj3") is None:
        return {"seconds": None, "days": None, "note": "tj3 is not installed"}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.tjp").write_text("\n".join(written(plan)), encoding="utf-8")
        before = _children()
        try:
            subprocess.run(
                ["tj3", "--silent", "--output-dir", folder, "plan.tjp"],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=LIMIT,
            )
        except subprocess.TimeoutExpired:
            return {"seconds": None, "days": None, "note": f"> {LIMIT:.0f} s"}
        except subprocess.CalledProcessError as failure:
            return {"seconds": None, "days": None, "note": failure.stderr.decode()[:300]}
        with Path(folder, "found.csv").open(encoding="utf-8") as file:
            ends = [row["End"] for row in csv.DictReader(file, delimiter=";")]
    finish = max(instant(datetime.strptime(end, "%Y-%m-%d-%H:%M")) for end in ends)
    return {"seconds": _children() - before, "days": _days(plan, finish), "note": ""}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(tasks: int, seconds: float, *, peers: bool = True) -> Figures:
    """Measure everything."""
    whole = generate(tasks)
    network = plain(whole)
    return {
        "tasks": tasks,
        "overloads": len(overloads([schedule(whole)])),
        "calendars": ours(whole, seconds),
        "plain": {
            "leaves": len(network.tasks),
            "ours": ours(network, seconds),
            "taskjuggler": taskjuggler(network) if peers else None,
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.levelling", description="Level large plans.")
    parser.add_argument("--tasks", type=int, default=5_000, help="rows of the plan (default: 5000)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of the search; 0 for rules only")
    parser.add_argument("--no-peers", action="store_true", help="leave TaskJuggler out")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args()
    found = run(chosen.tasks, chosen.seconds, peers=not chosen.no_peers)
    print(json.dumps(found, indent=2) if chosen.json else table(found))


def table(found: Figures) -> str:
    """Return the figures as lines."""
    lines = [f"{found['tasks']} rows, {found['overloads']} overloads", ""]
    lines.append(f"{'':28}{'seconds':>9}{'days':>9}{'gap':>8}")
    for name, some in (("with calendars", found["calendars"]), ("plain", found["plain"]["ours"])):
        lines.append(f"{name + ': first plan':28}{some['first_s']:9.2f}")
        for how in ("rules", "search", "split"):
            if how in some:
                one = some[how]
                lines.append(
                    f"{name + ': ' + how:28}{one['seconds']:9.2f}{one['days']:9.1f}{one['gap']:8.1%}"
                )
    peer = found["plain"]["taskjuggler"]
    if peer is not None:
        seconds, days = peer["seconds"], peer["days"]
        told = peer["note"] if seconds is None else f"{seconds:9.2f}{days:9.1f}"
        lines.append(f"{'plain: TaskJuggler':28}{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
