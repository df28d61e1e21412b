"""The command as a process of its own."""

import os
import subprocess
import sys

from tests.cli import plans


def start(*args, **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}
    command = [sys.executable, "-m", "uptake", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=60, check=False, **options)


def test_the_command_runs(tmp_path):
    done = start("schedule", plans.write(tmp_path))
    assert done.returncode == 0
    assert "浇筑" in done.stdout.decode()
    assert b"\x1b" not in done.stdout


def test_errors_go_to_standard_error(tmp_path):
    done = start("schedule", tmp_path / "none.mpp")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"There is no file" in done.stderr


def test_a_closed_pipe_is_no_error(tmp_path):
    rows = tuple(f"{n},1,Task {n},1d,,,,,ASAP,," for n in range(1, 3001))
    path = plans.write(tmp_path, rows)
    command = f"{sys.executable} -m uptake schedule {path} | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=60, check=False
    )
    assert done.stdout.decode().strip() == "site"
    assert done.stderr == b""
    assert done.returncode == 0


def test_an_interrupted_command_says_so(tmp_path):
    """A signal in the middle of reading."""
    plan = plans.write(tmp_path)
    program = (
        "import os, signal, sys\n"
        "from uptake.cli import load, main\n"
        "load.files.read = lambda path: os.kill(os.getpid(), signal.SIGINT)\n"
        f"sys.argv = ['uptake', 'schedule', {str(plan)!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, b"Interrupted.\n")
