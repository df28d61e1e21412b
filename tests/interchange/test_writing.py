"""Documents out as files, with a report of what the format does not carry."""

import copy
import os
import stat

import pytest

from tests.interchange import samples
from uptake.interchange.errors import FileNotAccessible, InvalidDocument, UnsupportedFormat
from uptake.interchange.files import format_of, read, read_bytes, write, write_bytes

EVERY_FORMAT = ("mspdi", "mpx", "xer", "pmxml")  # of MPXJ; sheets and feeds have tests of their own


def carried(document, name):
    data, losses = write_bytes(document, name)
    return read_bytes(data).document, {(loss.code, loss.object, loss.field): loss for loss in losses}


@pytest.fixture
def two_tasks():
    return samples.document(
        [samples.task(1, "Dig"), samples.task(2, "浇筑混凝土", notes="小心电缆")], links=[samples.link(1, 2)]
    )


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_tasks_and_links_survive_every_format(name, two_tasks):
    document, _ = carried(two_tasks, name)
    tasks = {task["uid"]: task for task in document["tasks"] if not task["project_summary"]}
    assert [tasks[uid]["name"] for uid in (1, 2)] == ["Dig", "浇筑混凝土"]
    assert [tasks[uid]["duration"]["min"] for uid in (1, 2)] == [1440, 1440]
    assert tasks[2]["notes"] == "小心电缆"
    assert [(link["pred"], link["succ"], link["type"]) for link in document["links"]] == [(1, 2, "FS")]
    assert [task["expected"]["start"] for task in tasks.values()] == ["2025-09-01T08:00:00"] * 2


@pytest.mark.parametrize("name", EVERY_FORMAT)
@pytest.mark.parametrize("year", [1984, 2049, 2149])
def test_dates_far_away_survive_every_format(name, year):
    expected = {"start": f"{year}-03-03T08:00:00", "finish": f"{year}-03-05T17:00:00"}
    document, _ = carried(samples.document([samples.task(1, "Dig", expected=expected)]), name)
    (task,) = [task for task in document["tasks"] if task["uid"] == 1]
    assert task["expected"]["start"] == expected["start"]


def test_links_of_all_kinds_with_lags_survive_in_mspdi():
    lags = [
        samples.days(-2),
        {"v": 1.5, "u": "ELAPSED_DAYS", "min": 2160},
        {"v": 50, "u": "PERCENT", "percent": 50},
    ]
    links = [
        samples.link(1, 2, "SS", lags[0]),
        samples.link(2, 3, "FF", lags[1]),
        samples.link(3, 4, "FS", lags[2]),
        samples.link(1, 4, "SF"),
    ]
    tasks = [samples.task(uid, f"T{uid}") for uid in range(1, 5)]
    document, losses = carried(samples.document(tasks, links=links), "mspdi")
    found = {(link["pred"], link["succ"]): (link["type"], link["lag"]) for link in document["links"]}
    assert found == {(link["pred"], link["succ"]): (link["type"], link["lag"]) for link in links}
    assert not [key for key in losses if key[1] == "link"]


SPLITS = [["2025-09-01T08:00:00", "2025-09-01T17:00:00"], ["2025-09-04T08:00:00", "2025-09-05T17:00:00"]]


def test_splits_survive_in_mspdi_without_any_assignment():
    document, losses = carried(samples.document([samples.task(1, "Dig", splits=SPLITS)]), "mspdi")
    assert document["tasks"][0]["splits"] == SPLITS
    assert ("not_carried", "task", "splits") not in losses


def test_splits_survive_in_mspdi_with_an_assignment_that_tells_only_totals():
    work = {"v": 24, "u": "HOURS", "min": 1440}
    assignment = {
        "uid": 1, "task": 1, "resource": 1, "units": 100, "work": work, "remaining_work": work,
        "start": SPLITS[0][0], "finish": SPLITS[1][1], "contour": "CONTOURED",
    }  # fmt: skip
    plan = samples.document([samples.task(1, "Dig", splits=SPLITS)], assignments=[assignment])
    document, _ = carried(plan, "mspdi")
    assert document["tasks"][0]["splits"] == SPLITS
    (found,) = document["assignments"]
    assert sum(minutes for _, _, minutes in found["timephased"]["remaining"]) == 1440


def test_work_over_time_survives_in_mspdi():
    hours = {"v": 12, "u": "HOURS", "min": 720}
    pieces = [
        ["2025-09-01T08:00:00", "2025-09-01T17:00:00", 480],
        ["2025-09-02T08:00:00", "2025-09-02T17:00:00", 240],
    ]
    assignment = {
        "uid": 1, "task": 1, "resource": 1, "units": 100, "work": hours, "remaining_work": hours,
        "start": "2025-09-01T08:00:00", "finish": "2025-09-02T17:00:00", "contour": "CONTOURED",
        "timephased": {"remaining": pieces},
    }  # fmt: skip
    document, losses = carried(samples.document([samples.task(1, "Dig")], assignments=[assignment]), "mspdi")
    assert document["assignments"][0]["timephased"]["remaining"] == pieces
    assert not [key for key in losses if key[1] == "assignment"]


