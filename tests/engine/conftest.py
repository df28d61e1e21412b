"""For the engine's tests: the shared corpus is tested where there is one."""

import os

SHARED = os.environ.get("UPTAKE_SHARED_DATA")
"""The folder of the shared corpus. It is not part of the project; `.ci/run` says where it stands."""

collect_ignore = [] if SHARED else ["test_networks_corpus.py"]


def pytest_report_header() -> str:
    return f"networks: {SHARED or 'left out, UPTAKE_SHARED_DATA does not name the shared corpus'}"
