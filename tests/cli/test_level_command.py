"""`uptake level`: what it prints, what it writes, and its exit code."""

import json

import pytest
from typer.testing import CliRunner

from tests.cli import plans
from uptake.cli.app import app

ROWS = (
    "1,1,Foundations 基础,,,,,,ASAP,,",
    "2,2,Dig,2d,2025-03-03 08:00,2025-03-04 17:00,,Ann,ASAP,,",
    "3,2,Pour slab 浇筑,3d,2025-03-03 08:00,2025-03-05 17:00,,Ann,ASAP,,",
    "4,1,Permit,1d,2025-03-10 08:00,2025-03-10 17:00,,Ann,Start No Earlier Than,2025-03-10 08:00,",
    "5,1,Long,6d,2025-03-03 08:00,2025-03-10 17:00,,Bob,ASAP,,",
)
TOO_BIG = ("1,1,Dig,2d,2025-03-03 08:00,2025-03-04 17:00,,Ann[200%],ASAP,,",)
CALM = ("1,1,Dig,2d,2025-03-03 08:00,2025-03-04 17:00,,Ann,ASAP,,",)


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def run(*args):
    return CliRunner().invoke(app, ["level", *map(str, args), "--seconds", "0"])


def as_json(*args):
    return json.loads(run(*args, "--json").stdout)


def moves(value):
    return {one["name"]: one["after"][0] for one in value["moves"]}


def test_before_after_and_what_moves(tmp_path):
    done = run(plans.write(tmp_path, ROWS))
    assert done.exit_code == 0
    assert "As it is  Mon 10 Mar 2025 17:00          1" in done.stdout
    assert "Levelled  Mon 10 Mar 2025 17:00          0" in done.stdout
    assert "Proven: no levelled plan finishes earlier." in done.stdout
    assert "1 task moves" in done.stdout
    assert " 3  Pour slab 浇筑  Mon  3 Mar 2025 08:00  Wed  5 Mar 2025 08:00" in done.stdout


def test_in_chinese(tmp_path):
    done = run(plans.write(tmp_path, ROWS), "--lang", "zh")
    assert "均衡后" in done.stdout
    assert "1 项任务移动" in done.stdout


def test_as_json(tmp_path):
    value = as_json(plans.write(tmp_path, ROWS))
    assert (value["status"], value["gap"]) == ("optimal", 0)
    assert value["before"]["overloads"][0]["units"] == 2
    assert value["before"]["overloads"][0]["tasks"] == [2, 3]
    assert value["after"] == {"finish": "2025-03-10T17:00:00", "overloads": []}
    (one,) = value["moves"]
    assert one["leveling_delay"] > 0
    assert one["changed"]


def test_the_written_file_has_the_levelled_dates(tmp_path):
    target = tmp_path / "levelled.xml"
    done = run(plans.write(tmp_path, ROWS), "-o", target)
    assert "Written to levelled.xml." in done.stdout
    again = json.loads(CliRunner().invoke(app, ["schedule", str(target), "--json"]).stdout)
    starts = {task["name"]: task["start"] for task in again["tasks"]}
    for name, start in moves(as_json(plans.write(tmp_path, ROWS))).items():
        assert starts[name] == start
    assert as_json(target)["moves"] == []


def test_what_is_written_is_known_before_the_work(tmp_path):
    done = run(plans.write(tmp_path, ROWS), "-o", tmp_path / "levelled.docx")
    assert done.exit_code == 2
    assert done.stdout == ""


def test_only_what_starts_on_a_day_or_later_moves(tmp_path):
    value = as_json(plans.write(tmp_path, ROWS), "--after", "2025-03-07")
    assert value["moves"] == []
    assert [one["code"] for one in value["remarks"]] == ["stuck"]


def test_within_slack_says_what_found_no_room(tmp_path):
    value = as_json(plans.write(tmp_path, ROWS[:3]), "--within-slack")
    assert value["after"]["finish"] == value["before"]["finish"]
    assert [one["code"] for one in value["remarks"]] == ["no_room"]
    assert "finds no free time" in value["remarks"][0]["text"]


def test_a_split_ends_earlier(tmp_path):
    rows = (*ROWS[:1], ROWS[2].replace("3d", "5d"), "4,1,Permit,1d,,,,Ann,Must Start On,2025-03-05 08:00,")
    path = plans.write(tmp_path, rows)
    whole, parts = as_json(path), as_json(path, "--split")
    assert parts["after"]["finish"] < whole["after"]["finish"]
    assert len(parts["moves"][0]["pieces"]) == 2
    assert "in 2 pieces" in run(path, "--split").stdout


def test_an_overload_that_stays_is_named_and_told_by_the_exit_code(tmp_path):
    done = run(plans.write(tmp_path, TOO_BIG))
    assert done.exit_code == 1
    assert "▲ Ann still has 200% to do and 100% to give" in done.stdout
    assert "▲ 1 ‘Dig’ alone needs more than there is; it runs by itself." in done.stdout


def test_a_plan_without_overload_stays(tmp_path):
    done = run(plans.write(tmp_path, CALM))
    assert done.exit_code == 0
    assert "Nobody has more to do than they can; nothing has to move." in done.stdout


def test_it_says_what_never_moves_when_nothing_helps(tmp_path):
    done = run(plans.write(tmp_path, TOO_BIG))
    assert done.exit_code == 1
    assert "what has begun, is manual or has priority 1000 never moves." in done.stdout
