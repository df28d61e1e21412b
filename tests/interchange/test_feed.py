"""A plan as a calendar feed."""

import datetime as dt
import re

import icalendar
import pytest

from tests.interchange import samples
from uptake.interchange import tables
from uptake.interchange.feed import write_feed

PLAN = """\
ID,Outline Level,Task Name,Duration,Start,Finish,Predecessors,Milestone,Notes
1,1,Phase 阶段,,2025-03-03 08:00,2025-03-05 12:00,,,
2,2,Dig; and pour,2d,2025-03-03 08:00,2025-03-04 17:00,,,"Line one
line two, with comma"
3,2,Check,0.5d,2025-03-05 08:00,2025-03-05 12:00,2,,
4,1,上线,0d,2025-03-05 12:00,2025-03-05 12:00,3,Yes,
"""


@pytest.fixture
def document():
    return tables.read_table(PLAN.encode()).document


def events(document):
    return {
        str(event["summary"]): event for event in icalendar.Calendar.from_ical(write_feed(document)[0]).events
    }


def test_tasks_become_events(document):
    found = events(document)
    assert list(found) == ["Dig; and pour", "Check", "上线"]
    assert found["Dig; and pour"]["description"] == "Line one\nline two, with comma"


def test_whole_days_and_times(document):
    found = events(document)
    whole, timed, point = found["Dig; and pour"], found["Check"], found["上线"]
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (dt.date(2025, 3, 3), dt.date(2025, 3, 5))
    assert timed["dtend"].dt == dt.datetime(2025, 3, 5, 12)
    assert point["dtstart"].dt == dt.datetime(2025, 3, 5, 12)
    assert point["transp"] == "TRANSPARENT"


def test_uids_are_stable(document):
    once, again = events(document), events(document)
    assert [event["uid"] for event in once.values()] == [event["uid"] for event in again.values()]
    assert len({event["uid"] for event in once.values()}) == 3
    document["tasks"][1]["name"] = "Renamed"
    assert events(document)["Renamed"]["uid"] == once["Dig; and pour"]["uid"]


def test_dates_that_are_not_stored_are_calculated(document):
    for row in document["tasks"]:
        row["expected"] = {"start": None, "finish": None}
    assert events(document)["Check"]["dtstart"].dt == dt.datetime(2025, 3, 5, 8)


def test_what_is_lost_is_said(document):
    lost = {(one.object, one.field): one.count for one in write_feed(document)[1]}
    assert lost["link", ""] == 2
    assert lost["task", "summary"] == 1
    assert lost["task", "duration"] == 3


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x85"])
def test_a_name_cannot_add_a_line(end):
    document = samples.document([samples.task(1, f"Dig{end}ATTENDEE:x")])
    document["project"]["title"] = f"Move{end}METHOD:CANCEL"
    document["tasks"][0]["notes"] = f"deep{end}URL:x"
    lines = re.split(r"[\r\n\x0b\x0c\x85]+", write_feed(document)[0].decode())
    assert [line for line in lines if line.startswith(("ATTENDEE", "METHOD", "URL"))] == []
