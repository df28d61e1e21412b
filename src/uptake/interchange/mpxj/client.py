"""The caller's side of the helper process: starts it when first needed, guards it, starts it again."""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import weakref
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, cast

import uptake
from uptake.interchange import errors
from uptake.interchange.mpxj import frames
from uptake.interchange.mpxj.jre import jvms

Json = Any
OUT_OF_MEMORY = 3  # the exit code of -XX:+ExitOnOutOfMemoryError
START_SECONDS = 60.0
_LAST_MOMENT = 0.5


class Helper:
    """One helper process, used by one thread at a time.

    Parameters
    ----------
    seconds : float
        How long one request may take before the process is ended.
    memory_mb : int
        Java heap of the process.
    """

    def __init__(self, *, seconds: float = 60.0, memory_mb: int = 1024) -> None:
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch: str | None = None
        _helpers.add(self)

    def call(self, header: Json, body: bytes = b"", *, seconds: float | None = None) -> tuple[Json, bytes]:
        """Send one request and wait; a failure ends the process, and the next call starts a fresh one."""
        with self._lock:
            process = self._running()
            reply, content = self._await(process, seconds or self.seconds, (header, body))
        if "error" in reply:
            raise _error_of(reply)
        return reply, content

    def start(self) -> None:
        """Start the process now rather than with the first request."""
        with self._lock:
            self._running()

    def close(self) -> None:
        """End the process and remove its temporary files."""
        with self._lock:
            self._end()

    @property
    def pid(self) -> int | None:
        """Process id of the running helper, None when there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        refusals = []
        for jvm in jvms():
            try:
                return self._start_with(jvm)
            except errors.NoJava as error:
                # Too old, or for another processor: the next one may do.
                refusals.append(f"{jvm}: {error.detail}")
        raise errors.NoJava("; ".join(refusals))

    def _start_with(self, jvm: str) -> subprocess.Popen[bytes]:
        self._scratch = tempfile.mkdtemp(prefix="uptake-")
        options = {"jvm": jvm, "memory_mb": self.memory_mb, "scratch": self._scratch}
        self._process = process = subprocess.Popen(  # noqa: S603 - our own program, a list of arguments, no shell
            [sys.executable, "-P", "-m", "uptake.interchange.mpxj.worker", json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("UPTAKE_HELPER_STDERR") else subprocess.DEVNULL,
            env=_environment(),
            cwd=self._scratch,
            start_new_session=True,
        )
        reply, _ = self._await(process, START_SECONDS)
        if "error" in reply:
            self._end()
            raise _error_of(reply)
        return process

    def _await(
        self, process: subprocess.Popen[bytes], seconds: float, request: tuple[Json, bytes] | None = None
    ) -> tuple[Json, bytes]:
        late = threading.Event()

        def end_late() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end_late)
        timer.daemon = True
        timer.start()
        try:
            if request is not None:
                frames.send(cast(BinaryIO, process.stdin), *request)
            return frames.receive(cast(BinaryIO, process.stdout))
        except (frames.ChannelClosed, ValueError):
            code = self._end()
            if late.is_set():
                raise errors.HelperTimedOut(seconds) from None
            if code == OUT_OF_MEMORY:
                raise errors.HelperOutOfMemory(self.memory_mb) from None
            raise errors.HelperCrashed(code) from None
        except BaseException:
            # Interrupted half-way: what is in the pipes would be taken for the next answer.
            self._end()
            raise
        finally:
            timer.cancel()

    def _end(self) -> int:
        process, scratch = self._process, self._scratch
        self._process = self._scratch = None
        code = 0
        if process is not None:
            code = _finish(process)
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)
        return code

    def leave_to_parent(self) -> None:
        """Forget the process in a fork of its caller: process, pipes and folder are the parent's."""
        process, self._process, self._scratch = self._process, None, None
        self._lock = threading.Lock()  # another thread of the parent may hold the old one
        if process is not None:
            process.returncode = 0
            for stream in (process.stdin, process.stdout):
                # Not the buffer above it, which would send what the parent was about to send.
                cast(io.BufferedReader, stream).raw.close()


_helpers: weakref.WeakSet[Helper] = weakref.WeakSet()


def _leave_to_parent() -> None:
    for helper in list(_helpers):
        helper.leave_to_parent()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_leave_to_parent)


def _finish(process: subprocess.Popen[bytes]) -> int:
    with contextlib.suppress(OSError):
        if process.stdin is not None:
            process.stdin.close()
    try:
        # A crashing process closes its pipes a moment before its exit code can be had.
        code = process.wait(timeout=_LAST_MOMENT)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    if process.stdout is not None:
        process.stdout.close()
    return code


def _environment() -> dict[str, str]:
    """Give the caller's environment, less what would change the Java machine, our package in reach."""
    env = {key: value for key, value in os.environ.items() if key not in _JAVA_OPTIONS}
    package_root = str(Path(uptake.__file__).resolve().parent.parent)
    env["PYTHONPATH"] = package_root
    env["PYTHONUTF8"] = "1"
    # A plan's times are local, wherever it is read: Java's idea of a time zone must not shift the few that are not.
    env["TZ"] = "UTC"
    return env


_JAVA_OPTIONS = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "PYTHONSTARTUP"}


def _error_of(reply: Json) -> errors.InterchangeError:
    kind = getattr(errors, str(reply["error"]), errors.UnreadableFile)
    return cast(errors.InterchangeError, kind(*reply["values"]))


@cache
def shared_helper() -> Helper:
    """Give the helper of this process, made on first use and ended with it."""
    helper = Helper()
    atexit.register(helper.close)
    return helper
