"""Plan, settings and risks as the engine simulates them, and what it found as it is kept. Only jobs import this."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from uptake.engine.calendars import Calendar
from uptake.engine.edits import Set, apply
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.engine.plan import Link, Plan, Task
from uptake.engine.plan import Project as EngineProject
from uptake.engine.scheduling import Schedule
from uptake.engine.scheduling import schedule as planned
from uptake.engine.simulation.buffers import wave_buffers
from uptake.engine.simulation.inputs import Costs, Event, Settings, Spread, parts
from uptake.engine.simulation.results import task_risks, tornado
from uptake.engine.simulation.runs import simulate
from uptake.engine.simulation.sample import Sample, merge
from uptake.engine.structure import leading_to
from uptake.risk.simulation import settings as kept
from uptake.risk.simulation.events import RiskEvent
from uptake.risk.simulation.inputs import Inputs
from uptake.risk.simulation.outcome import Critical, Driver, Money, Target, Wave
from uptake.schedule.bridge import State
from uptake.schedule.capacity.cost import Prices, costs_by_task

MOST_TARGETS = 40
MOST_BARS = 40
MOST_CRITICAL = 100
MOST_POINTS = 1_000
MOST_CAUSE_RUNS = 2_560
"""Runs of what leads to the goal alone: enough to order tasks and risks by what they do."""
THREADS = 2
JOINT = (50, 80, 95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A simulation that can be run: whole, or in parts by several workers."""

    state: State
    inputs: Inputs
    settings: Settings
    events: tuple[Event, ...]
    costs: Costs
    targets: tuple[int, ...]
    planned_cost: int
    drivers_of: Schedule | None = None
    """What is run once more, and less often, to find what decides: what leads to the go-live, or the whole plan without
    one. None where the runs themselves tell."""

    @property
    def runs(self) -> int:
        return self.settings.runs

    @property
    def size(self) -> int:
        """How much there is to compute."""
        return self.runs * len(self.state.plan.tasks)

    def parts(self, count: int) -> list[tuple[int, int]]:
        return parts(self.runs, count)

    def run(self, first: int, count: int) -> Sample:
        """Do some of the runs."""
        return simulate(
            self.state.schedule,
            self.settings,
            events=self.events,
            costs=self.costs,
            targets=self.targets,
            first=first,
            count=count,
            threads=THREADS,
            critical=self.drivers_of is None,
        )

    def of(self, schedule: Schedule) -> "Work":
        """Return the same simulation of a part of the plan."""
        return replace(self, state=replace(self.state, schedule=schedule), targets=(), drivers_of=None)

    def told(self, sample: Sample) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what is kept of a sample, and apart from it what is about money."""
        return _outcome(self, sample), _money(self, sample)


def carried(sample: Sample) -> dict[str, Any]:
    """Return a sample as one worker hands it to another."""
    return sample.to_json()


def merged(found: Iterable[Mapping[str, Any]]) -> Sample:
    return merge(Sample.from_json(one) for one in found)


def work_of(state: State, inputs: Inputs, most: int | None = None) -> Work:
    """Return what is to be simulated of a plan; the first `most` runs of it where that is given."""
    settings = _settings(inputs.settings)
    hourly, fixed, planned = _costs(state, inputs.prices)
    targets = tuple(_targets(state, inputs.settings.waves))
    if most is not None:
        settings = replace(settings, runs=min(settings.runs, most))
    return Work(
        state=state,
        inputs=inputs,
        settings=settings,
        events=tuple(_event(one, inputs.settings, state) for one in inputs.counted),
        costs=Costs(fixed=fixed, hourly=hourly),
        targets=targets,
        planned_cost=planned,
        drivers_of=_drivers_of(state, targets, settings.runs),
    )


def _drivers_of(state: State, targets: Sequence[int], runs: int) -> Schedule | None:
    goes_live = bool(targets) and targets[0] == state.go_live
    before = up_to(state.schedule, targets[0]) if goes_live else None
    return before or (state.schedule if runs > MOST_CAUSE_RUNS else None)


def _day(state: State) -> int:
    """Return how much working time a day has."""
    return state.plan.project.minutes_per_day * MINUTE


def prepare() -> None:
    """Compile what simulations need, with two plans of three tasks: on one calendar, and on two."""
    links = [Link(uid=1, pred=1, succ=2), Link(uid=2, pred=2, succ=3)]
    calendars = (Calendar(1, "Five days"), Calendar(2, "Seven days", base=1, week=(((4_800, 9_600),),) * 7))
    settings = Settings(runs=128, default=Spread(0.8, 1, 1.5), correlation={"": 0.5})
    risk = Event(key="risk", probability=0.5, tasks=(1,), delay=Spread(0, 4_800, 9_600), cost=Spread(1, 2, 3))
    for other in (None, 2):
        tasks = [Task(uid=1), Task(uid=2, calendar=other), Task(uid=3, duration=0, milestone=True)]
        done = planned(Plan.build(EngineProject(start=19_200), tasks, links, calendars=calendars))
        costs = Costs(fixed={1: 1}, hourly={1: 1})
        sample = simulate(done, settings, events=(risk,), costs=costs, targets=(2, 3))
        tornado(done, settings, sample, events=(risk,))
        wave_buffers(done, settings, sample)


# ---- what goes in


def _settings(settings: kept.Settings) -> Settings:
    return Settings(
        runs=settings.runs,
        seed=settings.seed,
        default=_factors(settings.spread, settings.shape),
        by_category={
            one.name: _factors(one.spread, one.shape or settings.shape) for one in settings.categories
        },
        shape=settings.shape,
        correlation={one.name: one.correlation / 100 for one in settings.categories if one.correlation},
    )


def _factors(spread: kept.Spread, shape: str) -> Spread:
    return Spread(spread.low / 100, spread.likely / 100, spread.high / 100, shape)


def _event(risk: RiskEvent, settings: kept.Settings, state: State) -> Event:
    return Event(
        key=f"risk:{risk.number}",
        probability=(risk.percent or 0) / 100,
        tasks=first_ones(state.plan, risk.tasks) if risk.days else (),
        delay=None if risk.days is None else Spread(*risk.days, settings.shape).times(_day(state)),
        cost=None if risk.cost is None else Spread(*risk.cost, settings.shape),
    )


def first_ones(plan: Plan, uids: Sequence[int]) -> tuple[int, ...]:
    """Leave out tasks that others among them lead to: what delays the first delays those once, not once more each."""
    places = {uid: plan.position(uid) for uid in uids}
    leading = {uid: leading_to(plan.structure, place) - {place} for uid, place in places.items()}
    return tuple(uid for uid in uids if leading[uid].isdisjoint(places.values()))


def _costs(state: State, prices: Prices) -> tuple[dict[int, int], dict[int, int], int]:
    """Return what an hour of each task costs, what it costs however long it takes, and the cost of the plan."""
    hourly: dict[int, int] = {}
    fixed: dict[int, int] = {}
    planned = 0
    for uid, (once, work) in costs_by_task(state.schedule, prices).items():
        duration = state.plan.task(uid).duration
        planned += once + work
        fixed[uid] = once
        if duration and work:
            hourly[uid] = round(work * HOUR / duration)
            fixed[uid] += work - round(hourly[uid] * duration / HOUR)
        else:
            fixed[uid] += work
    return hourly, fixed, planned


def _ahead(state: State, uid: int) -> bool:
    task = state.plan.task(uid)
    return task.active and task.percent < 100


def _targets(state: State, waves: Sequence[int]) -> list[int]:
    """Return the milestones that are watched: the go-live, the waves, and others that are ahead, the next first."""
    plan, dates = state.plan, state.schedule.dates
    index = plan.structure.index
    named = [
        uid for uid in (state.go_live, *waves) if uid is not None and uid in index and _ahead(state, uid)
    ]
    others = [
        task.uid
        for i, task in sorted(enumerate(plan.tasks), key=lambda each: dates.finish[each[0]])
        if not plan.structure.summary[i] and _ahead(state, task.uid) and _is_milestone(task)
    ]
    return list(dict.fromkeys([*named, *others]))[:MOST_TARGETS]


def _is_milestone(task: Task) -> bool:
    return task.milestone or not task.duration


# ---- what comes out


def _outcome(work: Work, sample: Sample) -> dict[str, Any]:
    plan = work.state.plan
    finish = _target(work, None, "", sample.planned_finish, sample.finish)
    reached = [
        _target(work, int(uid), plan.task(int(uid)).name, int(planned), row)
        for uid, planned, row in zip(sample.targets, sample.planned_reached, sample.reached, strict=True)
    ]
    goes_live = bool(reached) and reached[0].uid == work.state.go_live
    targets = [reached[0], finish, *reached[1:]] if goes_live else [finish, *reached]
    return {
        "runs": sample.runs,
        "day": _day(work.state),
        "varied": len(sample.varying),
        "remarks": dict(Counter(one.code for one in sample.remarks)),
        "targets": [asdict(one) for one in targets],
        **_causes(work, sample),
        "waves": [asdict(one) for one in _waves(work, sample)],
    }


def _waves(work: Work, sample: Sample) -> list[Wave]:
    """Return the buffers of the waves; of the go-live where none is chosen."""
    watched = sample.targets.tolist()
    chosen = work.inputs.settings.waves or (work.state.go_live,)
    rows = [watched.index(uid) for uid in chosen if uid in watched]
    if not rows:
        return []
    only = replace(
        sample,
        targets=sample.targets[rows],
        reached=sample.reached[rows],
        planned_reached=sample.planned_reached[rows],
    )
    confidence = work.inputs.settings.confidence
    return [
        Wave(
            uid=one.uid,
            name=work.state.plan.task(one.uid).name,
            plan=one.planned,
            safe=one.promise,
            simulated=one.simulated,
            root_sum_square=one.root_sum_square,
            cut_and_paste=one.cut_and_paste,
        )
        for one in wave_buffers(work.state.schedule, work.settings, only, confidence=confidence)
    ]


def _causes(work: Work, sample: Sample) -> dict[str, Any]:
    """Return which tasks and risks decide the date of the go-live; of the project's finish without one."""
    schedule = work.state.schedule
    if work.drivers_of is not None:
        part = replace(work.settings, runs=min(work.runs, MOST_CAUSE_RUNS))
        schedule, sample = (
            work.drivers_of,
            replace(work.of(work.drivers_of), settings=part).run(0, part.runs),
        )
        work = replace(work, settings=part)
    plan, risks = schedule.plan, {f"risk:{one.number}": one for one in work.inputs.counted}
    critical = [
        Critical(
            uid=one.uid,
            name=plan.task(one.uid).name,
            criticality=one.criticality,
            cruciality=one.cruciality,
            sensitivity=one.sensitivity,
        )
        for one in task_risks(sample)[:MOST_CRITICAL]
        if one.criticality
    ]
    drivers = [
        Driver(
            name=risks[one.key].title if one.uid is None else plan.task(one.uid).name,
            low=round(one.low),
            high=round(one.high),
            uid=one.uid,
            risk=risks[one.key].number if one.uid is None else None,
        )
        for one in tornado(schedule, work.settings, sample, events=work.events)
        if one.swing > 0
    ]
    return {"critical": [asdict(one) for one in critical], "drivers": [asdict(one) for one in drivers]}


