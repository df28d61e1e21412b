"""Errors, impacts, revisions and reasons in words."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import uptake
from tests.schedule.test_changes import NEXT, WORKDAY, ask, cell, plan_of
from uptake.engine.calendars import CalendarLoop
from uptake.engine.compare import compare
from uptake.engine.edits import Add, Edit, Set, apply
from uptake.engine.errors import (
    BadValue,
    CycleFound,
    DateOutOfRange,
    DuplicateUid,
    LinkedToOwnChild,
    OutlineBroken,
    PlanError,
    UnknownUid,
)
from uptake.engine.instants import instant
from uptake.engine.plan import LagKind, Link, LinkType
from uptake.engine.scheduling import schedule
from uptake.schedule.words.sentences import impact_line, label_text, problem, why

TODAY = instant(datetime(2026, 1, 15, 9))
PARTS = Path(uptake.__file__).parent / "locale" / "zh_Hans" / "parts"
PLACES = re.compile(r"%\(\w+\)s|%%")

ERRORS: list[PlanError] = [
    CycleFound((2, 3, 4)),
    CycleFound(tuple(range(1, 400))),
    LinkedToOwnChild(1, 2),
    LinkedToOwnChild(2, 2),
    OutlineBroken(2, 77),
    DateOutOfRange(4),
    DuplicateUid("task", 4),
    CalendarLoop((1, 1)),
    PlanError("something new"),
    *(UnknownUid(kind, 77, "edit") for kind in ("task", "link", "resource", "calendar", "assignment")),
    *(
        BadValue("task", uid, field, value)
        for field in ("duration", "work", "percent", "priority", "name", "notes", "pieces", "field", "start")
        for uid, value in ((4, 10**30), (1, 5), (77, "x"))
    ),
    *(BadValue(kind, 1, "units", -1.0) for kind in ("assignment", "resource", "edit", "link")),
    BadValue("link", 1, "lag", 10**20),
]


@pytest.mark.parametrize("error", ERRORS, ids=str)
def test_every_error_says_what_to_do(error: PlanError) -> None:
    with translation.override("en"):
        said = problem(error, plan_of())
    assert said.endswith(".")
    assert ". " in said or "whole number" in said
    assert not re.search(r"%\(|uid|None|\b77\b", said)


def test_where_there_is_no_plan_yet() -> None:
    with translation.override("en"):
        assert problem(DateOutOfRange(4), None).startswith("‘unnamed’ would run before 1984")


def test_names_are_short_and_on_one_line() -> None:
    plan = apply(plan_of(), [Set("task", 4, {"name": "a\n" * 1000})])
    assert len(problem(DateOutOfRange(4), plan)) < 250
    assert "\n" not in problem(DateOutOfRange(4), plan)


# ---- impacts


def impact(*edits: Edit, go_live: int | None = 6) -> str:
    before = schedule(plan_of())
    after = schedule(apply(plan_of(), edits))
    with translation.override("en"):
        return impact_line(compare(before, after), after, go_live, today=TODAY)


def test_the_go_live_moves() -> None:
    # The milestone, the test before it, and the task that takes longer.
    assert (
        impact(Set("task", 4, {"duration": 7 * WORKDAY})) == "3 tasks move · go-live 24 Mar → 26 Mar (+2 d)"
    )
    assert impact(Set("task", 4, {"duration": 5 * WORKDAY - 1200})) == (
        "3 tasks move · go-live 24 Mar 17:00 → 24 Mar 15:00 (−0.25 d)"
    )


def test_a_milestone_or_the_finish_moves() -> None:
    longer = Set("task", 5, {"duration": 3 * WORKDAY})
    assert impact(longer, go_live=None) == "2 tasks move · milestone ‘Go-live’ 24 Mar → 25 Mar (+1 d)"
    assert impact(Set("task", 5, {"name": "x"})) == "No date changes"


def test_deadlines_and_the_critical_path() -> None:
    said = impact(Set("task", 4, {"deadline": instant(datetime(2026, 3, 2))}))
    assert said == "1 deadline is missed"


def test_another_year_is_told() -> None:
    assert "2027" in impact(Set("task", 4, {"duration": 250 * WORKDAY}))


# ---- revisions


def label(*changes: dict[str, object]) -> str:
    with translation.override("en"):
        return label_text(ask(*changes).label)


def test_what_was_done() -> None:
    assert label(cell("duration", "3d")) == "Set duration of ‘Build interfaces’"
    assert label(cell("duration", "3d"), cell("duration", "3d", 5)) == "Set duration of 2 tasks"
    assert label({"intent": "progress", "uid": 4, "percent": 40}) == "‘Build interfaces’ is 40% done"
    assert label({"intent": "link", "pred": 2, "succ": 5}) == "Link ‘Interview’ → ‘Test’"
    assert label(cell("resources", "Zhao Min")) == (
        "Set resources of ‘Build interfaces’; Add the resource ‘Zhao Min’"
    )
    assert label({"edit": "remove", "kind": "link", "uid": 1}) == "Remove a link"
    assert label({"edit": "move", "uid": 6, "parent": 1, "at": None}) == "Move ‘Go-live’ to another row"
    many = [cell(column, "", 4) for column in ("notes", "owner", "deadline", "calendar")]
    assert label(*many).endswith("; and more")


@pytest.mark.parametrize(
    "stored", [None, [], {}, "x", [1], [{}], [{"code": 5, "count": "x"}], [{"code": "future"}]]
)
def test_any_label_has_a_text(stored: object) -> None:
    with translation.override("en"):
        assert label_text(stored) == "Change the plan"


def test_labels_of_others() -> None:
    with translation.override("en"):
        assert label_text([{"code": "restore", "revision": 9}]) == "Restore revision 9"
        assert label_text([{"code": "draft", "name": "What if"}]) == "Apply the draft ‘What if’"


# ---- reasons


def reasons(uid: int, *edits: Edit) -> dict[str, object]:
    with translation.override("en"):
        return why(schedule(apply(plan_of(), edits)), uid, today=TODAY)


def test_a_link_is_why() -> None:
    assert reasons(5) == {
        "start": "starts Mon 23 Mar because ‘Build interfaces’ finishes Fri 20 Mar (FS); calendar: Standard",
        "chain": [
            {
                "uid": 4,
                "text": "‘Build interfaces’ starts Mon 16 Mar because ‘Analyse’ finishes Fri 13 Mar (FS);"
                " calendar: Standard",
            },
            {
                "uid": 3,
                "text": "‘Analyse’ starts Mon 9 Mar because ‘Interview’ finishes Fri 6 Mar (FS);"
                " calendar: Standard",
            },
            {
                "uid": 2,
                "text": "‘Interview’ starts Mon 2 Mar because nothing else holds it and the project starts then;"
                " calendar: Standard",
            },
        ],
    }


def test_other_reasons() -> None:
    lag = Link(uid=9, pred=2, succ=5, type=LinkType.SS, lag=300, kind=LagKind.PERCENT)
    free = [Set("link", 3, {"type": LinkType.SS})]
    assert "its dates were typed by hand" in reasons(4, *ask(cell("mode", "manual")).edits)["start"]
    assert "start no earlier than Fri 1 May" in reasons(4, *ask(cell("start", "1 May")).edits)["start"]
    assert "it really began (50% done)" in reasons(2, *ask(cell("percent", "50", 2)).edits)["start"]
    assert "(SS)" in reasons(5, *free)["start"]
    assert reasons(1)["start"].startswith("‘Prepare’ runs from Mon 2 Mar to Fri 13 Mar as its tasks do")
    assert reasons(5, Add(lag))["start"]


def test_long_chains_are_cut() -> None:
    rows = [{"intent": "insert", "uid": 100 + k, "name": f"t{k}"} for k in range(60)]
    ties = [{"intent": "link", "pred": 100 + k, "succ": 101 + k} for k in range(59)]
    plan = ask(*rows, *ties).plan
    assert len(why(schedule(plan), 159, today=TODAY)["chain"]) == 40
    assert NEXT["task"] == 100


# ---- Chinese


def test_translations_name_the_same_things() -> None:
    with (PARTS / "changes.po").open("rb") as file:
        found = [one for one in read_po(file) if one.id]
    for one in found:
        ids, texts = (value if isinstance(value, tuple) else (value,) for value in (one.id, one.string))
        assert all(texts), ids
        assert sorted(PLACES.findall(ids[-1])) == sorted(PLACES.findall(texts[0])), ids
