"""trueppm-scheduler, as a worker. It schedules in whole days; hours, deadlines and summaries are left out."""

from datetime import timedelta
from typing import Any

from trueppm_scheduler import Calendar, DateRange, Dependency, DependencyType, Project, Task, schedule

from bench import networks
from bench.workers import Answer, peak_mb, serve, timed


class TruePpm:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.project: Any

    def prepare(self, size: int, seed: int) -> Answer:
        """Build the project, rounded up to whole days."""
        calendars = {str(week.uid): _calendar(week) for week in networks.WEEKS}
        tasks: list[Any] = []
        links: list[Any] = []
        lengths: dict[int, int] = {}
        for row in networks.rows(size, seed):
            if row.summary:
                continue
            lengths[row.uid] = row.minutes
            tasks.append(_task(row))
            links.extend(_link(edge, lengths[edge.pred]) for edge in row.links)
        self.project = Project(
            id="bench",
            name="Bench",
            start_date=networks.on(networks.START),
            tasks=tasks,
            dependencies=links,
            calendar=calendars[str(networks.WEEKS[0].uid)],
            calendars=calendars,
        )
        return {"tasks": len(tasks)}

    def measure(self) -> Answer:
        """Schedule once; it works on a copy of the project."""
        seconds, _ = timed(lambda: schedule(self.project))
        return {"seconds": seconds, "peak_mb": peak_mb()}


def _task(row: networks.Row) -> Any:
    return Task(
        id=str(row.uid),
        name=row.name,
        duration=timedelta(days=-(-row.minutes // networks.WORKDAY)),
        planned_start=None if row.not_before is None else networks.on(row.not_before),
        calendar_id=None if row.calendar is None else str(row.calendar),
    )


def _link(edge: networks.Edge, span: int) -> Any:
    return Dependency(
        str(edge.pred), str(edge.succ), DependencyType[edge.type], timedelta(days=_lag(edge, span))
    )


def _lag(edge: networks.Edge, span: int) -> int:
    """Return a lag in calendar days, the only kind there is."""
    if edge.kind == "elapsed":
        return round(edge.lag / networks.DAY)
    worked = edge.lag if edge.kind == "working" else span * edge.lag / 100
    return round(worked * networks.STRETCH / networks.DAY)


def _calendar(week: networks.Week) -> Any:
    monday_first = (*week.days[1:], week.days[0])
    days = sum(1 << number for number, hours in enumerate(monday_first) if hours)
    off = [networks.on(day * networks.DAY) for day, hours in week.exceptions if not hours]
    return Calendar(working_days=days, exceptions=[DateRange(day, day) for day in off])


if __name__ == "__main__":
    peer = TruePpm()
    serve({"prepare": peer.prepare, "measure": peer.measure})
