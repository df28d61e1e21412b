"""The problem that is searched: a resource-constrained project on an axis of whole slots."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from uptake.engine.plan import LinkType

Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Instance:
    """Tasks, links and what is there to do them, on slots ``0, 1, 2 …`` of elapsed time.

    All arrays are int32 unless said; `n` tasks, `m` links, `k` needs, `c` clocks, `r` resources.

    A task begins in a slot in which its clock works, and has worked `duration` such slots when its own
    part is through; without a duration it lasts no time and may lie anywhere. Each of its needs starts
    when `need_delay` slots of the need's clock have gone by since the start of the task, and takes
    `need_units` in each of the next `need_span` slots in which that clock works. The task is finished when
    its duration and all its needs are.

    A task that may be split stops as a whole, with all its clocks and needs, in slots in which one of its needs
    would find too little; it never stops otherwise.

    Parameters
    ----------
    horizon : int
        Slots on the axis; nothing may end later.
    duration : n
        Slots of work on the task's clock.
    clock : n
        Row of `open` that the duration runs on; ignored when `open` has no rows.
    open : uint8[c, horizon]
        Whether a clock works in a slot. Without rows every slot works for everybody.
    earliest : n
        First slot in which the task may start.
    latest : n
        Last slot in which the task may start; `horizon` when it is free.
    fixed : n
        Start of a task that may not move, else -1. It keeps its place whatever links and capacity say.
    pred, succ, kind, lag, lag_clock : m
        Links; `kind` is a `LinkType`. The lag is counted in working slots of row `lag_clock`, -1 for elapsed
        slots; it may be negative.
    capacity : int32[r] or int32[r, horizon]
        Units there are, always or in each slot.
    need_task, need_resource, need_units, need_clock, need_span, need_delay : k
        What tasks take, sorted by task.
    priority : n
        0 to 1000 as in Microsoft Project: the higher goes first.
    current : n
        Where the task starts today, -1 for nowhere; least movement is measured from here.
    split : uint8[n]
        Whether the task may be interrupted.
    weight : n
        1 where the finish of the task counts for the objective.

    Raises
    ------
    ValueError
        An array has another length than the others of its kind, or a number points outside.
    """

    horizon: int
    duration: Ints
    clock: Ints
    open: Bytes
    earliest: Ints
    latest: Ints
    fixed: Ints
    pred: Ints
    succ: Ints
    kind: Ints
    lag: Ints
    lag_clock: Ints
    capacity: Ints
    need_task: Ints
    need_resource: Ints
    need_units: Ints
    need_clock: Ints
    need_span: Ints
    need_delay: Ints
    priority: Ints
    current: Ints
    split: Bytes
    weight: Ints

    def __post_init__(self) -> None:
        self._check_lengths()
        clocks, resources = self.open.shape[0], self.capacity.shape[0]
        _within("pred", self.pred, 0, self.size)
        _within("succ", self.succ, 0, self.size)
        _within("kind", self.kind, 0, len(LinkType))
        _within("lag_clock", self.lag_clock, -1, max(clocks, 1))
        _within("need_task", self.need_task, 0, self.size)
        _within("need_resource", self.need_resource, 0, resources)
        _within("fixed", self.fixed, -1, self.horizon + 1)
        if clocks:
            _within("clock", self.clock, 0, clocks)
            _within("need_clock", self.need_clock, 0, clocks)
        for name in ("duration", "earliest", "latest", "need_units", "need_span", "need_delay", "capacity"):
            if getattr(self, name).size and getattr(self, name).min() < 0:
                raise ValueError(f"{name} has a negative number")
        if np.any(np.diff(self.need_task) < 0):
            raise ValueError("needs are not sorted by task")

    def _check_lengths(self) -> None:
        tasks = ("clock", "earliest", "latest", "fixed", "priority", "current", "split", "weight")
        links = ("succ", "kind", "lag", "lag_clock")
        needs = ("need_resource", "need_units", "need_clock", "need_span", "need_delay")
        for names, shape in (
            (tasks, self.duration.shape),
            (links, self.pred.shape),
            (needs, self.need_task.shape),
        ):
            for name in names:
                if getattr(self, name).shape != shape:
                    raise ValueError(f"{name} has shape {getattr(self, name).shape}, not {shape}")
        if self.open.ndim != 2 or (self.open.shape[0] and self.open.shape[1] != self.horizon):
            raise ValueError(f"open has shape {self.open.shape}, not clocks × {self.horizon} slots")
        if self.capacity.ndim not in {1, 2} or self.capacity.shape[1:] not in {(), (self.horizon,)}:
            raise ValueError(
                f"capacity has shape {self.capacity.shape}, not resources [× {self.horizon} slots]"
            )

    @property
    def size(self) -> int:
        """How many tasks there are."""
        return len(self.duration)

    @property
    def is_plain(self) -> bool:
        """Whether this is the textbook problem: finish-to-start without overlap, constant capacity."""
        whole_tasks = self.duration[self.need_task]
        return bool(
            not len(self.open)
            and self.capacity.ndim == 1
            and np.all(self.kind == LinkType.FS)
            and np.all(self.lag >= 0)
            and not self.earliest.any()
            and np.all(self.latest >= self.horizon)
            and np.all(self.fixed < 0)
            and not self.need_delay.any()
            and np.array_equal(self.need_span, whole_tasks)
            and not self.split.any()
            and self.weight.all()
        )

    @classmethod
    def plain(
        cls,
        duration: ArrayLike,
        links: Sequence[tuple[int, int]],
        capacity: ArrayLike,
        demand: ArrayLike,
        *,
        lags: ArrayLike | None = None,
    ) -> Self:
        """Make a project as the literature has it: finish-to-start links, resources that are always there.

        Parameters
        ----------
        duration : n
            In slots.
        links : sequence of (int, int)
            Predecessor and successor, from 0.
        capacity : r
        demand : n × r
            Units of each resource that a task takes while it runs.
        lags : m, optional
            Slots between the finish of the predecessor and the start of the successor.

        Examples
        --------
        >>> one = Instance.plain([2, 3], [(0, 1)], [1], [[1], [1]])
        >>> one.size, one.horizon, one.is_plain
        (2, 5, True)
        """
        long = np.asarray(duration, np.int32)
        needs = np.asarray(demand, np.int32).reshape(len(long), -1)
        ends = np.asarray(links, np.int32).reshape(-1, 2)
        waits = np.zeros(len(ends), np.int32) if lags is None else np.asarray(lags, np.int32)
        task, resource = (part.astype(np.int32) for part in np.nonzero(needs))
        horizon = int(long.sum() + np.maximum(waits, 0).sum())
        none = np.zeros(len(long), np.int32)
        return cls(
            horizon=horizon,
            duration=long,
            clock=none,
            open=np.zeros((0, horizon), np.uint8),
            earliest=none,
            latest=np.full(len(long), horizon, np.int32),
            fixed=np.full(len(long), -1, np.int32),
            pred=ends[:, 0].copy(),
            succ=ends[:, 1].copy(),
            kind=np.full(len(ends), int(LinkType.FS), np.int32),
            lag=waits,
            lag_clock=np.full(len(ends), -1, np.int32),
            capacity=np.asarray(capacity, np.int32),
            need_task=task,
            need_resource=resource,
            need_units=needs[task, resource],
            need_clock=np.zeros(len(task), np.int32),
            need_span=long[task],
            need_delay=np.zeros(len(task), np.int32),
            priority=np.full(len(long), 500, np.int32),
            current=np.full(len(long), -1, np.int32),
            split=np.zeros(len(long), np.uint8),
            weight=np.ones(len(long), np.int32),
        )


def _within(name: str, values: Ints, low: int, high: int) -> None:
    if values.size and (values.min() < low or values.max() >= high):
        raise ValueError(f"{name} goes from {values.min()} to {values.max()}, allowed is {low} to {high - 1}")
