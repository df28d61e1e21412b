"""The product as a process: starts on nothing, tends its parts, stops in order, says why when it cannot start."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from uptake.cli import serving

WAIT = 60.0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("UPTAKE_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    return {**kept, "UPTAKE_DATA": str(folder), "LANG": "C.UTF-8", **more}


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def children(pid: int) -> dict[int, str]:
    found = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    ).stdout
    return {
        int(line.split(None, 1)[0]): line.split(None, 1)[1] for line in found.splitlines() if line.strip()
    }


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple["subprocess.Popen[str]", int, Path]]:
    port, out = free_port(), tmp_path / "out"
    with out.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "uptake", "serve", "--port", str(port)],
            env=environment(tmp_path / "data", UPTAKE_LOG="json"),
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            until = time.monotonic() + WAIT
            while status(f"http://127.0.0.1:{port}/ready") != 200:
                assert process.poll() is None, out.read_text()
                assert time.monotonic() < until, out.read_text()
                time.sleep(0.1)
            yield process, port, out
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(40)
            except subprocess.TimeoutExpired:
                process.kill()


def test_it_serves_tends_and_stops(server: tuple["subprocess.Popen[str]", int, Path]) -> None:
    process, port, out = server
    assert status(f"http://127.0.0.1:{port}/health") == 200
    parts = children(process.pid)
    assert len(parts) == 3
    worker = next(pid for pid, command in parts.items() if "platform.worker" in command)
    os.kill(worker, signal.SIGKILL)
    until = time.monotonic() + 20
    while True:
        again = [pid for pid, command in children(process.pid).items() if "platform.worker" in command]
        if again and again != [worker]:
            break
        assert time.monotonic() < until, out.read_text()
        time.sleep(0.2)
    everybody = children(process.pid)
    process.terminate()
    assert process.wait(40) == 0
    assert status(f"http://127.0.0.1:{port}/health") == 0
    assert not [pid for pid in everybody if Path(f"/proc/{pid}").exists()]
    text = out.read_text()
    assert f"http://127.0.0.1:{port}" in text
    assert "Traceback" not in text


def test_requests_are_logged_with_the_id_of_the_answer(
    server: tuple["subprocess.Popen[str]", int, Path],
) -> None:
    _process, port, out = server
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/welcome", headers={"X-Request-ID": "abcdef123456"}
    )
    with urllib.request.urlopen(asked, timeout=10) as answer:
        assert answer.headers["X-Request-ID"] == "abcdef123456"
    time.sleep(0.3)
    lines = [json.loads(line) for line in out.read_text().splitlines() if line.startswith("{")]
    (line,) = [
        one for one in lines if one.get("request") == "abcdef123456" and one["logger"] == "uptake.requests"
    ]
    assert line["path"] == "/welcome"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://me:hunter2@host/db", "postgres://"),
        ("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:1/db", "database"),
        ("UPTAKE_TIME_ZONE", "Mars", "time zone"),
    ],
)
def test_it_says_why_it_cannot_start(name: str, value: str, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "uptake", "serve", "--port", str(free_port())],
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )
    assert done.returncode == 2
    assert said in done.stderr
    assert not re.search(r"Traceback|hunter2", done.stdout + done.stderr)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "uptake", "serve", "--port", str(port)],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=WAIT,
            check=False,
        )
    assert done.returncode == 2
    assert "--port" in done.stderr


def test_a_part_that_died_is_cleared_up_after_before_it_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "RESTART_AFTER", 0.0)
    said: list[int] = []
    part = serving.Part("worker", [sys.executable, "-c", "pass"], again=said.append)
    house = serving.House([part])
    with house.open():
        assert part.process is not None
        first = part.process
        first.wait(20)
        assert said == []
        while part.process is first:
            assert house.tend()
    assert said == [first.pid]


def test_a_worker_on_its_own_finds_the_tables_of_its_version(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "uptake", "worker"],
        env=environment(tmp_path / "data"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode != 0
    assert "Start uptake serve of the same version first" in said.stderr


def test_workers_work_beside_a_server_and_stop(
    server: tuple["subprocess.Popen[str]", int, Path], tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "uptake", "worker", "--processes", "1"],
        env=environment(tmp_path / "data"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    assert "1 worker waits for jobs" in process.stdout.readline()
    assert len(children(process.pid)) == 1
    process.terminate()
    assert process.wait(40) == 0
    process.stdout.close()


@pytest.mark.parametrize("demo", ["0", "1"])
def test_the_demonstration_is_told_no_job_that_went_well(demo: str, tmp_path: Path) -> None:
    script = (
        "import logging, django; django.setup(); log = logging.getLogger('django_tasks');"
        "log.setLevel('INFO'); log.info('went well'); log.warning('went wrong')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path, UPTAKE_DEMO=demo, DJANGO_SETTINGS_MODULE="uptake.platform.settings"),
        capture_output=True, text=True, timeout=WAIT, check=True,
    )  # fmt: skip
    assert "went wrong" in done.stderr
    assert ("went well" in done.stderr) is (demo == "0")
