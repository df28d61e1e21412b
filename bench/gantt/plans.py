"""The plan that every chart is given, in the form that each takes: the same rows for the same size.

A plan of size n has n rows: summaries on two levels (about one in ten), the rest tasks, 3 % milestones.
It goes on at an even pace, 68 rows a calendar day, so that whatever rows are in view, their bars lie within a
few weeks: a chart scrolled to the middle of the plan, along both axes, shows a bar in every row. About nine
finish-to-start links to ten tasks; most reach up to 30 rows back, one in thirty up to 500.
"""

import random
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

EPOCH = date(1984, 1, 1)
FIRST = date(2026, 1, 5)
"""A Monday."""
MINUTE = 10
DAY = 24 * 60 * MINUTE
"""Instants are tenths of a minute since `EPOCH`; see docs/reference/plan-page.md."""
WORKDAY = 8 * 60 * MINUTE
MORNING, NOON, AFTERNOON, EVENING = (hour * 60 for hour in (8, 12, 13, 17))

PACKAGE = 10
PACKAGES_A_PHASE = 10
ROWS_A_DAY = 68
JITTER = 10
"""Working days that a task may start before or after its row's turn."""
DAYS_LONG = (1, 1, 2, 2, 3, 3, 4, 5, 5, 8)
SHARE_MILESTONE = 0.03
NEAR, FAR = 30, 500
SHARE_FAR = 1 / 30
LINKS_A_TASK = ((0, 0.15), (1, 0.55), (2, 0.25), (3, 0.05))
WORDS = ("Build", "Review", "Migrate", "Train", "Test", "Deploy", "Document", "Decide", "Sign off", "Prepare")
THINGS = (
    "interfaces",
    "master data",
    "users",
    "reports",
    "roles",
    "forms",
    "environment",
    "cut-over",
    "ledger",
)
MARGIN = 14
"""Days that the scale shows before the plan and after it."""

Json = dict[str, Any]


class Row(NamedTuple):
    """A row of the plan; `days` counts working days, 0 for a milestone."""

    uid: int
    parent: int
    level: int
    name: str
    start: int
    finish: int
    days: int
    percent: int
    summary: bool
    slack: int
    owner: int

    @property
    def milestone(self) -> bool:
        return not self.summary and self.days == 0


class Plan(NamedTuple):
    rows: list[Row]
    links: list[tuple[int, int]]
    """Predecessor and successor, all finish-to-start."""
    first: int
    last: int
    """The days since `EPOCH` between which the scale runs."""


def draw(size: int, seed: int = 1) -> Plan:
    """Draw the plan of one size."""
    pick = random.Random(f"gantt {seed}/{size}")
    rows: list[Row] = []
    phase = package = 0
    while len(rows) < size:
        uid = len(rows) + 1
        position = (uid - 1) % (1 + PACKAGES_A_PHASE * (1 + PACKAGE))
        below = size - uid  # no summary without a task under it
        if position == 0 and below >= 2:
            phase = uid
            rows.append(_summary(uid, -1, 1, f"Phase {uid}", pick))
        elif position and (position - 1) % (1 + PACKAGE) == 0 and below >= 1:
            package = uid
            rows.append(_summary(uid, phase, 2, f"Work package {uid}", pick))
        else:
            rows.append(_task(uid, package, size, pick))
    _roll_up(rows)
    leaves = [row for row in rows if not row.summary]
    links = [link for place in range(len(leaves)) for link in _links(leaves, place, pick)]
    first = min(row.start for row in leaves) // DAY - MARGIN
    last = max(row.finish for row in leaves) // DAY + MARGIN
    return Plan(rows, links, first, last)


def _summary(uid: int, parent: int, level: int, name: str, pick: random.Random) -> Row:
    return Row(uid, parent, level, name, 0, 0, 0, pick.randrange(101), True, 0, -1)


def _task(uid: int, parent: int, size: int, pick: random.Random) -> Row:
    turn = uid / ROWS_A_DAY * 5 / 7
    last = size / ROWS_A_DAY * 5 / 7
    begin = max(0, min(int(turn + pick.randint(-JITTER, JITTER)), int(last)))
    days = 0 if pick.random() < SHARE_MILESTONE else pick.choice(DAYS_LONG)
    start = on_workday(begin, MORNING)
    finish = on_workday(begin + days - 1, EVENING) if days else start
    name = f"{pick.choice(WORDS)} {pick.choice(THINGS)} {uid}"
    slack = pick.choice((0, 1, 2, 5, 10)) * WORKDAY
    return Row(
        uid, parent, 3, name, start, finish, days, pick.randrange(101), False, slack, pick.randint(1, 25)
    )


