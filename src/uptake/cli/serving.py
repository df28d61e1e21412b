"""The product itself: web server, job worker and housekeeping under one roof, until it is told to stop."""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.text import Text

from uptake.cli.errors import CommandError
from uptake.cli.terminal import print_line
from uptake.cli.words import say

log = logging.getLogger(__name__)
GRACE = 30.0
"""Seconds that a request or a job has to come to an end when the server stops."""
RESTART_AFTER = 1.0
TIDY_EVERY = 3600.0
LEASE = 10.0
"""Seconds between two looks for jobs whose worker is no more."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NotStarted(CommandError):
    """The server could not start; the reasons are sentences."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def prepare(data: Path | None, *, only_read: bool = False) -> None:
    """Read the settings, bring the database to this version, and lay out the static files.

    `only_read` leaves the latter two to the server: a worker beside it finds them done, or raises `NotStarted`.
    """
    if data is not None:
        os.environ["UPTAKE_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uptake.platform.settings")
    from uptake.platform.environment import BadEnvironment  # noqa: PLC0415 - other commands do without Django

    try:
        import django  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
    except BadEnvironment as why:
        raise NotStarted(why.sentences) from why
    from django.db import DatabaseError  # noqa: PLC0415

    from uptake.platform.health import waiting  # noqa: PLC0415
    from uptake.platform.static import lay_out  # noqa: PLC0415

    try:
        if only_read and waiting():
            raise NotStarted((say("worker.no_server"),))
        if not only_read:
            call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as why:
        raise NotStarted((say("serve.no_database", reason=str(why).strip().splitlines()[0]),)) from why
    if not only_read:
        lay_out()


def check_port(host: str, port: int) -> None:
    """Raise `NotStarted` when another program listens there already; the web server itself would share the port."""
    near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not listened at
    with contextlib.suppress(OSError), socket.create_connection((near, port), timeout=1):
        address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        raise NotStarted((say("serve.no_port", address=address),))


def serve(host: str, port: int, *, ready: Callable[[str], None]) -> int:
    """Run until SIGTERM or Ctrl+C.

    Parameters
    ----------
    host : str
    port : int
    ready : callable
        Called once with the address, when the server answers.
    """
    from django.db import DatabaseError, connections  # noqa: PLC0415

    from uptake.changes.services import refresh_stale  # noqa: PLC0415
    from uptake.platform.settings import ENVIRONMENT  # noqa: PLC0415
    from uptake.platform.tidying import tidy  # noqa: PLC0415
    from uptake.registers.approval.reminding import remind  # noqa: PLC0415
    from uptake.risk.digest import send_digest  # noqa: PLC0415
    from uptake.schedule.lifecycle.purging import purge_expired  # noqa: PLC0415

    _give_up_lost()
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    house = House(
        [
            Part("web", _web(host, port, ENVIRONMENT.workers)),
            *_workers(ENVIRONMENT.job_workers),
        ]
    )
    with house.open():
        _wait_until_it_answers(address, house)
        ready(address)
        due = time.monotonic() + 60
        look = time.monotonic() + LEASE
        while house.tend():
            if time.monotonic() >= look:
                _give_up_lost()
                look = time.monotonic() + LEASE
            if time.monotonic() >= due:
                try:
                    tidy()
                    purge_expired()
                    remind()
                    send_digest()
                    refresh_stale()
                except DatabaseError:  # a database that is away comes back; the house stays open
                    log.exception("housekeeping failed, and is tried again in an hour")
                connections.close_all()
                due = time.monotonic() + TIDY_EVERY
            time.sleep(0.2)
    return 0


def work(processes: int | None, *, ready: Callable[[int], None]) -> int:
    """Run workers only, for a server on another machine, until SIGTERM or Ctrl+C.

    Parameters
    ----------
    processes : int or None
        How many; None: as the settings say.
    ready : callable
        Called once with their number, when they are started.
    """
    from uptake.platform.settings import ENVIRONMENT  # noqa: PLC0415

    house = House(_workers(processes or ENVIRONMENT.job_workers))
    with house.open():
        ready(len(house.parts))
        while house.tend():
            time.sleep(0.2)
    return 0


def _workers(processes: int) -> list["Part"]:
    command = [sys.executable, "-m", "uptake.platform.worker"]
    return [Part("worker", command, again=_give_up_lost) for _ in range(processes)]


def _give_up_lost(dead: int | None = None) -> None:
    """Say of jobs whose worker did not live to end them that they failed; `dead` is a process of this machine."""
    from django.db import DatabaseError, connections  # noqa: PLC0415

    from uptake.platform.jobs import give_up_lost  # noqa: PLC0415
    from uptake.platform.workers import forget, name_of  # noqa: PLC0415

    try:
        if dead is not None:
            forget(name_of(dead))
        give_up_lost()
    except DatabaseError:  # it may be what the worker died of; the next look says it
        log.exception("jobs of a dead worker could not be marked")
    connections.close_all()


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "uptake.site.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers), "--blocking-threads", "4"),
        *("--backlog", "1024", "--log-level", "error", "--no-ws", "--workers-kill-timeout", str(int(GRACE))),
        *("--respawn-failed-workers",),
    ]


def _wait_until_it_answers(address: str, house: "House") -> None:
    """Wait for the first answer; raises `NotStarted` when the server gives up instead."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if house.parts[0].ended():
            raise NotStarted((say("serve.no_port", address=address),))
        with (
            contextlib.suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(f"{address}/health", timeout=2),  # noqa: S310 - our own loopback address
        ):
            return
        time.sleep(0.05)
    raise NotStarted((say("serve.no_answer", address=address),))


@dataclass
class Part:
    """A process of the house; `again` is called with the number of the dead one before it is started once more."""

    name: str
    command: list[str]
    again: Callable[[int], None] = lambda _dead: None
    process: "subprocess.Popen[bytes] | None" = None
    died: float = 0.0

    def start(self) -> None:
        # Of a session of its own, so that Ctrl+C in a terminal reaches the house only, which stops all in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own programs

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


@dataclass
class House:
    """All processes: started together, started again when one dies, stopped together."""

    parts: list[Part]
    stopping: bool = False
    _kept: list[tuple[int, Any]] = field(default_factory=list)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        for number in (signal.SIGTERM, signal.SIGINT):
            self._kept.append((number, signal.signal(number, self._stop)))
        try:
            for part in self.parts:
                part.start()
            yield
        finally:
            self._close()

    def tend(self) -> bool:
        """Start what died again, a second after; tell whether the house is still to run."""
        now = time.monotonic()
        for part in self.parts:
            if not self.stopping and part.ended():
                if not part.died:
                    part.died = now
                    print_line(Text(say("serve.restarting", name=part.name)))
                elif now - part.died >= RESTART_AFTER:
                    part.died = 0.0
                    if part.process is not None:
                        part.again(part.process.pid)
                    part.start()
        return not self.stopping

    def _stop(self, _number: int, _frame: Any) -> None:
        self.stopping = True

    def _close(self) -> None:
        for part in self.parts:
            if part.process is not None and not part.ended():
                part.process.terminate()
        until = time.monotonic() + GRACE
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()
        for number, handler in self._kept:
            signal.signal(number, handler)
