"""Our scheduler, as a worker: builds the synthetic network as a `Plan` and schedules it."""

import sys
from collections.abc import Iterator

from bench import networks
from bench.workers import Answer, peak_mb, serve, timed
from uptake.engine.calendars import Calendar, CalendarException, Shifts
from uptake.engine.instants import MINUTE
from uptake.engine.plan import Constraint, LagKind, Link, LinkType, Plan, Project, Task
from uptake.engine.scheduling import schedule

KINDS = {"working": LagKind.WORKING, "elapsed": LagKind.ELAPSED, "percent": LagKind.PERCENT}


class Parts:
    """The objects that a plan is built from, drawn from a synthetic network."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.project = Project(start=networks.START * MINUTE)
        self.calendars = [_calendar(week) for week in networks.WEEKS]
        self.tasks: list[Task] = []
        self.links: list[Link] = []
        for row in networks.rows(size, seed):
            self.tasks.append(_task(row))
            self.links.extend(_links(row))

    def build(self) -> Plan:
        """Build the plan anew, from the same objects."""
        return Plan.build(self.project, self.tasks, self.links, calendars=self.calendars)


def _task(row: networks.Row) -> Task:
    return Task(
        uid=row.uid,
        id=row.uid,
        name=row.name,
        parent=row.parent,
        duration=row.minutes * MINUTE,
        calendar=row.calendar,
        constraint=Constraint.ASAP if row.not_before is None else Constraint.SNET,
        constraint_date=None if row.not_before is None else row.not_before * MINUTE,
        deadline=None if row.deadline is None else row.deadline * MINUTE,
    )


def _links(row: networks.Row) -> Iterator[Link]:
    for edge in row.links:
        # Minutes and percent both become tenths, so one factor serves all lags.
        yield Link(
            uid=edge.uid,
            pred=edge.pred,
            succ=edge.succ,
            type=LinkType[edge.type],
            lag=edge.lag * MINUTE,
            kind=KINDS[edge.kind],
        )


def _calendar(week: networks.Week) -> Calendar:
    return Calendar(
        week.uid,
        week.name,
        week=tuple(_shifts(day) for day in week.days),
        exceptions=tuple(CalendarException(day, day, _shifts(hours)) for day, hours in week.exceptions),
    )


def _shifts(hours: networks.Hours) -> Shifts:
    return tuple((begin * MINUTE, end * MINUTE) for begin, end in hours)


class Ours:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.parts: Parts

    def prepare(self, size: int, seed: int) -> Answer:
        """Draw the network."""
        self.parts = Parts(size, seed)
        summaries = len({task.parent for task in self.parts.tasks} - {None})
        leaves = len(self.parts.tasks) - summaries
        return {"leaves": leaves, "summaries": summaries, "links": len(self.parts.links)}

    def measure(self) -> Answer:
        """Build and schedule once; the plan is a new one, so that nothing is kept from the round before."""
        build, plan = timed(self.parts.build)
        seconds, _ = timed(lambda: schedule(plan))
        return {"build_s": build, "seconds": seconds}

    def dates(self) -> Answer:
        """Return start and finish of every leaf, in minutes since the epoch, by uid."""
        done = schedule(self.parts.build())
        summary = done.plan.structure.summary
        return {
            "dates": {
                task.uid: [done.dates.start[i] // MINUTE, done.dates.finish[i] // MINUTE]
                for i, task in enumerate(done.plan.tasks)
                if not summary[i]
            }
        }

    def memory(self, size: int, seed: int) -> Answer:
        """Build and schedule in this process, which has done nothing else."""
        before = peak_mb()
        plan = Parts(size, seed).build()
        done = schedule(plan)
        return {"peak_mb": peak_mb(), "empty_mb": before, "tasks": len(done.plan.tasks)}


def compiled() -> list[str]:
    """Return the engine's modules that run as compiled code."""
    loaded = ((name, getattr(module, "__file__", None)) for name, module in list(sys.modules.items()))
    return sorted(
        name.rpartition(".")[2]
        for name, file in loaded
        if name.startswith("uptake.engine.") and file and not file.endswith(".py") and "__mypyc" not in name
    )


if __name__ == "__main__":
    ours = Ours()
    serve({"prepare": ours.prepare, "measure": ours.measure, "dates": ours.dates, "memory": ours.memory})
