"""The helper process: answers read and write requests until its caller goes away."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from uptake.interchange.mpxj import frames

Json = Any


def main() -> None:
    """Start Java, say that it is ready, and answer until the caller is gone."""
    options = json.loads(sys.argv[1])
    incoming, outgoing = _private_channel()
    requests: queue.SimpleQueue[tuple[Json, bytes]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(incoming, requests, options["scratch"]), daemon=True).start()
    _limit_process()
    # Imported late: what they need may be missing, and that is to be told through the channel.
    from uptake.interchange.mpxj import java  # noqa: PLC0415

    try:
        java.start(options["jvm"], memory_mb=options["memory_mb"], scratch=options["scratch"])
    except Exception as error:  # noqa: BLE001 - whatever keeps Java from starting is told to the caller
        frames.send(outgoing, {"error": "NoJava", "values": [f"{type(error).__name__}: {error}"]})
        os._exit(1)
    from uptake.interchange.mpxj.requests import answer  # noqa: PLC0415

    frames.send(outgoing, {"ready": True})
    while True:
        header, body = requests.get()
        reply, content = answer(header, body)
        _clear(Path(options["scratch"]))
        frames.send(outgoing, reply, content)


def _private_channel() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes for frames alone: what Java prints must not end up between them."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return incoming, outgoing


def _clear(scratch: Path) -> None:
    # MPXJ forgets its copies of files that turn out not to be projects.
    for path in scratch.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _listen(incoming: BinaryIO, requests: queue.SimpleQueue[tuple[Json, bytes]], scratch: str) -> None:
    # A thread of its own, so that the helper also ends in the middle of a long parse when its caller does.
    with contextlib.suppress(frames.ChannelClosed, ValueError):
        while True:
            requests.put(frames.receive(incoming))
    # A caller that was killed cannot do it.
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)


def _limit_process() -> None:
    try:
        import resource  # noqa: PLC0415 - not everywhere
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    try:
        main()
    except frames.ChannelClosed:
        os._exit(0)
