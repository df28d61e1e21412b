"""The solver in a thread of its own, and what it has to tell."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from queue import Empty, SimpleQueue
from typing import Self

from uptake.engine.levelling.cpsat import Answer, Compressed, Solver, compress
from uptake.engine.levelling.instance import Instance, Ints

LARGEST = 3000
"""Tasks above which a model takes longer to build than it is worth."""


class Prover:
    """Runs of CP-SAT, one at a time."""

    def __init__(self, problem: Compressed, seed: int) -> None:
        self.problem, self.seed = problem, seed
        self.upper, self.bound = 0, 0
        self._solver: Solver | None = None
        self._run: Future[Answer] | None = None
        self._schedules: SimpleQueue[Ints] = SimpleQueue()

    @classmethod
    def of(cls, instance: Instance, seed: int) -> Self | None:
        """Make the solver for an instance; None where it cannot state it."""
        problem = compress(instance) if instance.size <= LARGEST else None
        return None if problem is None else cls(problem, seed)

    @property
    def is_running(self) -> bool:
        """Whether it has a thread now."""
        return self._run is not None

    def begin(self, pool: ThreadPoolExecutor, upper: int, hint: Ints | None, seconds: float) -> None:
        """Look for a schedule that ends at `upper` or earlier, in a thread of the pool."""
        self.upper = upper
        self._run = pool.submit(self.solve, upper, hint, seconds=seconds)

    def solve(
        self, upper: int, hint: Ints | None, *, seconds: float | None = None, work: float | None = None
    ) -> Answer:
        """Look for it in this thread; bounds and schedules can be heard meanwhile."""
        self._solver = Solver(self.problem, upper=upper, hint=hint, seed=self.seed)
        answer = self._solver.run(
            seconds=seconds, work=work, on_schedule=self._schedules.put, on_bound=self._raise
        )
        self._raise(answer.bound)
        return answer

    def _raise(self, bound: int) -> None:
        self.bound = max(self.bound, bound)

    def hear(self) -> list[Ints]:
        """Give starts of the schedules found since the last call, on the compressed axis; end a run that is over."""
        if self._run is not None and self._run.done():
            self._run.result()
            self._run = None
        found = []
        try:
            while True:
                found.append(self._schedules.get_nowait())
        except Empty:
            return found

    def rest(self) -> None:
        """Wait a moment for the run."""
        if self._run is not None:
            wait([self._run], 0.02)

    def stop(self) -> None:
        """End the run soon. It may be between two states: ask until it has ended."""
        if self._solver is not None:
            self._solver.stop()

    def close(self) -> None:
        """End the run and wait for it."""
        while self._run is not None and wait([self._run], 0.02).not_done:
            self.stop()
        self._run = None