def on_workday(number: int, minute: int) -> int:
    """Return an instant on the working day of this number, counted from `FIRST`."""
    day = (FIRST - EPOCH).days + number // 5 * 7 + number % 5
    return day * DAY + minute * MINUTE


def _roll_up(rows: list[Row]) -> None:
    """Give the summaries the span of what stands under them: children stand below their parents."""
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if row.parent > 0:
            over = rows[row.parent - 1]
            start = min(over.start, row.start) if over.start else row.start
            rows[row.parent - 1] = over._replace(start=start, finish=max(over.finish, row.finish))


def _links(leaves: list[Row], place: int, pick: random.Random) -> Iterable[tuple[int, int]]:
    """Link a task to some before it that are finished when it starts."""
    wanted = pick.choices([count for count, _ in LINKS_A_TASK], [share for _, share in LINKS_A_TASK])[0]
    found: set[int] = set()
    for _ in range(8 * wanted):  # some tries find a task that is not finished
        reach = FAR if pick.random() < SHARE_FAR else NEAR
        other = leaves[max(0, place - pick.randint(1, reach))]
        if len(found) < wanted and other.finish <= leaves[place].start:
            found.add(other.uid)
    return [(pred, leaves[place].uid) for pred in sorted(found) if pred != leaves[place].uid]


