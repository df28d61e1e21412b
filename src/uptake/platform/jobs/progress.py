"""What a kind of job is, and how one tells how far it is."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from uptake.platform.models import Job, JobState

LOOK_EVERY = 0.25
"""Seconds between two looks at what people want of a job, and between two interim results."""


class Cancelled(Exception):
    """The person who asked for the job no longer wants it."""


class Refused(Exception):
    """The job cannot be done, for a reason that a person can read."""


class Progress:
    """How a job tells how far it is, and learns what people want of it."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._shown = self._looked = float("-inf")
        self._stopping = False

    def __call__(self, done: int, total: int, step: str = "") -> None:
        """Write down how far the job is; raises `Cancelled`."""
        self._write(done=done, total=total, step=step[:200])

    def show(self, interim: dict[str, Any]) -> None:
        """Let people see what the job has so far, a few times a second at most; raises `Cancelled`."""
        if time.monotonic() - self._shown >= LOOK_EVERY:
            self._write(result=interim)
            self._shown = time.monotonic()

    @property
    def stopping(self) -> bool:
        """Whether to end with the best so far: somebody asked for that, or no longer wants the job at all."""
        if not self._stopping and time.monotonic() - self._looked >= LOOK_EVERY:
            self._stopping = self._unwanted()
            self._looked = time.monotonic()
        return self._stopping

    @contextmanager
    def watching(self) -> Iterator[threading.Event]:
        """Look out in another thread for `stopping`, for work that has no time to ask; yields what is set then."""
        stop, over = threading.Event(), threading.Event()

        def look() -> None:
            try:
                while not over.wait(LOOK_EVERY) and not stop.is_set():
                    if self._unwanted():
                        stop.set()
            finally:
                connection.close()

        looking = threading.Thread(target=look, name="watch", daemon=True)
        looking.start()
        try:
            yield stop
        finally:
            over.set()
            looking.join()

    def _unwanted(self) -> bool:
        found = Job.objects.filter(pk=self.job.pk).values_list("state", "stop_asked").first()
        return found is not None and (found[0] != JobState.RUNNING or found[1])

    def finish(self, result: dict[str, Any]) -> dict[str, Any]:
        """Write the result down in the transaction of the work: both stay, or neither; raises `Cancelled`."""
        if not end(self.job, JobState.DONE, result):
            raise Cancelled
        return result

    def _write(self, **values: Any) -> None:
        if not Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING).update(**values):
            raise Cancelled


Work = Callable[[Job, Progress], dict[str, Any]]
KINDS: dict[str, Work] = {}
ANYTIME: set[str] = set()
"""Kinds that have a result before their end: people may ask for it with `stop`."""


def job(kind: str, *, anytime: bool = False) -> Callable[[Work], Work]:
    """Register the function that does the jobs of a kind; what it returns is kept as the result.

    `anytime` says that it looks at `Progress.stopping`, and can end early with the best that it has.
    """

    def register(work: Work) -> Work:
        KINDS[kind] = work
        if anytime:
            ANYTIME.add(kind)
        return work

    return register


def end(found: Job, state: str, result: dict[str, Any], message: str = "") -> bool:
    """Write down how a job ended; tell whether it was still running."""
    still = Job.objects.filter(pk=found.pk, state=JobState.RUNNING)
    return bool(
        still.update(
            state=state,
            message=message,
            result=result,
            made=found.made.name or "",
            made_name=found.made_name,
            ended_at=timezone.now(),
        )
    )
