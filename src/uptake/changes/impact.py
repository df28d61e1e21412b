"""What a change does to a plan: two states of it beside each other, as figures that can be kept as JSON."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NotRequired, TypedDict, cast

from uptake.engine.compare import Amounts, compare, compare_amounts
from uptake.engine.compare import Impact as Compared
from uptake.engine.plan import Plan, ResourceType
from uptake.engine.scheduling import Schedule
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import Prices, cost_of
from uptake.schedule.capacity.load import needs, week_start

MOST = 300
"""So many rows of each list are kept; `counts` tells how many there are."""

Pair = tuple[int, int]
Perhaps = tuple[int | None, int | None]


class Row(TypedDict):
    """A task, or a resource, and what is before and after; instants, or working time where the list says so."""

    uid: int
    name: str
    before: NotRequired[Any]
    after: NotRequired[Any]
    start: NotRequired[Pair]
    shift: NotRequired[int]
    slack: NotRequired[Pair]
    summary: NotRequired[bool]
    weeks: NotRequired[list[int]]
    gone: NotRequired[list[int]]


class Impact(TypedDict):
    """What a draft does to a plan. Pairs are before and after; instants, unless said otherwise.

    Attributes
    ----------
    revision, version : int
        Of the plan and of the draft of which this was computed.
    go_live, finish : pair
    milestones, moved : list of Row
        `before` and `after` are finishes, `shift` is calendar time, `slack` working time. The largest shift first.
    added, removed : list of Row
        `start`, and the finish as `after`, or `before`.
    renamed : list of Row
        Names.
    durations, work : list of Row
        Working time.
    slack : list of Row
        Total slack in working time, of all tasks, moved or not; the largest loss first.
    newly_critical, no_longer_critical : list of Row
    missed, met : list of Row
        `before` is the deadline, `after` the finish.
    overloaded : list of Row
        Who has more to do than hours in weeks of which the beginnings are in `weeks`, and was not before; `gone`: in
        which weeks no longer.
    work_total : pair
        Working time.
    cost : pair
        Hundredths. Money.
    tasks_moved : int
        Without phases. Kept since phases are not counted: decisions from before do not have it.
    counts : dict of str to int
        How long each list really is.
    """

    revision: int
    version: int
    go_live: Perhaps
    finish: Pair
    milestones: list[Row]
    moved: list[Row]
    added: list[Row]
    removed: list[Row]
    renamed: list[Row]
    durations: list[Row]
    work: list[Row]
    slack: list[Row]
    newly_critical: list[Row]
    no_longer_critical: list[Row]
    missed: list[Row]
    met: list[Row]
    overloaded: list[Row]
    work_total: Pair
    cost: Pair
    counts: dict[str, int]
    tasks_moved: NotRequired[int]


def impact_of(before: State, after: State, prices: Prices) -> Impact:
    """Return what differs between a plan and the same plan with a draft.

    Parameters
    ----------
    before, after : State
        The plan as it stands, and with the edits of the draft.
    prices : Prices
    """
    found = compare(before.schedule, after.schedule)
    amounts = compare_amounts(before.plan, after.plan)
    lists = {
        **_dates(found, before.schedule, after.schedule),
        **_contents(amounts, after.plan),
        "overloaded": _overloaded(before.schedule, after.schedule),
    }
    figures = {
        "revision": before.revision,
        "version": after.revision,
        "go_live": (finish_of(before, before.go_live), finish_of(after, before.go_live)),
        "finish": (found.finish_before, found.finish_after),
        "work_total": (amounts.work_before, amounts.work_after),
        "cost": (cost_of(before.schedule, prices), cost_of(after.schedule, prices)),
        "tasks_moved": found.tasks_moved,
        "counts": {name: len(rows) for name, rows in lists.items()},
    }
    return cast(Impact, figures | {name: rows[:MOST] for name, rows in lists.items()})


def finish_of(state: State, uid: int | None) -> int | None:
    """Return when a task finishes; None when it is not in the plan."""
    i = -1 if uid is None else state.plan.structure.index.get(uid, -1)
    return state.schedule.dates.finish[i] if i >= 0 else None


def _dates(found: Compared, before: Schedule, after: Schedule) -> dict[str, list[Row]]:
    name = _names(after.plan)
    slack = {one.uid: (one.before, one.after) for one in found.slack}
    milestones = {one.uid for one in found.milestones}
    moved = [
        Row(
            uid=one.uid,
            name=name(one.uid),
            start=(one.start_before, one.start_after),
            before=one.finish_before,
            after=one.finish_after,
            shift=one.shift,
            slack=slack.get(one.uid, _same_slack(after, one.uid)),
            summary=one.summary,
        )
        for one in found.moved
    ]
    return {
        "moved": moved,
        "milestones": [one for one in moved if one["uid"] in milestones],
        "added": _alone(after, found.added, "after"),
        "removed": _alone(before, found.removed, "before"),
        "slack": [_pair(one, name) for one in found.slack],
        "newly_critical": [Row(uid=uid, name=name(uid)) for uid in found.newly_critical],
        "no_longer_critical": [Row(uid=uid, name=name(uid)) for uid in found.no_longer_critical],
        "missed": [
            Row(uid=one.uid, name=name(one.uid), before=one.deadline, after=one.finish)
            for one in found.newly_missed
        ],
        "met": [
            Row(uid=one.uid, name=name(one.uid), before=one.deadline, after=one.finish)
            for one in found.met_again
        ],
    }


def _contents(found: Amounts, plan: Plan) -> dict[str, list[Row]]:
    name = _names(plan)
    return {
        "renamed": [
            Row(uid=one.uid, name=one.after, before=one.before, after=one.after) for one in found.renamed
        ],
        "durations": [_pair(one, name) for one in found.durations],
        "work": [_pair(one, name) for one in found.work],
    }


def _pair(one: Any, name: Callable[[int], str]) -> Row:
    return Row(uid=one.uid, name=name(one.uid), before=one.before, after=one.after)


def _names(plan: Plan) -> Callable[[int], str]:
    return lambda uid: plan.task(uid).name


def _same_slack(schedule: Schedule, uid: int) -> Pair:
    slack = schedule.dates.total_slack[schedule.plan.structure.index[uid]]
    return slack, slack


def _alone(schedule: Schedule, uids: Iterable[int], end: str) -> list[Row]:
    """Return tasks that only one of the plans holds."""
    index, dates = schedule.plan.structure.index, schedule.dates
    rows: list[Row] = []
    for uid in uids:
        start, finish = dates.start[index[uid]], dates.finish[index[uid]]
        row = Row(uid=uid, name=schedule.plan.task(uid).name, start=(start, start))
        row[end] = finish  # type: ignore[literal-required]  # one of two
        rows.append(row)
    return rows


def _overloaded(before: Schedule, after: Schedule) -> list[Row]:
    was, now = needs(before), needs(after)
    rows: list[Row] = []
    for one in after.plan.resources:
        if one.type is not ResourceType.WORK:
            continue
        old: Sequence[int] = was[one.uid].over if one.uid in was else ()
        new = now[one.uid].over
        if set(old) != set(new):
            rows.append(
                Row(
                    uid=one.uid,
                    name=one.name,
                    weeks=[week_start(week) for week in new if week not in old],
                    gone=[week_start(week) for week in old if week not in new],
                )
            )
    return sorted(rows, key=lambda row: (-len(row["weeks"]), row["name"]))
