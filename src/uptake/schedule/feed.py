"""A plan as the page reads it: columns of all tasks, or of those that changed. See docs/reference/plan-page.md."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from uptake.engine.calendars import CalendarException, working_time
from uptake.engine.instants import DAY, MINUTE
from uptake.engine.plan import DISTRIBUTIONS, LinkType, Plan, Task
from uptake.engine.worktime import Pattern
from uptake.interchange.durations import Language
from uptake.schedule.bridge import State, levels
from uptake.schedule.words.amounts import duration_text, estimate_text, lag_text, scale_of

SUMMARY, MILESTONE, CRITICAL, MANUAL, INACTIVE, ESTIMATED = 1, 2, 4, 8, 16, 32
NOTES, EXTERNAL, LATE, UNMET, COMMENTS, SPLIT = 64, 128, 256, 512, 1024, 2048
YEAR = 366
MAX_TOUCHED = 3_000
"""So many changed tasks are told one by one; beyond, a page reads the plan again."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the plan in the database and shows on its page.

    Attributes
    ----------
    commented : set of int
        Uids of tasks that somebody wrote about.
    baselines : list of dict
        Number and name of each.
    base : mapping of int to (int, int)
        Start and finish of tasks in the baseline that is shown.
    can : list of str
    now : int
        Instant.
    language : Language
    """

    commented: frozenset[int] = frozenset()
    baselines: list[Json] = field(default_factory=list)
    base: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    can: list[str] = field(default_factory=list)
    now: int = -1
    language: Language = "en"


def whole(state: State, beside: Beside, *, draft: int | None = None) -> Json:
    """Return everything that the page needs."""
    plan = state.plan
    return {
        "revision": state.revision,
        "draft": draft,
        "project": project(state, beside),
        "next": state.next_uid,
        "rows": rows(state, beside, range(len(plan.tasks))),
        "links": links(plan, beside.language),
        "resources": resources(plan),
        "calendars": calendars(plan),
        "time": time(state),
        "baselines": beside.baselines,
        "can": beside.can,
    }


def delta(since: int, state: State, touched: Collection[int], parts: Collection[str], beside: Beside) -> Json:
    """Return what leads a page from an older revision to a state.

    Parameters
    ----------
    since : int
        The revision that the page has.
    state : State
    touched : collection of int
        Uids of the tasks that it shows differently; those that are not in the plan any more were removed.
    parts : collection of str
        See `bridge.Differences`.
    beside : Beside
    """
    if len(touched) > MAX_TOUCHED:
        return {"reload": True, "revision": state.revision}
    plan = state.plan
    index = plan.structure.index
    return {
        "from": since,
        "revision": state.revision,
        "rows": rows(state, beside, sorted(index[uid] for uid in touched if uid in index)),
        "removed": sorted(uid for uid in touched if uid not in index),
        "order": [task.uid for task in plan.tasks] if "order" in parts else None,
        "links": links(plan, beside.language) if "links" in parts else None,
        "resources": resources(plan) if "resources" in parts else None,
        "calendars": calendars(plan) if "calendars" in parts else None,
        "time": time(state) if "time" in parts else None,
        "project": project(state, beside),
        "next": state.next_uid,
        "baselines": None,
    }


def project(state: State, beside: Beside) -> Json:
    facts = state.plan.project
    return {
        "name": facts.name,
        "start": facts.start,
        "finish": state.schedule.finish,
        "status_date": _or_none(facts.status_date),
        "calendar": facts.calendar,
        "from_finish": facts.from_finish,
        "minutes_per_day": facts.minutes_per_day,
        "minutes_per_week": facts.minutes_per_week,
        "days_per_month": facts.days_per_month,
        "default_start": facts.default_start,
        "default_finish": facts.default_finish,
        "go_live": _or_none(state.go_live),
        "critical_limit": facts.critical_limit,
        "now": beside.now,
    }


def _or_none(value: int | None) -> int:
    return -1 if value is None else value


ATTRIBUTES: dict[str, Callable[[Task], Any]] = {
    "uid": lambda task: task.uid,
    "parent": lambda task: _or_none(task.parent),
    "name": lambda task: task.name,
    "actual_start": lambda task: _or_none(task.actual_start),
    "actual_finish": lambda task: _or_none(task.actual_finish),
    "deadline": lambda task: _or_none(task.deadline),
    "constraint_date": lambda task: _or_none(task.constraint_date),
    "stop": lambda task: _or_none(task.stop),
    "constraint": lambda task: int(task.constraint),
    "percent": lambda task: task.percent,
    "priority": lambda task: task.priority,
    "type": lambda task: int(task.type),
    "calendar": lambda task: _or_none(task.calendar),
    "owner": lambda task: _or_none(task.owner),
}
ESTIMATES = ("optimistic", "likely", "pessimistic")
COMPUTED = ("start", "finish", "late_start", "late_finish", "total_slack", "free_slack")


def rows(state: State, beside: Beside, places: Sequence[int]) -> Json:
    """Return the columns of the tasks at some places of the plan."""
    plan, dates = state.plan, state.schedule.dates
    tasks = [plan.tasks[i] for i in places]
    found: Json = {name: [get(task) for task in tasks] for name, get in ATTRIBUTES.items()}
    found |= {name: _column(getattr(dates, name), places) for name in COMPUTED}
    depth = levels(plan)
    found["level"] = [depth[i] for i in places]
    scale = scale_of(plan.project)
    found["duration"] = [duration_of(state, i, scale, beside.language) for i in places]
    found["work"], found["resources"] = _assigned(plan, tasks)
    for name in ESTIMATES:
        found[name] = [estimate_text(task, name, scale, beside.language) for task in tasks]
    found["distribution"] = [DISTRIBUTIONS.index(task.distribution) for task in tasks]
    found["category"] = [task.category for task in tasks]
    found["flags"] = [_flags(state, i, beside.commented) for i in places]
    none = (-1, -1)
    base = [beside.base.get(task.uid, none) for task in tasks]
    found["base_start"] = [start for start, _ in base]
    found["base_finish"] = [finish for _, finish in base]
    found["pieces"] = [_pieces(state, i) if task.pieces else 0 for i, task in zip(places, tasks, strict=True)]
    return found


def _column(values: Any, places: Sequence[int]) -> list[int]:
    return [max(values[i], -(1 << 31)) for i in places]


def duration_of(state: State, i: int, scale: Any, language: Language) -> str:
    """Write how long a task takes; of a summary, the working time that it spans."""
    task = state.plan.tasks[i]
    if state.plan.structure.summary[i] and not task.manual:
        clock = state.schedule.layout.net.clocks[state.schedule.layout.net.span_clock[i]]
        dates = state.schedule.dates
        spent = clock.work(max(dates.finish[i], 0)) - clock.work(max(dates.start[i], 0))
        return duration_text(Task(uid=0, duration=spent, unit=task.unit), scale, language)
    return duration_text(task, scale, language)


def _assigned(plan: Plan, tasks: Sequence[Task]) -> tuple[list[int], list[list[list[Any]]]]:
    wanted = {task.uid for task in tasks} if len(tasks) < len(plan.tasks) else None
    work: dict[int, int] = defaultdict(int)
    who: dict[int, list[list[Any]]] = defaultdict(list)
    for one in plan.assignments:
        if wanted is None or one.task in wanted:
            work[one.task] += one.work
            if one.resource is not None:
                who[one.task].append([one.resource, round(one.units, 4)])
    return [work.get(task.uid, 0) for task in tasks], [who.get(task.uid, []) for task in tasks]


def _flags(state: State, i: int, commented: frozenset[int]) -> int:
    task = state.plan.tasks[i]
    summary = state.plan.structure.summary[i]
    flags = SUMMARY if summary else 0
    if task.milestone or (task.duration == 0 and not summary):
        flags |= MILESTONE
    if task.active and state.schedule.critical(i):
        flags |= CRITICAL
    if task.manual:
        flags |= MANUAL
    if not task.active:
        flags |= INACTIVE
    if task.estimated:
        flags |= ESTIMATED
    if task.notes:
        flags |= NOTES
    if task.external:
        flags |= EXTERNAL
    if task.pieces:
        flags |= SPLIT
    if task.uid in commented:
        flags |= COMMENTS
    if task.active:
        flags |= _warnings(state, i, task)
    return flags


def _warnings(state: State, i: int, task: Task) -> int:
    late = task.deadline is not None and state.schedule.dates.finish[i] > task.deadline
    unmet = state.schedule.dates.total_slack[i] < 0 and task.constraint >= LAST_FREE
    return (LATE if late else 0) | (UNMET if unmet else 0)


LAST_FREE = 2


def _pieces(state: State, i: int) -> list[list[int]]:
    task, net = state.plan.tasks[i], state.schedule.layout.net
    clock = net.clocks[net.span_clock[i]]
    begin = clock.work(max(state.schedule.dates.start[i], 0))
    return [[clock.start(begin + first), clock.end(begin + last)] for first, last in task.pieces]


def links(plan: Plan, language: Language) -> Json:
    every = plan.links
    return {
        "uid": [one.uid for one in every],
        "pred": [one.pred for one in every],
        "succ": [one.succ for one in every],
        "type": [LinkType(one.type).name for one in every],
        "lag": [lag_text(one, plan.project, language) for one in every],
    }


def resources(plan: Plan) -> list[Json]:
    return [
        {
            "uid": one.uid,
            "name": one.name,
            "type": int(one.type),
            "category": one.category,
            "generic": one.generic,
        }
        for one in plan.resources
    ]


def calendars(plan: Plan) -> list[Json]:
    return [{"uid": one.uid, "name": one.name} for one in plan.calendars]


def time(state: State) -> Json:
    """Return the working hours of the project calendar: an ordinary week, and the days that differ."""
    plan = state.plan
    known = {one.uid: one for one in plan.calendars}
    calendar = known[plan.project.calendar]
    segments = working_time(calendar, known).segments
    ordinary = _by_weekday(segments[-1][1])
    first = max(plan.project.start // DAY - YEAR, 0)
    last = max(state.schedule.finish, plan.project.start) // DAY + YEAR
    names = _names(calendar.exceptions, first, last)
    starts = [start for start, _ in segments]
    weeks: dict[int, list[list[list[int]]]] = {}
    days: list[list[Any]] = []
    for day in range(first, last + 1):
        k = bisect_right(starts, day * DAY) - 1
        week = weeks.get(k) or weeks.setdefault(k, _by_weekday(segments[k][1]))
        hours = week[day % 7]
        if hours == ordinary[day % 7]:
            continue
        name = names.get(day, "")
        if days and days[-1][1] == day - 1 and days[-1][2:] == [hours, name]:
            days[-1][1] = day
        else:
            days.append([day, day, hours, name])
    return {"week": ordinary, "days": days}


def _names(exceptions: Sequence[CalendarException], first: int, last: int) -> dict[int, str]:
    """Return what the days from one to another are called; where exceptions overlap, the first counts.

    Each day is looked at about once, however many exceptions lie over it.
    """
    names: dict[int, str] = {}
    free = list(range(last - first + 2))
    for one in exceptions:
        if one.repeats is not None:
            days = (day for day in one.days() if first <= day <= last and free[day - first] == day - first)
            for day in days:
                names[day], free[day - first] = one.name, day - first + 1
            continue
        at, end = max(one.first, first), min(one.last, last)
        while at <= end:
            k = at - first
            while free[k] != k:
                free[k] = free[free[k]]
                k = free[k]
            at = first + k
            if at <= end:
                names[at] = one.name
                free[k] = k + 1
    return names


def _by_weekday(pattern: Pattern) -> list[list[list[int]]]:
    """Cut a week's pattern into days, Sunday first, in minutes of the day."""
    week: list[list[list[int]]] = [[] for _ in range(7)]
    for start, end in pattern:
        at = start
        while at < end:
            day = at // DAY
            until = min(end, (day + 1) * DAY)
            week[day % 7].append([(at - day * DAY) // MINUTE, (until - day * DAY) // MINUTE])
            at = until
    return week
