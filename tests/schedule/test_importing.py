"""Files become projects: what the page shows equals what the engine's score counts, or nothing is made."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests.shared_data import MSPROJECT, needs_shared_data
from uptake.accounts.models import Person
from uptake.engine.instants import MINUTE, instant
from uptake.interchange import corpus, files
from uptake.interchange.agreement import Score, agreement
from uptake.platform import jobs
from uptake.platform.models import Job, JobState
from uptake.projects.models import Project
from uptake.schedule import bridge, services
from uptake.schedule.files import importing, reading
from uptake.schedule.lifecycle import creation
from uptake.schedule.lifecycle.creation import Title, create
from uptake.schedule.models import Baseline, Rate, Task

pytestmark = pytest.mark.django_db

TABLE = "Task Name,Duration,Start,Finish,Predecessors\nDig,2d,2025-03-03,2025-03-04,\nPour,1d,2025-03-06,2025-03-06,1\n"


def upload(person: Person, content: bytes, name: str = "plan.csv", **options: Any) -> Job:
    """Have a file read, as the queue does it."""
    asked = jobs.ask(
        reading.READ, person, options={"name": name, **options}, given=ContentFile(content, name)
    )
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    return asked


def test_a_file_is_told_before_anything_is_made(manager: Person) -> None:
    found = upload(manager, TABLE.encode())
    assert found.state == JobState.DONE, found.message
    told = found.result
    assert (told["tasks"], told["links"], told["judged"], told["differing"]) == (2, 1, 2, 1)
    assert [row["name"] for row in told["rows"]] == ["Dig", "Pour"]
    assert told["differs"][0]["name"] == "Pour"
    assert told["next"]
    assert not Project.objects.exists()


def test_a_file_becomes_one_project(manager: Person) -> None:
    found = upload(manager, TABLE.encode())
    project = reading.import_read(found, manager, Title(name="Dig"))
    assert project.tasks == 2
    assert reading.import_read(found, manager, Title(name="Dig")) == project
    assert Project.objects.count() == 1


def test_a_job_delivered_twice_makes_one_project(manager: Person) -> None:
    found = upload(manager, TABLE.encode())
    asked = reading.import_later(found, manager, Title(name="Dig"))
    for _ in range(2):
        jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert asked.state == JobState.DONE
    assert Project.objects.get().pk == asked.result["project"]


def test_a_crash_makes_nothing(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    found = upload(manager, TABLE.encode())

    def crash(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(creation, "keep_rates", crash)
    asked = reading.import_later(found, manager, Title(name="Dig"))
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert asked.state == JobState.FAILED
    assert str(asked.pk) in asked.message
    assert not Project.objects.exists()
    assert not Task.objects.exists()


BAD = {
    "empty": b"",
    "text": b"hello, world\n",
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 600,
    "gzip": b"\x1f\x8b" + b"\0" * 600,
    "zip": b"PK\x03\x04" + b"\0" * 600,
    "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000,
    "doctype": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Project>&a;</Project>' + b" " * 600,
    "xml": b'<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"></Project>'
    + b" " * 600,
    "cut": b"ERMHDR\t19.12\t2025",
    "loop": b"Task Name,Predecessors\nA,2\nB,1\n",
    "no names": b"Start,Finish\n2025-03-03,2025-03-04\n",
    "late": b"Task Name,Duration\nA,90000w\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_sentence(manager: Person, name: str) -> None:
    found = upload(manager, BAD[name], name)
    assert found.state == JobState.FAILED
    assert found.message
    assert "our side" not in found.message
    assert "Error" not in found.message
    assert not Project.objects.exists()


def test_the_sentence_is_in_the_persons_language(manager: Person) -> None:
    asked = jobs.ask(reading.READ, manager, given=ContentFile(b"", "x.mpp"))
    Job.objects.filter(pk=asked.pk).update(language="zh-hans")
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert asked.message.startswith("文件为空")


def test_a_cancelled_job_is_not_done(manager: Person) -> None:
    asked = jobs.ask(reading.READ, manager, given=ContentFile(TABLE.encode(), "x.csv"))
    assert jobs.cancel(asked)
    jobs.perform(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.result) == (JobState.CANCELLED, {})


def document(**more: Any) -> dict[str, Any]:
    found = files.read_bytes(TABLE.encode()).document
    return {**found, **more}


def test_baselines_come_with_their_names(manager: Person) -> None:
    found = document()
    span: dict[str, Any] = {
        "start": "2025-03-03T08:00:00",
        "finish": "2025-03-04T17:00:00",
        "duration": {"min": 960, "u": "DAYS", "v": 2},
    }
    found["tasks"][0]["baselines"] = {"0": span, "3": span | {"work": {"min": 480, "u": "HOURS", "v": 8}}}
    found["tasks"][1]["baselines"] = {"0": {"cost": 5}, "x": "y"}
    create(manager, Title(name="Dig"), importing.prepared(importing.understand(found)))
    assert [one.name for one in Baseline.objects.all()] == ["Baseline 3", "Baseline"]
    first = Baseline.objects.get(number=1).columns
    start = instant(datetime.datetime(2025, 3, 3, 8))
    finish = start + 33 * 60 * MINUTE
    uid = found["tasks"][0]["uid"]
    assert first == {
        "uid": [uid], "start": [start], "finish": [finish], "duration": [9600], "work": [4800], "end": finish,
    }  # fmt: skip


def test_rates_become_minor_units(manager: Person) -> None:
    rates = [
        {"from": "1984-01-01T00:00", "standard": {"amount": 80, "per": "DAYS"}, "per_use": 30},
        {"from": "2026-02-04T13:00", "standard": {"amount": 11.5, "per": "HOURS"}, "per_use": 0},
        {"from": "2026-02-04T15:00", "standard": {"amount": float("inf"), "per": "HOURS"}},
    ]
    ann = {"uid": 7, "id": 1, "name": "Ann", "type": "WORK", "max_units": 100, "cost_rates": {"0": rates}}
    found = document(resources=[ann])
    create(manager, Title(name="Dig"), importing.prepared(importing.understand(found)))
    day = datetime.date(2026, 2, 4)
    assert list(Rate.objects.order_by("pk").values_list("since", "hourly", "per_use")) == [
        (None, 1000, 3000),
        (day, 1150, 0),
    ]


def test_what_a_plan_does_not_hold_is_told(manager: Person) -> None:
    found = document()
    found["tasks"][0] |= {"custom": {"TEXT1": "x"}, "hyperlink_address": "https://example.com", "cost": 5}
    told = {(one.code, one.field) for one in importing.understand(found).losses}
    assert {("not_read", "custom"), ("not_read", "hyperlink_address"), ("not_read", "cost")} <= told


@needs_shared_data
def test_the_corpus_counts_the_same_in_rows(manager: Person) -> None:
    """Stored dates of each plan, imported: the rows in the database agree where the engine agrees."""
    counted = Score()
    for entry in corpus.entries(MSPROJECT):
        found = corpus.load(entry, "json")
        project = create(manager, Title(name=entry.name), importing.prepared(importing.understand(found)))
        if entry.suspect or found.get("suspect"):
            continue
        rows = {row.uid: row for row in Task.objects.filter(plan_id=project.pk)}
        summary = {task["uid"] for task in found["tasks"] if task.get("project_summary")}
        assert len(rows) == len(found["tasks"]) - len(summary)
        project.refresh_from_db()
        for task in found["tasks"]:
            want = {name: (task.get("expected") or {}).get(name) for name in ("start", "finish")}
            told = {
                name: instant(datetime.datetime.fromisoformat(text)) for name, text in want.items() if text
            }
            if told:
                row = project if task["uid"] in summary else rows[task["uid"]]
                counted.start_finish.count(
                    all(abs(getattr(row, name) - at) < MINUTE for name, at in told.items())
                )
    score = agreement(MSPROJECT).total.start_finish
    assert (counted.start_finish.right, counted.start_finish.of) == (score.right, score.of)


@needs_shared_data
def test_project_files_come_back_from_the_rows(manager: Person) -> None:
    """Files of the corpus, through the job: what the preview says is what the project is, read anew."""
    for path in sorted((MSPROJECT / "files").iterdir())[::12]:
        found = upload(manager, Path(path).read_bytes(), path.name)
        assert found.state == JobState.DONE, (path.name, found.message)
        project = reading.import_read(found, manager, Title(name=path.name))
        bridge.cache.clear()
        state = services.current(project)
        assert len(state.plan.tasks) == found.result["tasks"]
        assert (state.schedule.start, state.schedule.finish) == (
            found.result["start"],
            found.result["finish"],
        )
        assert json.dumps(found.result)
