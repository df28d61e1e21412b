"""`uptake schedule`: the computed plan as a table, or as JSON."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.text import Text

from uptake.cli.columns import COLUMNS, DEFAULT, View, cells
from uptake.cli.comparison import compared, print_comparison
from uptake.cli.errors import NoSuchColumn
from uptake.cli.grid import Column, plain, shortened
from uptake.cli.instants import written
from uptake.cli.load import Loaded, load, project_row
from uptake.cli.losses import loss_sentence
from uptake.cli.remarks import remark_lines, remark_sentence
from uptake.cli.terminal import WIDE, note, out, print_json, print_line, print_table, print_text
from uptake.cli.words import count, say
from uptake.engine.instants import MINUTE
from uptake.engine.scheduling import Remark
from uptake.interchange.document import iso

MOST_REMARKS = 20


def show_schedule(
    path: Path, *, as_json: bool = False, compare: bool = False, critical: bool = False, columns: str = ""
) -> int:
    """Schedule a file and print it; return the exit code."""
    names = chosen(columns)
    loaded = load(path)
    differs = compared(loaded) if compare else None
    if as_json:
        value = to_json(loaded, critical=critical)
        if differs is not None:
            value["compared"], value["differs"] = differs.judged, [one.to_json() for one in differs.found]
        print_json(value)
    else:
        print_head(loaded)
        if differs is not None:
            print_comparison(loaded, differs)
        else:
            _print_rows(loaded, names, critical=critical)
            _print_remarks(loaded)
        for loss in loaded.losses:
            if loss.object != "presentation" and loss.field != "own_properties":
                note(say("error.file", name=path.name, what=loss_sentence(loss)))
    return 1 if differs is not None and differs.found else 0


def chosen(columns: str) -> tuple[str, ...]:
    """Return the names of the columns that were asked for; raises `NoSuchColumn`."""
    names = tuple(name.strip().lower().replace("-", "_") for name in columns.split(",") if name.strip())
    for name in names:
        if name not in COLUMNS:
            raise NoSuchColumn(name)
    return names or DEFAULT


def print_head(loaded: Loaded) -> None:
    """Print name, span and counts of the plan."""
    computed = loaded.computed
    rows = [i for i, task in enumerate(computed.plan.tasks) if not project_row(task)]
    critical = sum(computed.critical(i) for i in rows if computed.plan.tasks[i].active)
    name = computed.plan.project.name or next(
        (task.name for task in computed.plan.tasks if project_row(task) and task.name), loaded.path.stem
    )
    console = out()
    print_line(Text(shortened(plain(name), console.width), "bold"), console)
    facts = (
        f"{written(computed.start)} → {written(computed.finish)}",
        count("schedule.tasks", len(rows)),
        count("schedule.critical", critical),
    )
    print_line(Text(" · ".join(facts), "dim"), console)
    print_line(Text(""), console)


def _print_rows(loaded: Loaded, names: tuple[str, ...], *, critical: bool) -> None:
    computed = loaded.computed
    view = View.of(computed, wide=out().width >= WIDE, flat=critical)
    shown = list(range(len(computed.plan.tasks)))
    if critical:
        summary = computed.plan.structure.summary
        shown = [
            i for i in shown if computed.critical(i) and not summary[i] and computed.plan.tasks[i].active
        ]
    if not shown:
        print_line(Text(say("schedule.none_critical" if critical else "schedule.empty")))
        return
    columns = [column for name in names for column in _titled(name)]
    print_table(columns, [cells(view, i, names) for i in shown])
    print_line(Text(""))
    print_line(Text(say("schedule.legend"), "dim"))


def _titled(name: str) -> list[Column]:
    """Return the column of that name with its title; before the name stands the mark of what is critical."""
    titled = replace(COLUMNS[name][0], title=say(COLUMNS[name][0].title))
    return [Column(""), titled] if name == "name" else [titled]


def _print_remarks(loaded: Loaded) -> None:
    said = remark_lines(loaded.computed.remarks, loaded.plan)
    if not said:
        return
    print_line(Text(""))
    for line in said[:MOST_REMARKS]:
        print_text(Text(line), "▲ ")
    if len(said) > MOST_REMARKS:
        print_line(Text(count("schedule.more", len(said) - MOST_REMARKS), "dim"))


def to_json(loaded: Loaded, *, critical: bool = False) -> dict[str, Any]:
    """Return the schedule as plain values; see ``docs/reference/cli.md`` for the form."""
    computed = loaded.computed
    plan = computed.plan
    shown = [i for i in range(len(plan.tasks)) if not critical or computed.critical(i)]
    return {
        "file": loaded.path.name,
        "project": {
            "name": plan.project.name,
            "start": iso(computed.start),
            "finish": iso(computed.finish),
            "tasks": sum(not project_row(task) for task in plan.tasks),
            "critical": sum(
                computed.critical(i)
                for i, task in enumerate(plan.tasks)
                if task.active and not project_row(task)
            ),
        },
        "tasks": [_task_json(loaded, i) for i in shown],
        "remarks": [_remark_json(remark, loaded) for remark in computed.remarks],
        "losses": [one.to_json() for one in loaded.losses],
    }


def _task_json(loaded: Loaded, i: int) -> dict[str, Any]:
    plan = loaded.plan
    task, row = plan.tasks[i], loaded.computed.row(i)
    return {
        "uid": task.uid,
        "id": task.id,
        "wbs": task.wbs,
        "name": task.name,
        "parent": task.parent,
        "summary": bool(plan.structure.summary[i]),
        "milestone": task.milestone,
        "active": task.active,
        "manual": task.manual,
        "percent": task.percent,
        "duration": task.duration / MINUTE,
        "start": iso(row.start),
        "finish": iso(row.finish),
        "late_start": iso(row.late_start),
        "late_finish": iso(row.late_finish),
        "start_slack": row.start_slack / MINUTE,
        "finish_slack": row.finish_slack / MINUTE,
        "total_slack": row.total_slack / MINUTE,
        "free_slack": row.free_slack / MINUTE,
        "critical": row.critical,
        "driver": {"by": row.driver.by.name.lower(), "link": row.driver.link, "task": row.driver.task},
    }


def _remark_json(remark: Remark, loaded: Loaded) -> dict[str, Any]:
    dates = {"deadline", "finish", "start", "date"}
    data = {
        name: (iso(value) if name in dates else value / MINUTE) if isinstance(value, int) else value
        for name, value in remark.data.items()
    }
    return {
        "code": remark.code,
        "task": remark.task,
        "data": data,
        "text": remark_sentence(remark, loaded.plan),
    }
