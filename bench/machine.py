"""What the figures were measured on."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.ours import compiled


def facts() -> dict[str, Any]:
    """Return date, processor, cores, interpreter, and whether the engine is compiled."""
    modules = compiled()
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": _cores(),
        "memory_gb": _memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "engine": f"compiled ({', '.join(modules)})" if modules else "interpreted",
        "load": _load(),
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
    except (AttributeError, ValueError, OSError):
        return None


def _load() -> float | None:
    """Return how many processes wanted a core just now: above the number of cores, times are too long."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
