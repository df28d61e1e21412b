"""Tasks read from rows: what the rows leave to be concluded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from uptake.interchange.durations import Scale
from uptake.interchange.losses import Loss

Json = dict[str, Any]
NOTHING = {"v": 0, "u": "DAYS", "min": 0}
ONE_DAY = 480
SHOWN = 5
_NUMBERED = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,19}\.?")
_LONGEST_SPAN = 366 * 60
_DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
_SLACKS = ("start_slack", "finish_slack", "free_slack", "total_slack", "critical")


@dataclass(slots=True)
class Context:
    """What the reading of rows knows and collects."""

    facts: Json
    scale: Scale
    calendars: list[Json]
    resources: list[Json]
    day_first: bool = False
    estimated: bool = False
    whole_day: str | None = None
    """The end of the day that the row's constraint date names, where it names no time."""
    uids: dict[int, int] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    linked: set[tuple[int, int, str]] = field(default_factory=set)
    links: list[Json] = field(default_factory=list)
    assignments: list[Json] = field(default_factory=list)

    def settle(self, task: Json, number: int) -> None:
        """Give a task its numbers: those of its row where they are free, else its place in the table."""
        visible = task.get("id") or number
        uid = task.get("uid") or visible
        while uid in self.taken:
            uid = max(self.taken) + 1
        self.taken.add(uid)
        task["id"], task["uid"] = visible, uid
        self.uids.setdefault(visible, uid)
        task["estimated"], self.estimated = self.estimated, False
        if self.whole_day and "FINISH" in (task["constraint"] or ""):
            task["constraint_date"] = self.whole_day
        self.whole_day = None

    def add_resource(self, name: str) -> Json:
        """Make a resource that only its name tells of."""
        uid = max((row["uid"] for row in self.resources), default=0) + 1
        row: Json = {"uid": uid, "id": uid, "name": name, "type": "WORK", "calendar": None}
        row |= {"max_units": 100, "availability": []}
        self.resources.append(row)
        return row

    def assign(self, task: Json, resource: Json, units: float) -> None:
        """Put a resource to work on a task."""
        self.assignments.append(
            {
                "uid": len(self.assignments) + 1,
                "task": task["uid"],
                "resource": resource["uid"],
                "units": int(units) if units == int(units) else units,
                "contour": "FLAT",
                "delay": dict(NOTHING),
            }
        )


def blank_task() -> Json:
    """Return a task of which nothing is known."""
    return {
        "uid": None,
        "id": None,
        "name": "",
        "outline": None,
        "level": None,
        "parent": None,
        "summary": False,
        "project_summary": False,
        "milestone": False,
        "active": True,
        "manual": False,
        "type": "FIXED_UNITS",
        "effort_driven": False,
        "estimated": False,
        "priority": 500,
        "duration": None,
        "work": None,
        "constraint": "AS_SOON_AS_POSSIBLE",
        "constraint_date": None,
        "deadline": None,
        "calendar": None,
        "ignore_resource_calendar": False,
        "percent_complete": 0,
        "actual_start": None,
        "actual_finish": None,
        "stop": None,
        "resume": None,
        "leveling_delay": dict(NOTHING),
        "recurring": False,
        "external": False,
        "subproject": False,
        "splits": [],
        "expected": dict.fromkeys((*_DATES, *_SLACKS)),
    }


def arrange(document: Json, columns: set[str], today: datetime) -> list[Loss]:
    """Conclude what the columns leave open: outline, durations, constraints, work, the project's start."""
    tasks = document["tasks"]
    losses = list(_outline(tasks, columns))
    losses += _durations(tasks, columns)
    losses += _constraints(document, columns)
    _work(document)
    if document["project"]["start"] is None:
        losses += _project_start(document, today)
    return losses


def _loss(code: str, name: str, uids: list[int], detail: str = "") -> Iterator[Loss]:
    if uids:
        yield Loss(code, "task", name, len(uids), tuple(uids[:SHOWN]), detail)


def _outline(tasks: list[Json], columns: set[str]) -> Iterator[Loss]:
    """Set parents by level; without levels, by outline number or WBS, then by the indent of names."""
    depths = _depths(tasks, columns)
    path: list[Json] = []
    jumped: list[int] = []
    for row, wanted in zip(tasks, depths, strict=True):
        depth = min(max(wanted, 1), len(path) + 1)
        if depth != wanted:
            jumped.append(row["uid"])
        del path[depth - 1 :]
        row["level"] = depth
        row["parent"] = path[-1]["uid"] if path else None
        if path:
            path[-1]["summary"] = True
        path.append(row)
        row["name"] = row["name"].strip()
        row["outline"] = row["outline"] or row.get("wbs")
    yield from _loss("changed", "level", jumped)


