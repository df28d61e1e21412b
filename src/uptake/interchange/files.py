"""Files <-> neutral documents. The front door of this package: `read` and `write`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uptake.interchange import guard
from uptake.interchange.losses import Loss
from uptake.interchange.mpxj.client import Helper, shared_helper

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A document, and what the file had that the document does not carry."""

    document: Document
    losses: tuple[Loss, ...]


def read(path: str | Path, *, max_bytes: int = guard.MAX_BYTES, helper: Helper | None = None) -> ReadResult:
    """Read a project file of any known format; the content decides, not the name.

    Parameters
    ----------
    path : str or Path
        The file.
    max_bytes : int
        Larger files, and archives that unpack to more, are refused.
    helper : Helper, optional
        Another helper process than the shared one.

    Returns
    -------
    ReadResult

    Raises
    ------
    InterchangeError
        One of its subclasses, whatever the file contains.
    """
    return read_bytes(guard.load(path, max_bytes=max_bytes), max_bytes=max_bytes, helper=helper)


def read_bytes(data: bytes, *, max_bytes: int = guard.MAX_BYTES, helper: Helper | None = None) -> ReadResult:
    """Like `read`, for the content of a file (an upload)."""
    safe = guard.checked(data, max_bytes=max_bytes)
    reply, _ = (helper or shared_helper()).call({"do": "read"}, safe)
    return ReadResult(reply["document"], tuple(Loss.from_json(loss) for loss in reply.get("losses", ())))
