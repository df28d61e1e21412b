"""The exact side: CP-SAT on intervals and cumulative resources. The only module that knows OR-tools."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from uptake.engine.levelling.instance import Instance, Ints
from uptake.engine.levelling.network import Network, lay_out
from uptake.engine.plan import LinkType


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver knows at the end.

    No schedule ends before `bound`; `starts` is one that ends by the limit it was given, if it found any.
    """

    bound: int
    starts: Ints | None


@dataclass(frozen=True, slots=True)
class Compressed:
    """An instance without the slots in which nobody works, and where its slots lie."""

    instance: Instance
    network: Network
    slot: Ints | None
    horizon: int

    def inward(self, instant: int) -> int:
        """Working slots before an instant."""
        return instant if self.slot is None else int(np.searchsorted(self.slot, instant))

    def outward(self, worked: int) -> int:
        """Where so many working slots are through; past the last one it is past the axis."""
        if self.slot is None or worked <= 0:
            return worked
        return int(self.slot[worked - 1]) + 1 if worked <= len(self.slot) else self.horizon + 1


def compress(instance: Instance) -> Compressed | None:
    """Leave out the slots in which nobody works, if everything goes by one clock and nothing may be split.

    Examples
    --------
    >>> one = compress(Instance.plain([2, 3], [(0, 1)], [1], [[1], [1]]))
    >>> one.instance.horizon, one.outward(4)
    (5, 4)
    """
    if instance.split.any() or len(instance.open) > 1:
        return None
    if not len(instance.open):
        return Compressed(instance, lay_out(instance), None, instance.horizon)
    if np.any((instance.lag_clock < 0) & (instance.lag != 0)):
        return None
    works = np.flatnonzero(instance.open[0]).astype(np.int32)
    before = np.concatenate((np.searchsorted(works, np.arange(instance.horizon + 1)), [len(works)])).astype(
        np.int32
    )
    last = np.where(
        instance.latest >= instance.horizon,
        len(works),
        before[np.minimum(instance.latest, instance.horizon - 1) + 1] - (instance.duration > 0),
    )
    inner = replace(
        instance,
        horizon=len(works),
        open=np.zeros((0, len(works)), np.uint8),
        earliest=before[np.minimum(instance.earliest, instance.horizon + 1)],
        latest=np.maximum(last, 0).astype(np.int32),
        fixed=np.where(instance.fixed < 0, -1, before[np.maximum(instance.fixed, 0)]).astype(np.int32),
        capacity=instance.capacity
        if instance.capacity.ndim == 1
        else np.ascontiguousarray(instance.capacity[:, works]),
    )
    return Compressed(inner, lay_out(inner), works, instance.horizon)


class Solver:
    """One run of CP-SAT, which another thread may stop."""

    def __init__(
        self, problem: Compressed, *, upper: int, hint: Ints | None, seed: int, workers: int = 1
    ) -> None:
        """Ask for a schedule that ends at `upper` or earlier; `hint` are starts that may be near it."""
        self.problem = problem
        self.model = cp_model.CpModel()
        self.upper = problem.inward(upper)
        self._starts, self._last = _state(self.model, problem, self.upper)
        for variable, start in zip(self._starts, [] if hint is None else hint.tolist(), strict=False):
            if not isinstance(variable, int):
                self.model.add_hint(variable, problem.inward(start))
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = workers
        self._solver.parameters.linearization_level = (
            0  # links and needs prove more, the linear relaxation only costs
        )
        self._solver.parameters.random_seed = seed % (1 << 31)

    def run(
        self,
        *,
        seconds: float | None = None,
        work: float | None = None,
        on_schedule: Callable[[Ints], None] | None = None,
        on_bound: Callable[[int], None] | None = None,
    ) -> Answer:
        """Search until proof, limit or `stop`.

        Parameters
        ----------
        seconds : float, optional
            Wall time.
        work : float, optional
            Deterministic time, the same on every machine.
        on_schedule, on_bound : callable, optional
            Told starts, in slots of the compressed axis, and bounds on the finish while it runs.
        """
        if seconds is not None:
            self._solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        if work is not None:
            self._solver.parameters.max_deterministic_time = work
        if on_bound is not None:
            outward = self.problem.outward
            self._solver.best_bound_callback = lambda bound: on_bound(outward(int(np.ceil(bound - 1e-6))))
        status = self._solver.solve(self.model, _Listener(self._starts, on_schedule))
        if status == cp_model.INFEASIBLE:
            return Answer(self.problem.outward(self.upper + 1), None)
        bound = self.problem.outward(int(np.ceil(self._solver.best_objective_bound - 1e-6)))
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            values = [one if isinstance(one, int) else self._solver.value(one) for one in self._starts]
            return Answer(bound, np.array(values, np.int32))
        return Answer(bound, None)

    def stop(self) -> None:
        """End the run soon; for another thread to call."""
        self._solver.stop_search()


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, starts: list[Any], told: Callable[[Ints], None] | None) -> None:
        super().__init__()
        self._starts, self._told = starts, told

    def on_solution_callback(self) -> None:
        if self._told is not None:
            self._told(
                np.array([one if isinstance(one, int) else self.value(one) for one in self._starts], np.int32)
            )