def _depths(tasks: list[Json], columns: set[str]) -> list[int]:
    if "level" in columns:
        return [1 if row["level"] is None else row["level"] for row in tasks]
    for name in ("outline", "wbs"):
        numbers = [str(row.get(name) or "") for row in tasks]
        if name in columns and all(_NUMBERED.fullmatch(number) for number in numbers):
            return [number.rstrip(".").count(".") + 1 for number in numbers]
    depths, indents = [], [0]
    for row in tasks:
        indent = len(row["name"]) - len(row["name"].lstrip(" \u3000\xa0\t"))
        while indent < indents[-1]:
            indents.pop()
        if indent > indents[-1]:
            indents.append(indent)
        depths.append(len(indents))
    return depths


def _durations(tasks: list[Json], columns: set[str]) -> Iterator[Loss]:
    """Give durations to tasks without: of milestones none, else from start and finish, else a day."""
    counted, guessed = [], []
    for row in tasks:
        if row["duration"] is not None:
            row["milestone"] = row["milestone"] or ("milestone" not in columns and not row["duration"]["v"])
            continue
        start, finish = row["expected"]["start"], row["expected"]["finish"]
        if row["milestone"] or (start and start == finish):
            row["duration"], row["milestone"] = dict(NOTHING), True
        elif start and finish and start < finish:
            minutes = _office_minutes(start, finish)
            row["duration"] = {"v": round(minutes / ONE_DAY, 4), "u": "DAYS", "min": minutes}
            counted.append(row["uid"])
        else:
            row["duration"] = {"v": 1, "u": "DAYS", "min": ONE_DAY}
            row["estimated"] = True
            if not row["summary"]:
                guessed.append(row["uid"])
    yield from _loss("concluded", "duration", counted, "Start, Finish")
    yield from _loss("added", "duration", guessed, "1d?")


def _office_minutes(start: str, finish: str) -> int:
    """Count the minutes from 8 to 12 and 13 to 17, Monday to Friday, between two dates."""
    begin, end = datetime.fromisoformat(start), datetime.fromisoformat(finish)
    minutes = 0
    day = begin.date()
    for _ in range(_LONGEST_SPAN):
        if day > end.date():
            break
        if day.weekday() < 5:
            for first, last in ((8, 12), (13, 17)):
                midnight = datetime.combine(day, datetime.min.time())
                left = max(begin, midnight + timedelta(hours=first))
                right = min(end, midnight + timedelta(hours=last))
                minutes += max(0, round((right - left).total_seconds() / 60))
        day += timedelta(days=1)
    return minutes


def _constraints(document: Json, columns: set[str]) -> Iterator[Loss]:
    """Hold tasks at their start that nothing else holds, when the table knows no constraints."""
    if "constraint" in columns:
        return
    bound = {row["succ"] for row in document["links"]}
    held = []
    for row in document["tasks"]:
        if row["constraint_date"] is not None:
            row["constraint"] = "START_NO_EARLIER_THAN"
        start = row["expected"]["start"]
        if start is None or row["summary"] or row["manual"] or row["actual_start"] or row["uid"] in bound:
            continue
        row["constraint"], row["constraint_date"] = "START_NO_EARLIER_THAN", start
        held.append(row["uid"])
    yield from _loss("concluded", "constraint", held, "Start")


def _work(document: Json) -> None:
    """Give assignments their share of the task's work; without work, duration times units."""
    by_task: dict[int, list[Json]] = {}
    for one in document["assignments"]:
        by_task.setdefault(one["task"], []).append(one)
    for row in document["tasks"]:
        at_work = by_task.get(row["uid"], [])
        units = sum(one["units"] for one in at_work)
        for one in at_work:
            if row["work"] is not None and units:
                minutes = row["work"].get("min", 0) * one["units"] / units
            else:
                minutes = row["duration"].get("min", 0) * one["units"] / 100
            one["work"] = {"v": round(minutes / 60, 4), "u": "HOURS", "min": round(minutes, 1)}


def _project_start(document: Json, today: datetime) -> Iterator[Loss]:
    """Start the project at the earliest start, else at the earliest date of a constraint, else today."""
    facts = document["project"]
    rows = document["tasks"]
    starts = [at for row in rows for at in (row["expected"]["start"], row["actual_start"]) if at is not None]
    dates = starts or [row["constraint_date"] for row in rows if row["constraint_date"] is not None]
    if dates:
        facts["start"] = min(dates)
        return
    facts["start"] = f"{today.date().isoformat()}T{facts['default_start_time']}:00"
    yield Loss("added", "project", "start", 1, (), facts["start"][:10])
