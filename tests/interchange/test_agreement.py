"""The score of a folder: what is counted, what is not, and what makes it wrong."""

import json

import pytest

from tests.interchange.small_corpus import MON, RIGHT, TUE, document, make, task
from tests.shared_data import MSPROJECT, needs_shared_data
from uptake.interchange.agreement import BARS, agreement
from uptake.interchange.corpus import BrokenIndex, NoPlansFound


def single(folder, content, **entry):
    (folder / "one.json").write_text(json.dumps(content), encoding="utf-8")
    if entry:
        listed = [{"id": "one", "file": "one.json", **entry}]
        (folder / "index.json").write_text(json.dumps(listed), encoding="utf-8")
    return agreement(folder)


def test_tasks_and_files_are_counted(tmp_path):
    result = agreement(make(tmp_path)).to_json()
    # P-1: 2 of 2; P-2: 1 of 2, one task has no stored date; P-3: unreadable, 3 tasks wrong.
    assert (result["files"], result["tasks"]) == (3, 7)
    assert result["start_finish"] == pytest.approx(3 / 7, abs=1e-6)
    assert result["whole_files"] == pytest.approx(1 / 3, abs=1e-6)
    assert result["by_level"]["1"]["start_finish"] == 1.0
    assert result["by_feature"]["link:FS"]["files"] == 3


def test_differences_tell_both_values(tmp_path):
    differs = agreement(make(tmp_path)).to_json()["differs"]
    moved = next(one for one in differs if one["uid"] == 2)
    assert moved["file"] == "P-2"
    assert moved["fields"][:2] == ["start", "finish"]
    assert moved["got"]["start"] == "2025-03-04T08:00:00"
    assert moved["stored"]["start"] == "2025-03-03T08:00:00"
    assert next(one for one in differs if one["file"] == "P-3")["reason"] == "it is not JSON"


def test_a_right_plan_reaches_every_bar(tmp_path):
    result = single(tmp_path, RIGHT)
    assert result.below == ()
    assert result.to_json()["differs"] == []


def test_without_an_index_features_come_from_the_plan(tmp_path):
    result = single(tmp_path, RIGHT)
    assert set(result.by_feature) == {"link:FS"}
    assert set(result.by_level) == {"unknown"}


def test_suspect_plans_are_scored_apart(tmp_path):
    odd = document([task(1, *MON, expected={"start_slack": 60, "finish_slack": 60})])
    trusted = single(tmp_path, odd)
    assert trusted.to_json()["slack"] == 0.0
    result = single(tmp_path, odd, suspect="stale").to_json()
    assert (result["files"], result["suspect"]["files"]) == (0, 1)
    assert result["slack"] is None
    assert result["suspect"]["start_finish"] == 1.0


def test_a_started_task_is_judged_by_its_finish_slack(tmp_path):
    begun = task(1, *MON, actual_start=MON[0], expected={"start_slack": 480, "finish_slack": 0})
    assert single(tmp_path, document([begun])).to_json()["slack"] == 1.0


def test_a_stored_total_wins_over_a_derived_one(tmp_path):
    told = task(1, *MON, expected={"total_slack": 0}, derived={"total_slack": 480, "critical": True})
    assert single(tmp_path, document([told])).to_json()["slack"] == 1.0


def test_split_and_contoured_tasks_are_counted_apart(tmp_path):
    plan = document(
        [task(1, *MON), task(2, *MON)],
        assignments=[{"task": 2, "resource": 1, "units": 100, "contour": "BELL", "work": {"min": 480}}],
        resources=[{"uid": 1, "type": "WORK", "calendar": None, "max_units": 100}],
    )
    assert single(tmp_path, plan).to_json()["counted_apart"] == {"tasks": 1, "start_finish": 1.0}


@pytest.mark.parametrize(
    "content",
    [
        {"tasks": [{}]},
        {"tasks": "none"},
        {"tasks": [{"uid": 1, "expected": {"start": "yesterday"}}]},
        document([task(1, *MON), task(2, *TUE)], [(1, 2), (2, 1)]),
        [],
    ],
)
def test_a_plan_that_cannot_be_used_counts_as_wrong(tmp_path, content):
    result = single(tmp_path, content, counts={"tasks": 4})
    assert (result.total.start_finish.right, result.total.start_finish.of) == (0, 4)
    assert result.differs[0].error is not None


def test_a_plan_without_tasks_is_no_reason_to_fail(tmp_path):
    assert single(tmp_path, {"tasks": []}).to_json()["whole_files"] == 1.0


def test_project_files_without_documents(tmp_path):
    (tmp_path / "files").mkdir()
    rows = "Task Name,Duration,Start,Finish\nDig,1d,2025-03-03,2025-03-03\n"
    (tmp_path / "files" / "dig.csv").write_text(rows, encoding="utf-8")
    for source in ("json", "files"):
        result = agreement(tmp_path, source=source)
        assert (result.total.files, result.total.start_finish.value) == (1, 1.0)


def test_an_index_cannot_reach_outside_its_folder(tmp_path):
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.json").write_text(json.dumps(RIGHT), encoding="utf-8")
    (inner / "index.json").write_text(json.dumps([{"id": "x", "file": "../secret.json"}]), encoding="utf-8")
    assert agreement(inner).differs[0].error.args[0] == "its project file is not in the folder"


def test_a_folder_that_cannot_be_used(tmp_path):
    with pytest.raises(NoPlansFound):
        agreement(tmp_path)
    (tmp_path / "index.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenIndex):
        agreement(tmp_path)


def test_progress_is_told(tmp_path):
    seen = []
    agreement(make(tmp_path), progress=lambda *step: seen.append(step))
    assert seen == [(0, 3, "P-1"), (1, 3, "P-2"), (2, 3, "P-3"), (3, 3, "")]


@needs_shared_data
def test_the_corpus_is_read_whole():
    result = agreement(MSPROJECT)
    assert result.total.files > 100
    assert [one for one in result.differs if one.error] == []
    assert result.total.start_finish.value > BARS["start_finish"] - 0.01
