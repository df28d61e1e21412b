"""Real files, saved by Microsoft Project: those of the shared data."""

import json
import time
from pathlib import Path

import pytest

from tests.shared_data import needs_shared_data, neutral_documents
from uptake.interchange.compare import losses
from uptake.interchange.files import read, read_bytes, write_bytes

pytestmark = needs_shared_data

# The neutral files leave out most names, and what is derived is not an input.
SILENT = {"name", "derived"}
PARTS = (
    "file_type", "app", "app_version", "mpp_type",
    "project", "calendars", "resources", "tasks", "links", "assignments",
)  # fmt: skip

# What MSPDI changes in the corpus that bears on a schedule, file by file, with the reason.
DATES = {"expected.start", "expected.finish", "duration", "remaining_duration"}
KNOWN = {
    # MPXJ's writer leaves out pieces of actual work without work: the gap is no split when read again.
    "A-075": {("task", "splits"), ("assignment", "timephased.actual")},
    # Tasks of other projects become placeholders; a link to one is dropped.
    "B-010": {("task", ""), ("link", "")},
    "B-012": {("task", name) for name in DATES | {"type", "work", "remaining_work"}},
    "B-043": {("task", name) for name in DATES},
    # An inserted project without its tasks is a summary only as long as its program says so.
    "A-056": {("task", "summary")},
}
SCHEDULE = {
    "task": {
        *DATES, "", "actual_duration", "constraint", "constraint_date", "deadline", "calendar", "manual",
        "active", "milestone", "summary", "type", "effort_driven", "priority", "percent_complete",
        "actual_start", "actual_finish", "stop", "resume", "leveling_delay", "splits",
        "ignore_resource_calendar", "external",
        "work", "remaining_work", "actual_work",
    },
    "link": {"", "lag", "type"},
    "calendar": {"week", "exceptions", "work_weeks"},
    "assignment": {
        "", "units", "work", "actual_work", "remaining_work", "overtime_work", "start", "finish", "delay",
        "leveling_delay", "contour", "timephased.actual", "timephased.remaining",
        "timephased.remaining_overtime",
    },
    "resource": {"", "type", "max_units"},
    "project": {"start", "finish", "schedule_from", "status_date", "minutes_per_day", "honor_constraints"},
}  # fmt: skip


def source(neutral: Path) -> Path:
    return next((neutral.parent.parent / "files").glob(f"{neutral.stem}.*"))


def differences(expected, found, path=""):
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            if key not in SILENT:
                yield from differences(value, found.get(key, "missing"), f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, pair in enumerate(zip(expected, found, strict=True)):
            yield from differences(*pair, f"{path}[{number}]")
    elif expected != found:
        yield path, expected, found


@pytest.mark.parametrize("neutral", neutral_documents(), ids=lambda path: path.stem)
def test_every_input_field_is_as_stored(neutral):
    expected = json.loads(neutral.read_text(encoding="utf-8"))
    document = read(source(neutral)).document
    assert [d for part in PARTS for d in differences(expected[part], document[part], part)] == []


@pytest.mark.parametrize("neutral", neutral_documents(), ids=lambda path: path.stem)
def test_mspdi_keeps_what_a_schedule_needs(neutral):
    document = read(source(neutral)).document
    _, report = write_bytes(document, "mspdi")
    bearing = {
        (loss.object, loss.field)
        for loss in report
        if loss.code != "added" and loss.field in SCHEDULE.get(loss.object, ())
    }
    assert bearing == KNOWN.get(neutral.stem, set())


@pytest.mark.parametrize("name", ["mspdi", "mpx", "xer", "pmxml"])
@pytest.mark.parametrize("neutral", neutral_documents(), ids=lambda path: path.stem)
def test_the_report_is_what_a_reader_finds(neutral, name):
    document = read(source(neutral)).document
    data, report = write_bytes(document, name)
    assert losses(document, read_bytes(data).document) == list(report)


def test_a_large_mpp_is_read_in_a_moment():
    files = [source(path) for path in neutral_documents()]
    largest = max(files, key=lambda path: path.stat().st_size)
    read(largest)
    began = time.perf_counter()
    read(largest)
    assert time.perf_counter() - began < 1.0
