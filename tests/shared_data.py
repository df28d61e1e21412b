"""The shared data, which is no part of the project: plans of Microsoft Project, networks, calendars."""

import os
from pathlib import Path

import pytest

NAMED = os.environ.get("UPTAKE_SHARED_DATA", "")
SHARED_DATA = Path(NAMED)
MSPROJECT = SHARED_DATA / "msproject"

needs_shared_data = pytest.mark.skipif(not NAMED, reason="UPTAKE_SHARED_DATA names no folder of shared data")


def neutral_documents() -> list[Path]:
    """Return every plan of the corpus as a neutral document; none without the shared data."""
    return sorted(MSPROJECT.glob("[AB]_*/*.json")) if NAMED else []