def _state(model: cp_model.CpModel, problem: Compressed, upper: int) -> tuple[list[Any], Any]:
    """Variables and constraints; gives the starts and the finish of all."""
    instance, network = problem.instance, problem.network
    starts: list[Any] = []
    ends: list[Any] = []
    counts = instance.weight.tolist()
    room = [upper if counts[task] else instance.horizon for task in range(instance.size)]
    through = _through(instance)
    for task, long in enumerate(through):
        fixed = int(instance.fixed[task])
        low, high = int(instance.earliest[task]), min(int(instance.latest[task]), room[task] - long)
        if fixed >= 0:
            starts.append(fixed)
        elif low > high:
            model.add_bool_or([])
            starts.append(low)
        else:
            starts.append(model.new_int_var(low, high, f"s{task}"))
        ends.append(starts[-1] + long)
    last = model.new_int_var(0, upper, "finish")
    for task in np.flatnonzero(instance.weight > 0).tolist():
        if instance.fixed[task] < 0 or through[task]:
            model.add(last >= ends[task])
    for pred, succ, kind, lag in zip(
        instance.pred.tolist(),
        instance.succ.tolist(),
        instance.kind.tolist(),
        instance.lag.tolist(),
        strict=True,
    ):
        if instance.fixed[succ] < 0:
            source = ends[pred] if kind in {LinkType.FS, LinkType.FF} else starts[pred]
            target = ends[succ] if kind in {LinkType.FF, LinkType.SF} else starts[succ]
            model.add(target >= source + lag)
    for resource in range(instance.capacity.shape[0]):
        _limit(model, instance, network, resource, starts)
    model.minimize(last)
    return starts, last


def _through(instance: Instance) -> list[int]:
    """Slots from the start of a task until its duration and all its needs are through."""
    long = instance.duration.copy()
    np.maximum.at(
        long,
        instance.need_task,
        np.where(instance.need_span > 0, instance.need_delay + instance.need_span, 0),
    )
    return [int(slots) for slots in long]


def _limit(
    model: cp_model.CpModel, instance: Instance, network: Network, resource: int, starts: list[Any]
) -> None:
    """At no time more of a resource than there is; where fixed tasks take some, a block stands for it."""
    intervals, demands = [], []
    needs = np.flatnonzero((instance.need_resource == resource) & (instance.fixed[instance.need_task] < 0))
    for need in needs.tolist():
        span, units = int(instance.need_span[need]), int(instance.need_units[need])
        if span and units:
            begin = starts[instance.need_task[need]] + int(instance.need_delay[need])
            intervals.append(model.new_fixed_size_interval_var(begin, span, f"n{need}"))
            demands.append(units)
    if not intervals:
        return
    if network.plain:
        model.add_cumulative(intervals, demands, int(instance.capacity[resource]))
        return
    free = np.maximum(network.free[resource], 0)
    most = int(free.max(initial=0))
    edges = np.flatnonzero(np.diff(free, prepend=-1, append=-1))
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if free[begin] < most:
            intervals.append(model.new_fixed_size_interval_var(begin, end - begin, f"b{resource}.{begin}"))
            demands.append(most - int(free[begin]))
    model.add_cumulative(intervals, demands, most)
