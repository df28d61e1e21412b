"""Worker processes: which of them live, told by a row that each keeps fresh."""

import contextlib
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.db.models.functions import Now

from uptake.platform.models import Worker

log = logging.getLogger(__name__)
BEAT = 5.0
"""Seconds between two signs of life."""
LEASE = timedelta(seconds=30)
"""A worker that gave none for so long is dead: what it held is taken from it."""

_here: ContextVar[str] = ContextVar("worker", default="")

Warming = Callable[[], None]
WARMING: list[Warming] = []


def warm(work: Warming) -> Warming:
    """Register what a worker prepares when it starts, so that the first job of a kind does not wait for it."""
    WARMING.append(work)
    return work


def name_of(process: int) -> str:
    """Return the name of a worker on this machine."""
    return f"{socket.gethostname()}:{process}"[:100]


def here() -> str:
    """Return the name of the worker that runs this; empty where none does, as in a request."""
    return _here.get()


@contextlib.contextmanager
def living(name: str = "") -> Iterator[str]:
    """Be a worker as long as the block lasts."""
    name = name or name_of(os.getpid())
    _sign(name)
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(name, ended), name="beat", daemon=True)
    beating.start()
    token = _here.set(name)
    try:
        yield name
    finally:
        _here.reset(token)
        ended.set()
        beating.join()
        forget(name)


def alive() -> Any:
    """Return the workers that gave a sign of life lately, by the clock of the database."""
    return Worker.objects.filter(seen_at__gte=Now() - LEASE)


def forget(name: str) -> None:
    """Say of a worker that it is no more."""
    Worker.objects.filter(name=name).delete()


def _sign(name: str) -> None:
    Worker.objects.update_or_create(name=name, defaults={"seen_at": Now()})


def _beat(name: str, ended: threading.Event) -> None:
    while not ended.wait(BEAT):
        try:
            _sign(name)
        except DatabaseError:  # a database that is away comes back
            log.warning("worker %s could not give its sign of life", name)
        finally:
            connection.close()
