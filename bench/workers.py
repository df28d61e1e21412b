"""A process for each scheduler, asked one thing at a time: a line of JSON in, a line of JSON out.

The processes live through the whole run, so that measured rounds can alternate between them and whatever
else the machine is doing disturbs all alike. All share one core; one works at a time, the others are held.
"""

import contextlib
import json
import os
import queue
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
Answer = dict[str, Any]


class PeerError(Exception):
    """A process that did not answer as asked."""


class PeerTooSlowError(PeerError):
    """No answer within the limit; the process was ended."""

    def __init__(self, limit: float) -> None:
        super().__init__(f"> {limit:.0f} s")
        self.limit = limit


class Worker:
    """The parent's end of one process.

    `module` is run with `python`, on one core where the system lets us choose.
    """

    def __init__(self, python: Path | str, module: str) -> None:
        self.module = module
        self._said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  # lives as long as the process
        self._process = subprocess.Popen(
            [str(python), "-m", module],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")

    def ask(self, do: str, *, limit: float = 600, **details: object) -> Answer:
        """Have something done; raises `PeerError` with the last words of the process."""
        assert self._process.stdin is not None
        self._signal("SIGCONT")
        try:
            self._process.stdin.write(json.dumps({"do": do, **details}) + "\n")
            self._process.stdin.flush()
            line = self._answers.get(timeout=limit)
        except queue.Empty:
            self.close()
            raise PeerTooSlowError(limit) from None
        except OSError:
            line = ""
        if not line:
            raise PeerError(self._last_words())
        self._signal("SIGSTOP")
        answer: Answer = json.loads(line)
        if "refused" in answer:
            raise PeerError(answer["refused"])
        return answer

    def _signal(self, name: str) -> None:
        """Let the process go on, or hold it: a JVM would go on compiling while another is measured."""
        if hasattr(signal, name) and self._process.poll() is None:
            self._process.send_signal(getattr(signal, name))

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read().strip().splitlines()
        return lines[-1][:300] if lines else f"{self.module} ended without a word"

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self._said.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self.close()


def serve(handlers: Mapping[str, Callable[..., Answer]], *, pinned: bool = True) -> None:
    """Answer the parent until it is gone: the child's end. `pinned` keeps it to one core."""
    if pinned:
        one_core()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        details = json.loads(line)
        try:
            answer = handlers[details.pop("do")](**details)
        except (ValueError, RuntimeError, ArithmeticError, LookupError) as error:
            answer = {"refused": f"{type(error).__name__}: {error}"[:300]}
        out.write(json.dumps(answer) + "\n")
        out.flush()


def one_core() -> None:
    """Keep to the last core that this process may use; elsewhere than on Linux, leave it to the system."""
    if hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def peak_mb() -> float:
    """Return the most memory that this process has held, in MB (10^6 bytes)."""
    status = Path("/proc/self/status")
    if status.exists():  # there getrusage also counts what the parent held before this program was loaded
        for line in status.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used * (1 if sys.platform == "darwin" else 1024) / 1e6


def timed(work: Callable[[], object]) -> tuple[float, Any]:
    """Return how long some work took, in seconds, and what it gave."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result