def up_to(schedule: Schedule, goal: int) -> Schedule | None:
    """Return a schedule of what leads to a milestone, all else inactive; None where that would move it.

    The random numbers of a task depend on its uid only: in each run the milestone is where it is in the whole plan,
    and it is the finish now, so that what is critical is so for it.
    """
    plan = schedule.plan
    needed = leading_to(plan.structure, plan.position(goal))
    rest = [
        Set("task", task.uid, {"active": False})
        for i, task in enumerate(plan.tasks)
        if task.active and i not in needed and not plan.structure.summary[i]
    ]
    # A deadline that is missed makes everything before it critical, whichever path is the longest.
    rest += [Set("task", task.uid, {"deadline": None}) for task in plan.tasks if task.deadline is not None]
    found = planned(apply(plan, rest))
    same = found.finish == found.of(goal).finish == schedule.of(goal).finish
    return found if same else None


def _target(work: Work, uid: int | None, name: str, planned: int, ends: Any) -> Target:
    """Describe the distribution of one date; `ends` is an array of instants, one a run."""
    ordered = ends.copy()
    ordered.sort()
    layout = work.state.schedule.layout
    clock = layout.net.clocks[layout.clocks.project]
    quantiles = _quantiles(ordered)
    return Target(
        uid=uid,
        name=name,
        plan=planned,
        on_plan=float(ordered.searchsorted(planned, side="right")) / len(ordered),
        quantiles=quantiles,
        buffers=[int(clock.work(at)) - int(clock.work(planned)) for at in quantiles],
        mean=int(ends.mean()),
        error=int(ends.std() / len(ends) ** 0.5),
        bars=_bars(ordered),
    )


