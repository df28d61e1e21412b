"""The environment that the peers live in: build/bench-venv, made on first use, never the product's own."""

import hashlib
import subprocess
import sys
from pathlib import Path

from bench.workers import ROOT

VENV = ROOT / "build" / "bench-venv"
LOCK = ROOT / "bench" / "requirements.lock"
STAMP = VENV / ".installed"
LIMIT = 900


def python() -> Path:
    """Return the environment's interpreter."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def install() -> str:
    """Install the peers where that is needed; return why it failed, or nothing."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return ""
    print("Installing the peers into build/bench-venv ...", file=sys.stderr)
    steps = (
        [sys.executable, "-m", "venv", str(VENV)],
        [str(python()), "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(LOCK)],
    )
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, timeout=LIMIT, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"the peers could not be installed: {type(error).__name__}"
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            return f"the peers could not be installed: {(said or ['pip failed'])[-1][:200]}"
    STAMP.write_text(wanted, encoding="utf-8")
    return ""
