"""Commands that fill an installation: made once, the same each time."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_serving import WAIT, environment


def uptake(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "uptake", *arguments, "--data", str(folder)],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    done = uptake(folder, "demo", "--no-serve")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2" in done.stdout
    return folder


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "uptake.sqlite3") as database:
        return database.execute(query).fetchall()


def test_the_demonstration_is_there_in_both_languages(demo: Path) -> None:
    projects = asked(
        demo, "select name, go_live > go_live_planned, percent from projects_project order by id"
    )
    assert [name for name, *_ in projects] == ["SAP ERP at a machinery maker", "某机械制造企业 SAP ERP 实施"]
    assert all(late and 0 < percent < 100 for _, late, percent in projects)  # type: ignore[operator]
    counts = asked(demo, "select count(*) from schedule_task group by plan_id")
    assert len(set(counts)) == 1
    assert 250 <= counts[0][0] <= 400  # type: ignore[operator]
    assert asked(demo, "select count(*) from schedule_baseline") == [(8,)]
    assert asked(demo, "select count(*) from accounts_person") == [(26,)]


def test_a_second_start_makes_nothing(demo: Path) -> None:
    before = asked(demo, "select count(*) from schedule_task")
    done = uptake(demo, "demo", "--no-serve")
    assert (done.returncode, done.stdout) == (0, "")
    assert asked(demo, "select count(*) from schedule_task") == before


def test_a_large_project_of_exactly_that_size(demo: Path) -> None:
    done = uptake(demo, "generate", "--tasks", "1234", "--name", "Big")
    assert done.returncode == 0
    assert "1,234" in done.stdout
    counted = "select count(*) from schedule_task where plan_id = (select id from projects_project where name = 'Big')"
    assert asked(demo, counted) == [(1234,)]


def test_nobody_to_own_a_project(tmp_path: Path) -> None:
    done = uptake(tmp_path, "generate", "--tasks", "10")
    assert done.returncode == 2
    assert "uptake serve" in done.stderr
    assert "Traceback" not in done.stderr
