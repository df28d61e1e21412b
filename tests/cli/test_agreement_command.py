"""`uptake agreement` on a folder that the test makes."""

import json

import pytest
from typer.testing import CliRunner

from tests.interchange.small_corpus import make
from uptake.cli.app import app


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    return make(tmp_path)


def run(*args):
    return CliRunner().invoke(app, ["agreement", *map(str, args)])


def test_the_scores_are_printed(folder):
    done = run(folder)
    assert done.exit_code == 0
    assert "3 files · 7 tasks judged" in done.stdout
    assert "link:FS" in done.stdout
    assert "unusable" in done.stdout


def test_the_gate_names_what_is_missed(folder):
    done = run(folder, "--gate")
    assert done.exit_code == 1
    assert done.stderr.startswith("The gate is missed: Start and finish < 99.90 %")


def test_json_has_the_documented_form(folder):
    value = json.loads(run(folder, "--json").stdout)
    shares = {"files", "tasks", "start_finish", "whole_files", "slack", "critical"}
    assert shares | {"by_level", "by_feature", "differs"} <= set(value)
    assert shares <= set(value["by_level"]["1"])


def test_a_folder_without_plans(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 2
    assert done.stderr.startswith(("There are no plans in", f"{tmp_path} 中没有计划"))