def changed(plan: Plan, count: int) -> list[Row]:
    """Return so many tasks, evenly spread, each two working days later, and the summaries changed by it."""
    leaves = [row for row in plan.rows if not row.summary]
    count = min(count, len(leaves))
    rows = list(plan.rows)
    for place in range(count):
        row = leaves[place * len(leaves) // count]
        rows[row.uid - 1] = row._replace(start=_later(row.start), finish=_later(row.finish))
    fresh = [row._replace(start=0, finish=0) if row.summary else row for row in rows]
    _roll_up(fresh)
    return [row for row, old in zip(fresh, plan.rows, strict=True) if row != old]


def _later(instant: int) -> int:
    days = 2 if instant // DAY % 7 < 4 else 4  # day numbers count from a Sunday
    return instant + days * DAY


# What each chart is handed.


def for_ours(plan: Plan) -> Json:
    """Return what GET data answers."""
    return {
        "revision": 1,
        "draft": None,
        "project": _project(plan),
        "next": {"task": len(plan.rows) + 1, "link": len(plan.links) + 1, "resource": 26, "assignment": 1},
        "rows": columns(plan.rows),
        "links": {
            "uid": list(range(1, len(plan.links) + 1)),
            "pred": [pred for pred, _ in plan.links],
            "succ": [succ for _, succ in plan.links],
            "type": ["FS"] * len(plan.links),
            "lag": [""] * len(plan.links),
        },
        "resources": [
            {"uid": uid, "name": f"Person {uid}", "type": 1, "category": "", "generic": False}
            for uid in range(1, 26)
        ],
        "calendars": [{"uid": 1, "name": "Standard"}],
        "time": {
            "week": [[], *([[[MORNING, NOON], [AFTERNOON, EVENING]]] * 5), []],
            "days": [],
        },
        "baselines": [],
        "can": ["edit", "progress"],
    }


def _project(plan: Plan) -> Json:
    return {
        "name": "Bench",
        "start": min(row.start for row in plan.rows),
        "finish": max(row.finish for row in plan.rows),
        "status_date": -1,
        "calendar": 1,
        "from_finish": False,
        "minutes_per_day": 480,
        "minutes_per_week": 2400,
        "days_per_month": 20,
        "default_start": MORNING,
        "default_finish": EVENING,
        "go_live": -1,
        "critical_limit": 0,
        "now": on_workday(0, NOON),
    }


def columns(rows: list[Row]) -> Json:
    """Return rows as the columns of docs/reference/plan-page.md."""
    none = [-1] * len(rows)
    zero = [0] * len(rows)
    return {
        "uid": [row.uid for row in rows],
        "parent": [row.parent for row in rows],
        "level": [row.level for row in rows],
        "name": [row.name for row in rows],
        "duration": [f"{_span(row)}d" for row in rows],
        "start": [row.start for row in rows],
        "finish": [row.finish for row in rows],
        "late_start": [row.start + row.slack for row in rows],
        "late_finish": [row.finish + row.slack for row in rows],
        "total_slack": [row.slack for row in rows],
        "free_slack": zero,
        "actual_start": none,
        "actual_finish": none,
        "deadline": none,
        "constraint_date": none,
        "stop": none,
        "constraint": zero,
        "percent": [row.percent for row in rows],
        "priority": [500] * len(rows),
        "type": zero,
        **{name: [""] * len(rows) for name in ("optimistic", "likely", "pessimistic", "category")},
        "distribution": zero,
        "calendar": none,
        "owner": [row.owner for row in rows],
        "work": [row.days * WORKDAY for row in rows],
        "resources": [[[row.owner, 1]] if row.owner > 0 else [] for row in rows],
        "flags": [_flags(row) for row in rows],
        "base_start": none,
        "base_finish": none,
        "pieces": zero,
    }


def _span(row: Row) -> int:
    return (row.finish - row.start) // DAY * 5 // 7 + 1 if row.summary else row.days


def _flags(row: Row) -> int:
    return int(row.summary) + 2 * row.milestone + 4 * (row.slack == 0 and not row.summary)


def delta_for_ours(rows: list[Row], plan: Plan) -> Json:
    """Return what the server answers after such a change."""
    return {
        "from": 1,
        "revision": 2,
        "rows": columns(rows),
        "removed": [],
        "order": None,
        "links": None,
        "resources": None,
        "calendars": None,
        "time": None,
        "project": _project(plan),
        "next": {"task": len(plan.rows) + 1, "link": len(plan.links) + 1, "resource": 26, "assignment": 1},
        "baselines": None,
    }


def milliseconds(instant: int) -> int:
    """Return an instant as JavaScript counts, in UTC."""
    return instant * 6_000 + (EPOCH - date(1970, 1, 1)).days * 86_400_000


def for_dhtmlx(plan: Plan) -> Json:
    """Return tasks and links as `gantt.parse` takes them, but for dates, which are milliseconds."""
    kinds = {True: "project", False: "task"}
    return {
        "tasks": [
            {
                "id": row.uid,
                "text": row.name,
                "start_date": milliseconds(row.start),
                "end_date": milliseconds(row.finish),
                "progress": row.percent / 100,
                "parent": max(0, row.parent),
                "type": "milestone" if row.milestone else kinds[row.summary],
                "open": True,
            }
            for row in plan.rows
        ],
        "links": [
            {"id": uid, "source": pred, "target": succ, "type": "0"}
            for uid, (pred, succ) in enumerate(plan.links, start=1)
        ],
    }


def for_svar(plan: Plan) -> Json:
    """Return tasks and links as the props of SVAR's chart, but for dates, which are milliseconds."""
    kinds = {True: "summary", False: "task"}
    return {
        "tasks": [
            {
                "id": row.uid,
                "text": row.name,
                "start": milliseconds(row.start),
                "end": milliseconds(row.finish),
                "progress": row.percent,
                "parent": max(0, row.parent),
                "type": "milestone" if row.milestone else kinds[row.summary],
                "open": row.summary,
            }
            for row in plan.rows
        ],
        "links": [
            {"id": uid, "source": pred, "target": succ, "type": "e2s"}
            for uid, (pred, succ) in enumerate(plan.links, start=1)
        ],
    }


def delta_for_peer(rows: list[Row], start: str, finish: str) -> Json:
    """Return the new dates, under the names that a peer has for them."""
    return {
        "tasks": [
            {"id": row.uid, start: milliseconds(row.start), finish: milliseconds(row.finish)} for row in rows
        ]
    }


def texts(plan: Plan, changes: int) -> Mapping[str, tuple[Json, Json]]:
    """Return what each chart loads, and what it applies then."""
    rows = changed(plan, changes)
    return {
        "ours": (for_ours(plan), delta_for_ours(rows, plan)),
        "dhtmlx": (for_dhtmlx(plan), delta_for_peer(rows, "start_date", "end_date")),
        "svar": (for_svar(plan), delta_for_peer(rows, "start", "end")),
    }
