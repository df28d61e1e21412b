"""What a run came to, as it is kept: JSON that can be read when the plans have long gone on."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from uptake.engine.compare import Moved
from uptake.engine.edits import Edit, Set, apply, to_json
from uptake.engine.levelling import Levelled, LevelRemark, Overload
from uptake.engine.scheduling import Schedule
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.capacity import load

MOST_MOVES = 3_000
MOST_PEOPLE = 60
MOST_NAMED = 3
"""So many tasks are named that want the same person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Plans that were levelled together, and what came of them."""

    projects: Sequence[Project]
    states: Sequence[State]
    pool: Mapping[tuple[int, int], Hashable]
    done: Levelled


def told(run: Run) -> dict[str, Any]:
    """Return the result of a run as JSON."""
    done = run.done
    label = [{"code": "level", "count": 1}]
    outcomes = [
        services.outcome(state, apply(state.plan, edits), label)
        for state, edits in zip(run.states, done.edits, strict=True)
    ]
    after = [one.after.schedule for one in outcomes]
    return {
        "status": done.status,
        "before": done.before,
        "finish": done.finish,
        "bound": done.bound,
        "gap": done.gap,
        "schedules": done.schedules,
        "was": len(done.was),
        "left": len(done.left),
        "projects": [_project(run, place, one) for place, one in enumerate(outcomes)],
        "people": list(_people(run, after)),
        "remarks": [_remark(run, one) for one in done.remarks],
    }


def _project(run: Run, place: int, outcome: services.Outcome) -> dict[str, Any]:
    state, edits, impact = run.states[place], run.done.edits[place], outcome.impact
    go_live = outcome.after.go_live
    leaves = [one for one in impact.moved if not one.summary]
    why = _Reasons(run, place, {one.uid: one for one in leaves})
    return {
        "project": run.projects[place].pk,
        "name": run.projects[place].name,
        "revision": state.revision,
        "edits": [to_json(one) for one in edits],
        "starts": [_start(state, one) for one in edits],
        "moved": len(leaves),
        "moves": [
            {
                "uid": one.uid,
                "name": state.plan.task(one.uid).name,
                "start": [one.start_before, one.start_after],
                "finish": [one.finish_before, one.finish_after],
                "shift": one.shift,
                "why": why.of(one.uid),
            }
            for one in sorted(leaves, key=lambda one: (one.start_before, one.uid))[:MOST_MOVES]
        ],
        "finish": [impact.finish_before, impact.finish_after],
        "go_live": None
        if go_live is None
        else [_finish(one, go_live) for one in (outcome.before, outcome.after)],
        "milestones": [
            {
                "uid": one.uid,
                "name": state.plan.task(one.uid).name,
                "finish": [one.finish_before, one.finish_after],
            }
            for one in impact.milestones[:50]
        ],
        "missed": [state.plan.task(one.uid).name for one in impact.newly_missed[:10]],
    }


def _start(state: State, edit: Edit) -> int:
    """Return where a task lay that an edit moves: the edit fits as long as it lies there."""
    if not isinstance(edit, Set):
        return -1
    return int(state.schedule.dates.start[state.plan.structure.index[edit.uid]])


def _finish(state: State, uid: int) -> int:
    return int(state.schedule.dates.finish[state.plan.structure.index[uid]])


class _Reasons:
    """Why tasks of a plan move: for somebody who was overloaded, to make room, or behind another."""

    def __init__(self, run: Run, place: int, moved: Mapping[int, Moved]) -> None:
        self.run, self.place, self.moved = run, place, moved
        self.plan = run.states[place].plan
        self.delayed = {one.uid for one in run.done.edits[place] if isinstance(one, Set)}
        self.overload: dict[int, Overload] = {}
        for one in run.done.was:
            for at, uid in one.tasks:
                if at == place:
                    self.overload.setdefault(uid, one)
        self.before: dict[int, list[int]] = {}
        for link in self.plan.links:
            if link.pred in moved:
                self.before.setdefault(link.succ, []).append(link.pred)

    def of(self, uid: int) -> dict[str, Any]:
        found = self.overload.get(uid) if uid in self.delayed else None
        if found is not None:
            with_it = [(place, other) for place, other in found.tasks if (place, other) != (self.place, uid)]
            return {
                "code": "overload",
                "who": _name(self.run, found.key),
                "units": found.units,
                "capacity": found.capacity,
                "with": [self._task(place, other) for place, other in with_it[:MOST_NAMED]],
            }
        ahead = self.before.get(uid)
        if ahead:
            last = max(ahead, key=lambda one: self.moved[one].finish_after)
            return {"code": "follows", "task": self.plan.task(last).name}
        return {"code": "room" if uid in self.delayed else "follows_summary"}

    def _task(self, place: int, uid: int) -> str:
        return self.run.states[place].plan.task(uid).name if place == self.place else ""


def _name(run: Run, key: Hashable) -> str:
    place, uid = _places(run, key)[0]
    return next(one.name for one in run.states[place].plan.resources if one.uid == uid)


def _places(run: Run, key: Hashable) -> list[tuple[int, int]]:
    """Return the resources behind a key: one, or those of several plans that are the same person."""
    if isinstance(key, tuple):
        return [key]
    return sorted(at for at, one in run.pool.items() if one == key)


def _people(run: Run, after: Sequence[Schedule]) -> Iterator[dict[str, Any]]:
    """Yield who was overloaded, or is, week by week; the most overloaded first."""
    keys = list(dict.fromkeys(one.key for one in (*run.done.left, *run.done.was)))
    for key in keys[:MOST_PEOPLE]:
        places = _places(run, key)
        before = _weeks([state.schedule for state in run.states], places)
        then = _weeks(after, places)
        if not (before or then):
            continue
        first, uid = places[0]
        last = max(before | then)
        since = max(min(before | then), min(load.reported_week(run.states[first].plan), last))
        weeks = range(since, min(last, since + load.MAX_WEEKS) + 1)
        one = next(one for one in run.states[first].plan.resources if one.uid == uid)
        clock = load.clock_of(run.states[first].schedule, one.calendar)
        yield {
            "name": one.name,
            "projects": [run.projects[place].pk for place, _uid in places],
            "uid": uid,
            "first": weeks.start,
            "before": [before.get(week, 0) for week in weeks],
            "after": [then.get(week, 0) for week in weeks],
            "capacity": [load.capacity(clock, one.units, week) for week in weeks],
            "was": sum(other.key == key for other in run.done.was),
            "left": sum(other.key == key for other in run.done.left),
            "most": max((other.units for other in run.done.was if other.key == key), default=0),
        }


def _weeks(schedules: Sequence[Schedule], places: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Add up a person's work by week, over the plans in which they are."""
    found: dict[int, int] = {}
    for place, uid in places:
        for week, work in load.needs(schedules[place])[uid].weeks.items():
            found[week] = found.get(week, 0) + work
    return found


def _remark(run: Run, one: LevelRemark) -> dict[str, Any]:
    plan = run.states[one.plan].plan
    return {
        "code": one.code,
        "project": run.projects[one.plan].pk,
        "uid": one.task,
        "name": plan.task(one.task).name if one.task is not None else "",
    }
