"""What the demonstration project earned and spent: costs beside work, earning rules, how it stood before."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from uptake.engine.instants import instant
from uptake.engine.plan import Plan
from uptake.packs.demo.history import state_at
from uptake.packs.demo.network import approved
from uptake.packs.demo.outline import lines
from uptake.packs.demo.reading import cells
from uptake.packs.words import Language, Text

FEN = 100
POINTS = (
    (datetime.datetime(2026, 4, 30, 17), 1),
    (datetime.datetime(2026, 5, 29, 17), 1),
    (datetime.datetime(2026, 7, 31, 17), 2),
    (datetime.datetime(2026, 8, 31, 17), 2),
)
"""Status dates before the last one, each with the number of the baseline that held then."""


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost beside work, in fen of CNY; `by` is a key of people.txt."""

    task: str
    kind: str
    on: datetime.date | None
    by: str
    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class Earning:
    """How a task earns; `values` are those of the rule, tasks in it by their key."""

    task: str
    rule: str
    values: Mapping[str, Any]


def costs(language: Language) -> Iterator[Cost]:
    """Yield the costs, in the language of their notes."""
    for task, kind, on, by, amount, english, chinese in cells("costs.txt"):
        day = datetime.date.fromisoformat(on) if on else None
        yield Cost(task, kind, day, by, int(amount) * FEN, Text(english, chinese).of(language))


def earnings(language: Language) -> Iterator[Earning]:
    """Yield the earning rules, in the language of their milestones."""
    for task, rule, *more in cells("earning.txt"):
        match rule:
            case "units":
                values: dict[str, Any] = {"done": int(more[0]), "total": int(more[1])}
            case "milestones":
                values = {"milestones": list(_milestones(Text(*more).of(language)))}
            case "apportioned":
                values = {"base": more[0]}
            case _:
                values = {}
        yield Earning(task, rule, values)


def _milestones(text: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(text.split(";")):
        *words, last = one.split()
        done = last == "x"
        weight = words.pop() if done else last
        yield {"id": f"m{number}", "name": " ".join(words), "weight": int(weight), "done": done}


@cache
def plan_at(date: datetime.datetime) -> Plan:
    """Return the plan as it stood at a date, with the progress reported by then.

    Examples
    --------
    >>> found = plan_at(datetime.datetime(2026, 4, 30, 17))
    >>> 0 < sum(task.percent == 100 for task in found.tasks) < len(found.tasks) / 2
    True
    """
    rows = lines()
    keys = {line.key: uid for uid, line in enumerate(rows, 1)}
    return state_at(approved(rows, "en"), keys, instant(date), {})
