"""What runs gave: a value that can be sent between processes, and put together from parts."""

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from uptake.engine.scheduling import Remark
from uptake.engine.simulation.errors import NotOneSimulation

Ints = NDArray[np.int64]

SUMS = 3
QUANTUM = 256
"""Sums of squares and products are kept in units of so many, as whole numbers: then their order does not matter."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sample:
    """The outcomes of some runs of one simulation, in the order of the runs.

    Attributes
    ----------
    first : int
        Number of the first run.
    planned_finish : int
        Of the schedule that was simulated; instants are tenths of a minute since the epoch.
    planned_reached : ndarray of int64, shape (t,)
        The same for the targets.
    finish : ndarray of int64, shape (runs,)
        The project's finish.
    targets : ndarray of int64, shape (t,)
        Uids of the milestones that were watched.
    reached : ndarray of int64, shape (t, runs)
        Their finishes.
    cost : ndarray of int64, shape (runs,)
        Minor units.
    tasks : ndarray of int64, shape (n,)
        Uids of the tasks that can be critical.
    critical : ndarray of int64, shape (n,)
        In how many runs each was.
    varying : ndarray of int64, shape (v,)
        Uids of the tasks whose duration varies.
    sums : ndarray of int64, shape (v, 3)
        Of their duration less the planned one, of its square, and of its product with the project's finish less the
        planned one; the latter two in units of 256.
    remarks : tuple of Remark
        See `model.build_draws`.
    """

    first: int
    planned_finish: int
    planned_reached: Ints
    finish: Ints
    targets: Ints
    reached: Ints
    cost: Ints
    tasks: Ints
    critical: Ints
    varying: Ints
    sums: Ints
    remarks: tuple[Remark, ...] = ()

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.finish)

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object: columns are compressed and written in base64.

        Examples
        --------
        >>> import numpy as np
        >>> none = np.zeros(0, np.int64)
        >>> columns = {name: none for name in Sample.columns()} | {"reached": np.zeros((0, 2), np.int64)}
        >>> one = Sample(**columns | {"finish": np.array([5, 7])}, first=0, planned_finish=4)
        >>> Sample.from_json(one.to_json()).finish.tolist()
        [5, 7]
        """
        told: dict[str, Any] = {"first": self.first, "planned_finish": self.planned_finish}
        told["remarks"] = [[one.code, one.task, one.data] for one in self.remarks]
        for name in self.columns():
            column = np.ascontiguousarray(getattr(self, name), np.dtype("<i8"))
            packed = base64.b64encode(zlib.compress(column.tobytes(), 1)).decode("ascii")
            told[name] = {"shape": list(column.shape), "data": packed}
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """Return the sample that `to_json` wrote."""
        columns = {
            name: np.frombuffer(zlib.decompress(base64.b64decode(told[name]["data"])), np.dtype("<i8"))
            .reshape(told[name]["shape"])
            .astype(np.int64)
            for name in cls.columns()
        }
        remarks = tuple(Remark(code, task, data) for code, task, data in told["remarks"])
        return cls(first=told["first"], planned_finish=told["planned_finish"], remarks=remarks, **columns)

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the names of the columns."""
        apart = ("first", "planned_finish", "remarks")
        return tuple(one.name for one in fields(cls) if one.name not in apart)


def merge(samples: Iterable[Sample]) -> Sample:
    """Put the parts of a simulation together.

    Parameters
    ----------
    samples : iterable of Sample
        In any order; of the same schedule, settings, events and targets.

    Returns
    -------
    Sample
        The same as if all had been run as one.

    Raises
    ------
    NotOneSimulation
        When runs are missing between them or there twice, or the tasks or targets differ.
    """
    ordered = sorted(samples, key=lambda one: one.first)
    if not ordered:
        raise NotOneSimulation("no samples")
    head = ordered[0]
    expected = head.first
    for one in ordered:
        if one.first != expected:
            raise NotOneSimulation(f"run {expected} is missing, or there twice")
        expected += one.runs
        for name in ("tasks", "varying", "targets", "planned_reached"):
            if not np.array_equal(getattr(one, name), getattr(head, name)):
                raise NotOneSimulation(f"{name} differ")
    return Sample(
        first=head.first,
        planned_finish=head.planned_finish,
        planned_reached=head.planned_reached,
        finish=np.concatenate([one.finish for one in ordered]),
        targets=head.targets,
        reached=np.concatenate([one.reached for one in ordered], axis=1),
        cost=np.concatenate([one.cost for one in ordered]),
        tasks=head.tasks,
        critical=np.sum([one.critical for one in ordered], axis=0, dtype=np.int64),
        varying=head.varying,
        sums=np.sum([one.sums for one in ordered], axis=0, dtype=np.int64),
        remarks=head.remarks,
    )
