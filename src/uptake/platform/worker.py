"""A worker process: `python -m uptake.platform.worker`. It does one job at a time, from the queue that is set."""

import contextlib
import fcntl
import logging
import os
import threading
import time
from pathlib import Path

import django

import uptake

log = logging.getLogger(__name__)
COMPILED = "numba"
"""Folder in the data folder for what is compiled in a worker, where it cannot be kept beside the source."""


def main() -> None:
    """Work until SIGTERM; the running job is done first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "uptake.platform.settings")
    django.setup()
    from django.conf import settings  # noqa: PLC0415 - the settings are known only now
    from django.db import connections  # noqa: PLC0415

    from uptake.platform.workers import living  # noqa: PLC0415

    keep_compiled(settings.DATA)
    warming = threading.Thread(target=warm_up, name="warm-up", daemon=True)
    try:
        with living():
            connections.close_all()
            warming.start()
            if settings.QUEUE == "database":
                _from_the_database()
            else:
                _from_celery()
    except SystemExit:
        if warming.is_alive():
            os._exit(0)  # the compiler cannot be asked to stop; the next start goes on with what it kept
        raise


def keep_compiled(data: Path) -> None:
    """Tell the compiler, before it is imported, where to keep what it makes: beside the source, or in the data folder.

    Beside the source all installations of one machine share it; where nobody may write there, each has its own.
    """
    package = Path(uptake.__file__).parent
    if os.access(package, os.W_OK):
        forget_outdated(package / "engine", package / "engine")
        return
    folder = data / COMPILED
    folder.mkdir(parents=True, exist_ok=True)
    forget_outdated(folder, package / "engine")
    os.environ.setdefault("NUMBA_CACHE_DIR", str(folder))


def forget_outdated(kept: Path, sources: Path) -> None:
    """Remove what was compiled before the sources last changed, as by an upgrade.

    The compiler looks at the file of a function only, not at what it calls; and what it kept may name a class that
    is gone, on which it would fail.
    """
    newest = max((path.stat().st_ctime for path in sources.rglob("*.py")), default=0.0)
    for path in [*kept.rglob("*.nbi"), *kept.rglob("*.nbc")]:
        with contextlib.suppress(FileNotFoundError):  # another worker was faster
            if path.stat().st_mtime < newest:
                path.unlink()


def warm_up() -> None:
    """Prepare what the first job of a kind would wait for; a job that comes meanwhile is done all the same."""
    from django.conf import settings  # noqa: PLC0415 - as above
    from django.db import connections  # noqa: PLC0415 - as above

    from uptake.platform.workers import WARMING  # noqa: PLC0415

    begun = time.monotonic()
    # One worker of this machine compiles, the others find what it kept.
    with (settings.DATA / "warm-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for one in WARMING:
            try:
                one()
            except Exception:  # it only saves time: the job itself says what is wrong
                log.exception("%s could not be prepared", one.__module__)
    connections.close_all()
    log.info("warm after %.1f s", time.monotonic() - begun)


def _from_the_database() -> None:
    from django.core.management import call_command  # noqa: PLC0415 - as above

    call_command("db_worker", interval=0.1, startup_delay=False, reload=False)


def _from_celery() -> None:
    from uptake.platform.celery import app  # noqa: PLC0415 - as above

    # One job at a time in this very process: what was compiled stays warm, and there are as many as are started.
    arguments = ["worker", "--pool", "solo", "--loglevel", "WARNING"]
    app.worker_main([*arguments, "--without-gossip", "--without-mingle", "--without-heartbeat"])


if __name__ == "__main__":
    main()
