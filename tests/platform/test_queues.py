"""Real worker processes on each kind of queue: the same answer from one and from two."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
COUNT = 30


@pytest.fixture(params=["database", "filesystem"])
def queue(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """Return the environment of an installation whose jobs wait in a kind of queue."""
    address = "database" if request.param == "database" else f"filesystem://{tmp_path / 'queue'}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UPTAKE_", "DJANGO_"))}
    found = kept | {
        "UPTAKE_DATA": str(tmp_path / "data"),
        "UPTAKE_QUEUE": address,
        "DJANGO_SETTINGS_MODULE": "tests.platform.spreading.settings",
        "PYTHONPATH": str(ROOT),
    }
    done(found, "-m", "django", "migrate", "--verbosity", "0")
    return found


def done(environment: dict[str, str], *command: str) -> str:
    process = subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


@contextmanager
def workers(environment: dict[str, str], number: int) -> Iterator[list["subprocess.Popen[bytes]"]]:
    command = [sys.executable, "-m", "uptake.platform.worker"]
    out = Path(environment["UPTAKE_DATA"]) / "workers.log"
    with out.open("ab") as log:
        started = [
            subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
            for _ in range(number)
        ]
        try:
            yield started
        finally:
            for one in started:
                one.terminate()
            for one in started:
                one.wait(40)
    assert "Traceback" not in out.read_text(), out.read_text()


def squares(environment: dict[str, str], number: int) -> dict[str, Any]:
    text = done(environment, "-m", "tests.platform.spreading", str(number), str(COUNT))
    return dict(json.loads(text.splitlines()[-1]))


def test_two_workers_share_a_job_and_answer_as_one_does(queue: dict[str, str]) -> None:
    found = []
    for number in (1, 2):
        with workers(queue, number) as started:
            told = squares(queue, number)
        assert told["state"] == "done", told
        assert len({one["by"] for one in told["squares"]}) == number
        assert all(process.returncode in {0, -signal.SIGTERM} for process in started)
        found.append([one["square"] for one in told["squares"]])
    assert found == [[x * x for x in range(COUNT)]] * 2
