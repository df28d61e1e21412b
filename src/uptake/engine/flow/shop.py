"""One run of a value stream, item by item, as SimPy processes. Who simulates brings SimPy; importing this does not."""

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Any

from uptake.engine.flow.stream import Step, Stream

if TYPE_CHECKING:
    from simpy import Environment, Event, Resource

    Passing = Generator[Event, Any, None]


class Variation(StrEnum):
    """How far times scatter around their mean: coefficient of variation 1, 0.5 and 0."""

    EXPONENTIAL = "exponential"
    ERLANG = "erlang"
    REGULAR = "regular"


PHASES = {Variation.EXPONENTIAL: 1, Variation.ERLANG: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """When a run measures: minutes from its start."""

    begin: float
    end: float

    @property
    def length(self) -> float:
        """Minutes that are measured."""
        return self.end - self.begin

    def left(self, now: float) -> float:
        """Return how many of the measured minutes are still to come.

        What begins and ends adds and takes away what is left then: the sum over all, of what goes on at the end
        as well, is the time spent within the measured minutes.
        """
        return min(self.length, self.end - now)


@dataclass(slots=True)
class Tally:
    """What was measured at one step, in one run or in several added up.

    `present`, `queueing` and `busy` are minutes of items, of items and of operators; `queued` and `formed` minutes that
    items waited for an operator and for their lot; `passed` counts items that left for good, `grown` is how many
    more were queueing at the end than at the beginning.
    """

    present: float = 0.0
    queueing: float = 0.0
    busy: float = 0.0
    queued: float = 0.0
    formed: float = 0.0
    passed: int = 0
    grown: int = 0

    def add(self, other: "Tally") -> None:
        """Add what another run measured."""
        self.present += other.present
        self.queueing += other.queueing
        self.busy += other.busy
        self.queued += other.queued
        self.formed += other.formed
        self.passed += other.passed
        self.grown += other.grown


@dataclass(slots=True)
class Lot:
    """Items that are being collected, and what tells them that their work is done."""

    done: "Event"
    size: int = 0
    joined: float = 0.0


class Station:
    """A step at work: its operators, the lot that is being collected, and the tally."""

    def __init__(
        self,
        env: "Environment",
        step: Step,
        *,
        operators: "Resource",
        horizon: Horizon,
        service: Variation,
        seed: str,
    ) -> None:
        self.step = step
        self.operators = operators
        self.env = env
        self.horizon = horizon
        self.service = service
        self.times = Random(f"{seed} times")
        self.judgement = Random(f"{seed} judgement")
        self.lot = Lot(self.env.event())
        self.waiting = 0
        self.tally = Tally()

    def passing(self) -> "Passing":
        """Take an item through the step, as often as it is sent back."""
        tally, horizon, env = self.tally, self.horizon, self.env
        tally.present += horizon.left(env.now)
        while True:
            yield from self._visit()
            if self.judgement.random() < self.step.accurate:
                break
        tally.present -= horizon.left(env.now)
        tally.passed += env.now >= horizon.begin

    def _visit(self) -> "Passing":
        if self.step.wait:
            yield self.env.timeout(self.step.wait)
        self.waiting += 1
        if self.step.batch == 1:
            yield from self._work()
            return
        lot, now = self.lot, self.env.now
        lot.size += 1
        lot.joined += now
        if lot.size < self.step.batch:
            yield lot.done
            return
        self.lot = Lot(self.env.event())
        if now >= self.horizon.begin:
            self.tally.formed += lot.size * now - lot.joined
        yield from self._work()
        lot.done.succeed()

    def _work(self) -> "Passing":
        """Wait for an operator, and work on one lot.

        Requests are not context managers here: at the end of a run, each that still queues would look itself up in
        the whole queue to leave it.
        """
        tally, horizon, env, items = self.tally, self.horizon, self.env, self.step.batch
        asked = env.now
        tally.queueing += items * horizon.left(asked)
        turn = self.operators.request()
        yield turn
        begun = env.now
        self.waiting -= items
        tally.queueing -= items * horizon.left(begun)
        tally.busy += horizon.left(begun)
        if begun >= horizon.begin:
            tally.queued += items * (begun - asked)
        yield env.timeout(self.step.changeover + drawn(self.times, self.step.process, self.service, items))
        tally.busy -= horizon.left(env.now)
        self.operators.release(turn)


def drawn(source: Random, mean: float, variation: Variation, count: int = 1) -> float:
    """Return the sum of so many random times of one mean."""
    if variation is Variation.REGULAR or mean == 0:
        return mean * count
    phases = PHASES[variation]
    return source.gammavariate(phases * count, mean / phases)


def run_once(
    stream: Stream, horizon: Horizon, *, arrivals: Variation, service: Variation, seed: str
) -> tuple[list[float], list[Tally]]:
    """Let a stream run from empty to the end of the horizon.

    Returns
    -------
    list of float
        Lead times of the items that were finished within the measured minutes, in that order.
    list of Tally
        For each step.
    """
    from simpy import Environment, Resource  # noqa: PLC0415 - only who simulates needs it

    env = Environment()
    stations = [
        Station(
            env,
            step,
            operators=Resource(env, step.operators),
            horizon=horizon,
            service=service,
            seed=f"{seed} {at}",
        )
        for at, step in enumerate(stream.steps)
    ]
    leads: list[float] = []

    def item() -> "Passing":
        arrived = env.now
        for station in stations:
            yield from station.passing()
        if env.now >= horizon.begin:
            leads.append(env.now - arrived)

    def arriving() -> "Passing":
        source = Random(f"{seed} arrivals")
        while True:
            yield env.timeout(drawn(source, stream.takt, arrivals))
            env.process(item())

    env.process(arriving())
    if horizon.begin:
        env.run(until=horizon.begin)
    waiting = [station.waiting for station in stations]
    env.run(until=horizon.end)
    for station, before in zip(stations, waiting, strict=True):
        station.tally.grown = station.waiting - before
    return leads, [station.tally for station in stations]
