"""The form of a neutral document: what is refused, and by which name."""

from typing import Any

import pytest

from tests import hostile
from tests.interchange import fuzz_documents, samples
from uptake.interchange.errors import InvalidDocument
from uptake.interchange.form import check_form
from uptake.interchange.neutral import to_plan


def test_broken_documents_end_in_a_schedule_or_a_typed_error() -> None:
    tally = hostile.run(fuzz_documents.one, count=200, seed=1, seconds=20)
    assert tally.faults == []
    assert tally.counts["scheduled"] > 30
    assert tally.counts["InvalidDocument"] > 30


def plan(**changes: Any) -> dict[str, Any]:
    return samples.document([samples.task(1, "Dig") | changes])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"uid": "1"}, "tasks[0].uid"),
        ({"uid": True}, "tasks[0].uid"),
        ({"uid": 10**30}, "tasks[0].uid"),
        ({"duration": {"min": float("nan")}}, "tasks[0].duration"),
        ({"duration": {"min": 1, "u": 7}}, "tasks[0].duration"),
        ({"constraint": "SOMEDAY"}, "tasks[0].constraint"),
        ({"deadline": "2025-02-30T08:00:00"}, "tasks[0].deadline"),
        ({"deadline": "2025-02-03T08:00:00+08:00"}, "tasks[0].deadline"),
        ({"manual": 1}, "tasks[0].manual"),
        ({"splits": [["2025-02-03T08:00:00"]]}, "tasks[0].splits"),
        ({"expected": {"start": 5}}, "tasks[0].expected.start"),
    ],
)
def test_a_value_out_of_place_is_named(changes, where):
    with pytest.raises(InvalidDocument) as caught:
        to_plan(plan(**changes))
    assert caught.value.where == where


@pytest.mark.parametrize("value", [None, [], "", 5, {}, {"project": None}, {"project": {}, "tasks": {}}])
def test_what_is_no_document(value):
    with pytest.raises(InvalidDocument):
        check_form(value)


def test_exceptions_are_counted():
    document = plan()
    document["calendars"][0]["exceptions"].append({"from": "2025-10-08", "to": None, "hours": []})
    with pytest.raises(InvalidDocument) as caught:
        to_plan(document)
    assert (caught.value.where, caught.value.problem) == ("calendars[0].exceptions[1].to", "cannot be None")


def test_a_long_value_is_shown_in_short():
    with pytest.raises(InvalidDocument) as caught:
        to_plan(plan(constraint="x" * 1_000_000))
    assert len(str(caught.value)) < 200


def test_what_a_file_does_not_say_is_nothing_wrong():
    document = plan(constraint="", type=None, priority=5000, percent_complete=130, expected=None)
    document["calendars"][0]["work_weeks"].append({"from": "2025-10-08", "to": "2025-10-09"})
    document["links"].append({"pred": None, "succ": 1})
    document["project"]["default_end_time"] = "24:00"
    task = to_plan(document).tasks[0]
    assert (task.priority, task.percent) == (1000, 100)


def test_types_of_primavera():
    assert to_plan(plan(type="FIXED_DURATION_AND_UNITS")).tasks[0].type.name == "FIXED_DURATION"