@pytest.mark.parametrize(
    ("name", "field", "changes"),
    [
        ("mpx", "splits", {"splits": SPLITS}),
        ("mpx", "deadline", {"deadline": "2025-09-30T17:00:00"}),
        ("mpx", "manual", {"manual": True}),
        ("mpx", "effort_driven", {"effort_driven": True}),
        ("xer", "splits", {"splits": SPLITS}),
        ("xer", "manual", {"manual": True}),
        ("xer", "deadline", {"deadline": "2025-09-30T17:00:00"}),
        ("xer", "effort_driven", {"effort_driven": True}),
        ("pmxml", "splits", {"splits": SPLITS}),
        ("pmxml", "manual", {"manual": True}),
        ("pmxml", "deadline", {"deadline": "2025-09-30T17:00:00"}),
        ("pmxml", "custom", {"custom": {"TEXT1": "rot"}}),
    ],
)
def test_what_a_format_cannot_carry_is_told(name, field, changes):
    _, losses = carried(samples.document([samples.task(7, "Dig", **changes)]), name)
    loss = losses["not_carried", "task", field]
    assert (loss.count, loss.objects) == (1, (7,))


def test_what_comes_back_different_is_told_with_an_example():
    plan = samples.document([samples.task(1, "Dig", duration={"v": 3, "u": "ELAPSED_DAYS", "min": 4320})])
    _, losses = carried(plan, "xer")
    assert losses["changed", "task", "duration"].detail.startswith("3 elapsed days -> ")


@pytest.mark.parametrize("name", ["xer", "pmxml"])
def test_a_percent_lag_becomes_the_time_that_it_is_now(name):
    lag = {"v": -50, "u": "PERCENT", "percent": -50}
    plan = samples.document(
        [samples.task(1, "Dig"), samples.task(2, "Pour")], links=[samples.link(1, 2, lag=lag)]
    )
    document, losses = carried(plan, name)
    assert document["links"][0]["lag"]["min"] == -720
    assert losses["changed", "link", "lag"].detail == "-50 percent -> -12 hours"


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_an_outline_under_a_task_for_the_whole_project_survives(name):
    whole = samples.task(0, "Plan", id=0, project_summary=True, summary=True, level=0)
    phase = samples.task(1, "Phase", parent=0, summary=True)
    step = samples.task(2, "Step", parent=1, level=2)
    document, losses = carried(samples.document([whole, phase, step]), name)
    tasks = {task["uid"]: task for task in document["tasks"]}
    assert tasks[2]["parent"] == 1
    assert not [key for key in losses if key[1:] == ("task", "")]


def test_a_faithful_format_reports_nothing(two_tasks):
    _, losses = carried(two_tasks, "mspdi")
    assert [key for key in losses if key[0] != "added"] == []


def test_custom_fields_keep_their_names_and_values_in_mspdi():
    custom = {"TEXT1": "红色", "NUMBER2": 3.5, "FLAG3": True, "DATE4": "2025-09-09T08:00:00"}
    names = [{"class": "TASK", "field": "TEXT1", "alias": "颜色"}]
    plan = samples.document([samples.task(1, "Dig", custom=custom)], custom_fields=names)
    document, losses = carried(plan, "mspdi")
    assert document["tasks"][0]["custom"] == custom
    assert document["custom_fields"] == names
    assert not [key for key in losses if "custom" in key[2]]


def test_baselines_survive_in_mspdi():
    baselines = {
        number: {
            "start": "2025-09-01T08:00:00",
            "finish": "2025-09-02T17:00:00",
            "duration": samples.days(2),
            "work": {"v": 16, "u": "HOURS", "min": 960},
            "cost": 500,
        }
        for number in ("0", "1", "10")
    }
    document, _ = carried(samples.document([samples.task(1, "Dig", baselines=baselines)]), "mspdi")
    assert document["tasks"][0]["baselines"] == baselines


def test_the_document_is_not_changed(two_tasks):
    before = copy.deepcopy(two_tasks)
    write_bytes(two_tasks, "xer")
    assert two_tasks == before


def test_the_ending_tells_the_format(tmp_path, two_tasks):
    for ending in (".xml", ".mpx", ".xer", ".pmxml"):
        path = tmp_path / f"计划{ending}"
        write(two_tasks, path)
        assert read(path).document["file_type"] == {".xml": "MSPDI", ".pmxml": "PMXML"}.get(
            ending, ending[1:].upper()
        )
    with pytest.raises(UnsupportedFormat):
        format_of("plan.doc")


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, two_tasks):
    path = tmp_path / "plan.xml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    broken = {**two_tasks, "links": [samples.link(1, 99)]}
    with pytest.raises(InvalidDocument) as caught:
        write(broken, path)
    assert "task 99" in caught.value.problem
    assert path.read_bytes() == b"old"
    write(two_tasks, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["plan.xml"]


def test_a_new_file_has_the_usual_rights(tmp_path, two_tasks):
    path = tmp_path / "plan.xml"
    previous = os.umask(0o022)
    try:
        write(two_tasks, path)
    finally:
        os.umask(previous)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_folder_that_is_not_there(tmp_path, two_tasks):
    with pytest.raises(FileNotAccessible):
        write(two_tasks, tmp_path / "none" / "plan.xml")


@pytest.mark.parametrize(
    "changes",
    [
        {"assignments": [{"uid": 1, "task": 5, "resource": None}]},
        {"tasks": [samples.task(1, "Dig", parent=2), samples.task(2, "Pour")]},
        {"tasks": [samples.task(1, "Dig", constraint="SOMEDAY")]},
        {"tasks": [samples.task(1, "Dig", deadline="tomorrow")]},
    ],
)
def test_a_document_that_makes_no_sense_is_refused(changes, two_tasks):
    with pytest.raises(InvalidDocument):
        write_bytes({**two_tasks, "links": [], **changes}, "mspdi")


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_characters_that_no_file_can_hold_become_blanks(name):
    found, _ = carried(samples.document([samples.task(1, "dig\x1b[2J the \ud800pit\x9b")]), name)
    assert found["tasks"][-1]["name"].rstrip() == "dig [2J the  pit"
