"""The synthetic network that every scheduler is given: the same rows for the same size and seed.

Plain values without `uptake`, so that the peers' processes can read it too. Times are minutes since
Sunday 1 January 1984, 00:00. Rows are drawn one by one: whoever measures memory keeps only its own.

A network of size n has n leaf tasks under two levels of summaries (about one summary to eleven leaves):
two links a leaf on average, to predecessors among the hundred leaves before it; 12 % of the links with a lag
(most in working time, some elapsed, some a percentage, some negative); 3 % of the leaves start no earlier
than a date, 5 % have a deadline, 3 % are milestones, 20 % run on a calendar of their own out of four.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

HOUR = 60
DAY = 24 * HOUR
WORKDAY = 8 * HOUR
EPOCH = date(1984, 1, 1)
START = (date(2026, 1, 5) - EPOCH).days * DAY + 8 * HOUR
"""Monday, 08:00."""

REACH = 100
PACKAGE = 10
PACKAGES_A_PHASE = 10
SHARE_LAGGED = 0.12
SHARE_SNET = 0.03
SHARE_DEADLINE = 0.05
SHARE_MILESTONE = 0.03
SHARE_OWN_CALENDAR = 0.20
LINKS_A_TASK = ((1, 0.35), (2, 0.40), (3, 0.15), (4, 0.10))
TYPES = (("FS", 0.88), ("SS", 0.06), ("FF", 0.04), ("SF", 0.02))
DAYS_LONG = (1, 1, 1, 2, 2, 2, 3, 3, 5, 8)
STRETCH = 7 * DAY / (5 * WORKDAY)
"""Clock time for a minute of working time on an office calendar."""

Hours = tuple[tuple[int, int], ...]
"""Working intervals of one day, in minutes from midnight."""


class Week(NamedTuple):
    """A calendar: the hours of each day, Sunday first, and the days that differ, by day number."""

    uid: int
    name: str
    days: tuple[Hours, ...]
    exceptions: tuple[tuple[int, Hours], ...] = ()


class Edge(NamedTuple):
    """A link; `lag` is in minutes, or in percent of the predecessor's duration."""

    uid: int
    pred: int
    succ: int
    type: str = "FS"
    lag: int = 0
    kind: str = "working"


class Row(NamedTuple):
    """A task with the links into it; a summary has no duration."""

    uid: int
    name: str
    parent: int | None
    summary: bool = False
    minutes: int = 0
    calendar: int | None = None
    not_before: int | None = None
    deadline: int | None = None
    links: tuple[Edge, ...] = ()


OFFICE: Hours = ((8 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR))
MORNING: Hours = ((8 * HOUR, 12 * HOUR),)
AROUND: Hours = ((0, DAY),)
LATE: Hours = ((23 * HOUR, DAY),)
EARLY: Hours = ((0, 3 * HOUR), (4 * HOUR, 8 * HOUR))
NIGHT: Hours = (*EARLY, *LATE)
HOLIDAYS = ((1, 1), (1, 2), (4, 6), (5, 1), (6, 19), (10, 1), (10, 2), (10, 5), (12, 25))
YEARS = range(2026, 2036)


def _holidays(days: tuple[tuple[int, int], ...], hours: Hours = ()) -> tuple[tuple[int, Hours], ...]:
    return tuple(((date(year, *day) - EPOCH).days, hours) for year in YEARS for day in days)


WEEKS = (
    Week(1, "Project, with holidays", ((), OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, ()), _holidays(HOLIDAYS)),
    Week(2, "Office, no holidays", ((), OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, ())),
    Week(3, "Round the clock", (AROUND,) * 7),
    Week(4, "Night shift", ((), LATE, NIGHT, NIGHT, NIGHT, NIGHT, EARLY)),
    Week(5, "Mornings, Saturday too", ((), *((MORNING,) * 6)), _holidays(((8, 3), (8, 4)), OFFICE)),
)
"""The first is the project's."""


def rows(size: int, seed: int = 1) -> Iterator[Row]:
    """Draw the rows of a network with `size` leaf tasks, in outline order."""
    draw = random.Random(f"{seed}/{size}")
    uids: list[int] = []
    reached: list[int] = []
    lengths: list[int] = []
    uid, link, phase, package = 0, 0, 0, 0
    for leaf in range(size):
        if leaf % (PACKAGE * PACKAGES_A_PHASE) == 0:
            uid += 1
            phase = uid
            yield Row(uid, f"Phase {uid}", None, summary=True)
        if leaf % PACKAGE == 0:
            uid += 1
            package = uid
            yield Row(uid, f"Work package {uid}", phase, summary=True)
        uid += 1
        edges: list[Edge] = []
        begin = 0
        for back in sorted(_predecessors(draw, leaf)):
            link += 1
            edge = _edge(draw, link, uids[leaf - back], uid)
            edges.append(edge)
            if edge.type == "FS":
                begin = max(begin, reached[leaf - back] + (edge.lag if edge.kind == "working" else 0))
        minutes = 0 if draw.random() < SHARE_MILESTONE else _length(draw)
        uids.append(uid)
        reached.append(begin + minutes)
        lengths.append(minutes)
        yield Row(
            uid,
            f"Task {uid}",
            package,
            minutes=minutes,
            calendar=draw.choice(WEEKS[1:]).uid if draw.random() < SHARE_OWN_CALENDAR else None,
            not_before=_day(draw, begin, -10, 10, 8) if draw.random() < SHARE_SNET else None,
            deadline=_day(draw, begin + minutes, 0, 60, 17) if draw.random() < SHARE_DEADLINE else None,
            links=tuple(edges),
        )


def _predecessors(draw: random.Random, leaf: int) -> set[int]:
    """Return how far back each predecessor stands; fewer than drawn at the beginning of the plan."""
    wanted = _pick(draw, LINKS_A_TASK)
    return {back for back in (draw.randint(1, REACH) for _ in range(wanted)) if back <= leaf}


def _pick(draw: random.Random, choices: tuple[tuple[Any, float], ...]) -> Any:
    return draw.choices([value for value, _ in choices], [share for _, share in choices])[0]


def _length(draw: random.Random) -> int:
    """Return a duration: whole days mostly, some in half days or hours."""
    length = draw.choice(DAYS_LONG) * WORKDAY
    kind = draw.random()
    if kind < 0.15:
        return length + WORKDAY // 2
    if kind < 0.25:
        return draw.randint(1, 12) * HOUR
    return length


def _edge(draw: random.Random, uid: int, pred: int, succ: int) -> Edge:
    kind = _pick(draw, TYPES)
    if draw.random() >= SHARE_LAGGED:
        return Edge(uid, pred, succ, kind)
    how = draw.random()
    if how < 0.75:
        return Edge(uid, pred, succ, kind, draw.choice((-4, 2, 4, 8, 8, 16, 24, 40)) * HOUR)
    if how < 0.90:
        return Edge(uid, pred, succ, kind, draw.choice((12, 24, 48, 72)) * HOUR, "elapsed")
    return Edge(uid, pred, succ, kind, draw.choice((-50, -25, 10, 25, 50)), "percent")


def _day(draw: random.Random, worked: int, low: int, high: int, hour: int) -> int:
    """Return a full hour on a day near the one at which so many minutes are worked, on a weekday."""
    day = int(START + worked * STRETCH) // DAY + draw.randint(low, high)
    while day % 7 in (0, 6):
        day += 1
    return day * DAY + hour * HOUR


def on(minute: int) -> date:
    """Return the day of a minute."""
    return EPOCH + timedelta(minutes=minute)
