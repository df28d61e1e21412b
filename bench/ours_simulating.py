"""Our simulation, as a worker: everything on, so PERT, groups that go together, risk events, costs, criticality."""

from bench import networks, uncertain
from bench.workers import Answer, peak_mb, serve, timed
from uptake.engine.calendars import OFFICE_WEEK, Calendar
from uptake.engine.instants import HOUR, MINUTE
from uptake.engine.plan import Link, Plan, Project, Task
from uptake.engine.scheduling import Schedule, schedule

DAY = 8 * HOUR
RHO = 0.4
HOURLY = 50_00


class Ours:
    """What the parent can ask for."""

    def __init__(self) -> None:
        self.schedule: Schedule
        self.size = 0
        self.seed = 0

    def prepare(self, size: int, seed: int) -> Answer:
        """Draw the network and schedule it; the compiler is not there yet."""
        self.size, self.seed = size, seed
        rows = list(uncertain.rows(size, seed))
        tasks = [
            Task(
                uid=row.uid,
                duration=row.likely * DAY,
                optimistic=row.low * DAY,
                likely=row.likely * DAY,
                pessimistic=row.high * DAY,
                distribution="pert",
                category=row.group,
            )
            for row in rows
        ]
        ends = [(pred, row.uid) for row in rows for pred in row.preds]
        links = [Link(uid=k, pred=pred, succ=succ) for k, (pred, succ) in enumerate(ends, start=1)]
        start = networks.START * MINUTE
        plan = Plan.build(
            Project(start=start), tasks, links, calendars=[Calendar(1, "office", week=OFFICE_WEEK)]
        )
        self.schedule = schedule(plan)
        return {"tasks": len(tasks), "links": len(links), "peak_mb": peak_mb()}

    def load(self) -> Answer:
        """Import the compiled code."""
        return {"seconds": timed(self._import)[0]}

    @staticmethod
    def _import() -> None:
        import uptake.engine.simulation.runs  # noqa: F401, PLC0415  # what loading it costs is asked for

    def measure(self, runs: int, threads: int, *, plain: bool = False) -> Answer:
        """Simulate once; `plain` leaves out what the peers do not know."""
        from uptake.engine.simulation.inputs import Costs, Event, Settings, Spread  # noqa: PLC0415  # as above
        from uptake.engine.simulation.results import percentile  # noqa: PLC0415
        from uptake.engine.simulation.runs import simulate  # noqa: PLC0415

        groups = {f"group {k}": RHO for k in range(uncertain.GROUPS)}
        settings = Settings(runs=runs, seed=self.seed, correlation={} if plain else groups)
        events = [
            Event(
                key=risk.key,
                probability=risk.probability,
                tasks=risk.tasks,
                delay=Spread(*risk.days).times(DAY),
                cost=Spread(*risk.cost).times(1_000_00),
            )
            for risk in uncertain.risks(self.size, self.seed)
        ]
        told = (
            {}
            if plain
            else {"events": events, "costs": Costs(hourly=dict.fromkeys(range(1, self.size + 1), HOURLY))}
        )
        seconds, found = timed(lambda: simulate(self.schedule, settings, threads=threads, **told))
        hours = self.schedule.layout.net.clocks[self.schedule.layout.clocks.project]
        begin = hours.work(self.schedule.plan.project.start)
        days = [(hours.work(percentile(found.finish, one)) - begin) / DAY for one in (50, 80)]
        return {"seconds": seconds, "peak_mb": peak_mb(), "p50_days": days[0], "p80_days": days[1]}


if __name__ == "__main__":
    ours = Ours()
    serve({"prepare": ours.prepare, "load": ours.load, "measure": ours.measure}, pinned=False)
