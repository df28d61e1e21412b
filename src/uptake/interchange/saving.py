"""Writes the content of a file, all of it or nothing."""

import os
import tempfile
from pathlib import Path

from uptake.interchange.errors import FileNotAccessible


def replace(path: Path, data: bytes) -> None:
    """Write the content of a file, all of it or nothing.

    Raises
    ------
    FileNotAccessible
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".uptake-", suffix=".part")
    except OSError as error:
        raise FileNotAccessible(str(path), error.strerror or str(error)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise FileNotAccessible(str(path), error.strerror or str(error)) from None


def _mode(path: Path) -> int:
    """Rights of the file that is replaced, or those that a new file would get (mkstemp gives 0600)."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