def _quantiles(ordered: Any) -> list[int]:
    """Return P0 … P100: the least value that so many percent of the runs do not exceed."""
    last = len(ordered) - 1
    return [int(ordered[max(-(-percent * len(ordered) // 100) - 1, 0)]) for percent in range(100)] + [
        int(ordered[last])
    ]


def _bars(ordered: Any) -> list[list[int]]:
    """Count runs by days; by whole weeks, alike in days off, where there would be more than `MOST_BARS` of them."""
    first, last = int(ordered[0]) // DAY, int(ordered[-1]) // DAY
    size = last - first + 1
    width = (1 if size <= MOST_BARS else 7 * -(-size // (7 * MOST_BARS))) * DAY
    edges = list(range(first * DAY, (last + 1) * DAY + width, width))
    counts = [int(ordered.searchsorted(edge)) for edge in edges]
    return [
        [begin, begin + width, after - before]
        for begin, before, after in zip(edges, counts, counts[1:], strict=False)
        if begin <= int(ordered[-1])
    ]


def _money(work: Work, sample: Sample) -> dict[str, Any]:
    """Return the distribution of cost, and how it goes with the goal; nothing where nothing costs."""
    if not work.planned_cost and not sample.cost.any():
        return {}
    goes_live = len(sample.targets) and int(sample.targets[0]) == work.state.go_live
    ends, planned = (
        (sample.reached[0], int(sample.planned_reached[0]))
        if goes_live
        else (sample.finish, sample.planned_finish)
    )
    by_date, by_cost = ends.copy(), sample.cost.copy()
    by_date.sort()
    by_cost.sort()
    dates, costs = _quantiles(by_date), _quantiles(by_cost)
    limits = [(planned, work.planned_cost), *((dates[one], costs[one]) for one in JOINT)]
    step = -(-sample.runs // MOST_POINTS)
    return asdict(
        Money(
            plan=work.planned_cost,
            on_plan=float(by_cost.searchsorted(work.planned_cost, side="right")) / sample.runs,
            quantiles=costs,
            mean=int(sample.cost.mean()),
            points=[[int(at), int(cost)] for at, cost in zip(ends[::step], sample.cost[::step], strict=True)],
            joint=[float(((ends <= at) & (sample.cost <= cost)).mean()) for at, cost in limits],
        )
    )
