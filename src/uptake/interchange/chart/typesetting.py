"""Typst at work, in a process of its own: what it keeps in memory for the next time goes when it ends."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import uptake
from uptake.interchange.errors import HelperCrashed, HelperTimedOut, UnwritableDocument

Format = Literal["pdf", "png"]
SECONDS = 120.0
FAILED = 3
"""Exit code of the worker when Typst refuses."""


def typeset(sheets: Mapping[str, Any], format: Format, pixels_per_point: float = 1) -> bytes:  # noqa: A002 - as `files.write`
    """Return sheets as a file.

    Parameters
    ----------
    sheets : mapping
        What ``chart.typ`` draws; text in it is data and never read as Typst's markup.
    format : {"pdf", "png"}
    pixels_per_point : float
        Of a picture.

    Raises
    ------
    UnwritableDocument, HelperCrashed, HelperTimedOut
    """
    order = {"format": format, "ppi": 72 * pixels_per_point, "chart": json.dumps(sheets)}
    with tempfile.TemporaryDirectory(prefix="uptake-") as scratch:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "uptake.interchange.chart.worker"],
                input=json.dumps(order).encode(),
                capture_output=True,
                check=False,
                cwd=scratch,
                env=_environment(),
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise HelperTimedOut(SECONDS) from None
    if done.returncode == FAILED:
        raise UnwritableDocument(format, done.stderr.decode(errors="replace")[:1000])
    if done.returncode:
        raise HelperCrashed(done.returncode)
    return done.stdout


def _environment() -> dict[str, str]:
    """Pass on where Python finds its modules, and nothing else."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(Path(uptake.__file__).parent.parent)}
