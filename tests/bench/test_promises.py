"""The sections that are written from what the benches measured."""

import json

import pytest

from bench import promises
from bench.instances import BadInputError
from bench.report import CHART

PAGE = f"# Performance\n\nTables.\n{CHART}\nOf charts.\n"


def test_what_was_not_measured_is_said_and_not_invented():
    text = "\n".join(promises.section(name, {}) for name in promises.SECTIONS)
    bars = sum(len(bars) for _told, bars in promises.SECTIONS.values())
    assert text.count("not measured") == bars
    assert "NOT MET" not in text
    for run, command in promises.RUNS.items():
        assert f"python -m {command} > FOLDER/{run}.json" in text


def test_a_bar_is_met_at_its_limit_and_not_beyond(tmp_path):
    (tmp_path / "j30.json").write_text(json.dumps({"mean_deviation": 0.0, "proven": 0.99}), encoding="utf-8")
    (tmp_path / "review.json").write_text(
        json.dumps({"review_s": 0.5, "slowest_ms": {"a": 3.25}}), encoding="utf-8"
    )
    (tmp_path / "levelling.json").write_text(json.dumps({"calendars": {"first_s": 1.2}}), encoding="utf-8")
    runs = promises.read(tmp_path)
    lines = {bar.what: bar.line(runs) for _told, bars in promises.SECTIONS.values() for bar in bars}
    assert lines["J30, 5 s: deviation"][2:] == ["0.00%", "met"]
    assert lines["J30, 5 s: proven optimal"][2:] == ["99.00%", "NOT MET"]
    assert lines["10,000 tasks"][3] == "met"
    assert lines["5,000 tasks with calendars: first plan"][3] == "NOT MET"
    assert "| slowest_ms.a | 3.25 |" in promises.section("Plan review", runs)


ALL = {"j30": {"proven": 1.0}, "simulation": {"ours_s": 0.5}, "review": {"review_s": 0.25}}


def test_writing_twice_changes_nothing_and_keeps_the_sections_of_others(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    promises.write(ALL, page)
    page.write_text(page.read_text(encoding="utf-8") + "\n## Another\n\nText.\n", encoding="utf-8")
    before = page.read_text(encoding="utf-8")
    assert before.startswith(PAGE.rstrip())
    promises.write(ALL, page)
    assert page.read_text(encoding="utf-8") == before


def test_sections_of_which_nothing_was_run_stay(tmp_path):
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    promises.write(ALL, page)
    promises.write({"review": {"review_s": 0.75}}, page)
    text = page.read_text(encoding="utf-8")
    assert "0.75" in text
    assert "| ours_s | 0.5 |" in text


def test_a_folder_that_holds_no_runs_is_refused_and_the_page_stays(tmp_path, monkeypatch, capsys):
    page = tmp_path / "performance.md"
    page.write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(promises, "PAGE", page)
    with pytest.raises(SystemExit, match="2"):
        promises.main([str(tmp_path / "nowhere")])
    assert "There is no folder" in capsys.readouterr().err
    with pytest.raises(BadInputError, match="Nothing was run in"):
        promises.read(tmp_path)
    (tmp_path / "review.json").write_text("not JSON", encoding="utf-8")
    with pytest.raises(BadInputError, match="is not the JSON of a bench"):
        promises.read(tmp_path)
    assert page.read_text(encoding="utf-8") == PAGE
