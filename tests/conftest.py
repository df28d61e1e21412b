"""For all tests: Hypothesis profiles, and which engine is being tested."""

import os
from pathlib import Path

import hypothesis
import pytest

import uptake
from tests.shared_data import NAMED
from tools.compiled import ROOT, binaries

# In CI a failure must be the same failure the next time; at a desk, new random cases are worth more.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_report_header() -> list[str]:
    return [f"uptake: {_engine()}", f"shared data: {NAMED or 'none, UPTAKE_SHARED_DATA is not set'}"]


def _engine() -> str:
    expected = os.environ.get("UPTAKE_EXPECT_FROM")
    if expected:
        return f"plain Python, a copy in {expected}"
    names = [path.name.partition(".")[0] for path in binaries() if "__mypyc" not in path.name]
    return "compiled " + ", ".join(names) if names else "plain Python"


def pytest_sessionstart() -> None:
    """Stop at once when the package under test is not the one that was meant."""
    expected = Path(os.environ.get("UPTAKE_EXPECT_FROM") or ROOT / "src")
    found = Path(uptake.__file__).resolve()
    if not found.is_relative_to(expected.resolve()):
        pytest.exit(f"Tested would be {found}, meant is {expected}: run 'make setup', then 'make test'.", 3)
