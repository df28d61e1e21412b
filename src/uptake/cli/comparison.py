"""`uptake schedule --compare`: where the computed dates differ from those in the file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rich.text import Text

from uptake.cli.grid import Cell, Column, plain
from uptake.cli.instants import NOTHING, days, in_column
from uptake.cli.load import Loaded
from uptake.cli.terminal import WIDE, out, print_line, print_table
from uptake.cli.words import count, say
from uptake.engine.instants import DAY, MINUTE, instant
from uptake.engine.plan import Project
from uptake.interchange.agreement import Difference, judge

FIELDS = {
    "start": "column.start",
    "finish": "column.finish",
    "total_slack": "column.slack",
    "critical": "column.critical",
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many tasks had stored dates, and which came out differently."""

    judged: int
    found: list[Difference]


def compared(loaded: Loaded) -> Comparison:
    """Compare the schedule with what the file stored."""
    score, found = judge(loaded.document, loaded.computed)
    return Comparison(score.start_finish.of, found)


def print_comparison(loaded: Loaded, differs: Comparison) -> None:
    """Print a line for each field that differs."""
    if not differs.found:
        print_line(Text(say("compare.same" if differs.judged else "compare.nothing")))
        return
    print_line(Text(count("compare.differs", len(differs.found)), "bold"))
    print_line(Text(""))
    wide = out().width >= WIDE
    columns = [
        Column(say("column.id"), right=True),
        Column(say("column.name"), flexible=True, limit=60),
        Column(say("column.field"), drop=1),
        Column(say("column.got")),
        Column(say("column.stored")),
        Column(say("column.difference"), right=True, drop=2),
    ]
    rows = []
    for one in differs.found:
        task = loaded.plan.task(one.uid or 0)
        for number, name in enumerate(one.stored):
            got, stored = one.got[name], one.stored[name]
            rows.append(
                [
                    Cell("" if number else str(task.id)),
                    Cell("" if number else plain(task.name)),
                    Cell(say(FIELDS[name]), "dim"),
                    Cell(_value(name, got, loaded.plan.project, wide=wide)),
                    Cell(_value(name, stored, loaded.plan.project, wide=wide)),
                    Cell(_difference(name, got, stored, loaded.plan.project)),
                ]
            )
    print_table(columns, rows)


def _value(name: str, value: Any, project: Project, *, wide: bool) -> str:
    if value is None:
        return NOTHING
    if name == "critical":
        return say("value.yes" if value else "value.no")
    if name == "total_slack":
        return days(round(value * MINUTE), project)
    return in_column(instant(datetime.fromisoformat(value)), wide=wide)


def _difference(name: str, got: Any, stored: Any, project: Project) -> str:
    """Return how much later, or how much more, than stored."""
    if name == "critical" or got is None or stored is None:
        return ""
    if name == "total_slack":
        amount = days(round((got - stored) * MINUTE), project)
    else:
        late = datetime.fromisoformat(got) - datetime.fromisoformat(stored)
        tenths = round(late.total_seconds() / 60 * MINUTE)
        amount = days(tenths, project, elapsed=True) if abs(tenths) >= DAY else f"{tenths / 600:g}h"
    return amount if amount.startswith("-") else f"+{amount}"
