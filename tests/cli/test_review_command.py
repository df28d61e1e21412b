"""`uptake review`: the table, the exit code, JSON and SARIF."""

import json

import pytest
from typer.testing import CliRunner

from tests.cli import plans
from uptake.cli.app import app
from uptake.engine.review import RULES
from uptake.interchange.review_words import REASON_WORDS, RULE_WORDS

ALONE = ("1,1,Alone,1d,,,,,ASAP,,",)


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def run(*args):
    return CliRunner().invoke(app, ["review", *(str(arg) for arg in args)])


def test_it_prints_score_rules_and_findings(tmp_path):
    done = run(plans.write(tmp_path))
    assert done.exit_code == 1
    assert "Score " in done.stdout
    assert "✗  deadline" in done.stdout
    assert "Pour slab 浇筑: finishes Mon 10 Mar 2025, its deadline is Fri 7 Mar 2025" in done.stdout
    assert "→ Shorten the path to it" in done.stdout


def test_it_speaks_chinese(tmp_path):
    done = run(plans.write(tmp_path), "--lang", "zh")
    assert "得分" in done.stdout
    assert "错过期限" in done.stdout


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--fail-on", "error"], 1),
        (["--fail-on", "never"], 0),
        (["--rule", "unnamed", "--fail-on", "warning"], 0),
        (["--rule", "deadline", "--waive", "deadline"], 0),
        (["--rule", "deadline", "--waive", "deadline:3"], 0),
        (["--rule", "deadline", "--waive", "deadline:2"], 1),
        (["--rule", "owner"], 0),
        (["--rule", "owner", "--fail-on", "warning"], 1),
    ],
)
def test_severity_and_waivers_decide_the_exit_code(tmp_path, more, code):
    assert run(plans.write(tmp_path), *more).exit_code == code


@pytest.mark.parametrize("more", [["--waive", "nonsense"], ["--rule", "nonsense"], ["--waive", "owner:99"]])
def test_a_rule_that_is_not_there_is_one_sentence(tmp_path, more):
    done = run(plans.write(tmp_path), *more)
    assert done.exit_code == 2
    assert "There is no rule" in done.stderr


def test_findings_of_errors_are_in_the_json_with_their_figures(tmp_path):
    done = run(plans.write(tmp_path), "--json", "--rule", "deadline")
    value = json.loads(done.stdout)
    assert value["counts"] == {"error": 1, "warning": 0, "notice": 0}
    assert value["findings"][0]["data"] == {
        "deadline": "2025-03-07T17:00:00",
        "finish": "2025-03-10T17:00:00",
    }
    assert value["checks"][0]["verdict"] == "failed"


def test_the_sarif_names_rules_results_and_what_is_waived(tmp_path):
    path = plans.write(tmp_path)
    value = json.loads(run(path, "--sarif", "--waive", "deadline").stdout)
    assert value["version"] == "2.1.0"
    told = value["runs"][0]
    rules = told["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == [rule.id for rule in RULES]
    for one in told["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
        assert one["level"] in {"error", "warning", "note"}
        assert one["locations"][0]["logicalLocations"][0]["name"]
    waived = [one for one in told["results"] if "suppressions" in one]
    assert [one["ruleId"] for one in waived] == ["deadline"]
    place = waived[0]["locations"][0]["logicalLocations"][0]
    assert place["fullyQualifiedName"] == "Foundations 基础/Pour slab 浇筑"
    prints = [one["partialFingerprints"]["object/v1"] for one in told["results"]]
    assert len(set(prints)) == len(prints)


def test_a_plan_of_one_task_is_reviewed(tmp_path):
    assert run(plans.write(tmp_path, ALONE), "--all", "--today", "2025-03-03").exit_code == 0


def test_every_rule_has_words():
    assert RULE_WORDS.keys() == {rule.id for rule in RULES}


def test_every_word_is_there_in_both_languages_and_asks_for_the_same():
    for english, chinese in REASON_WORDS.values():
        assert sorted(places(english)) == sorted(places(chinese))


def places(text):
    return [part.partition("}")[0] for part in text.split("{")[1:]]
