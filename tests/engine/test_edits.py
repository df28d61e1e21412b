"""The laws of the edit algebra, on random plans and random edits."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.plans import edits, plans
from tests.shared_data import needs_shared_data, neutral_documents
from uptake.engine.calendars import Calendar, CalendarLoop
from uptake.engine.edits import (
    Add,
    Edit,
    Move,
    Remove,
    Set,
    apply,
    apply_with_inverse,
    from_json,
    invert,
    to_json,
)
from uptake.engine.edits.values import MAX_NOTES
from uptake.engine.errors import (
    BadValue,
    CycleFound,
    DuplicateUid,
    LinkedToOwnChild,
    OutlineBroken,
    PlanError,
    UnknownUid,
)
from uptake.engine.instants import HORIZON
from uptake.engine.plan import Assignment, Link, Plan, Project, Resource, ResourceType, Task
from uptake.engine.scheduling import schedule
from uptake.engine.structure import Structure
from uptake.interchange.neutral import to_plan


def edit_lists(plan: Plan) -> st.SearchStrategy[list[Edit]]:
    return st.lists(edits(plan), min_size=1, max_size=4)


def assert_same_shape(found: Structure, plan: Plan) -> None:
    """Compare a structure that was derived with one built from nothing; any valid order will do."""
    fresh = Plan.build(
        plan.project,
        plan.tasks,
        plan.links,
        calendars=plan.calendars,
        resources=plan.resources,
        assignments=plan.assignments,
    ).structure
    for column in (
        "index",
        "parent",
        "summary",
        "children",
        "pred",
        "succ",
        "links_in",
        "links_out",
        "link_index",
    ):
        assert getattr(found, column) == getattr(fresh, column), column
    assert sorted(found.order) == sorted(fresh.order)
    place = {node: k for k, node in enumerate(found.order)}
    assert [place.get(node, -1) for node in range(len(found.rank))] == list(found.rank)
    for node in found.order:
        assert all(place[node] < place[after] for after in found.after(node))


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_edits_apply_whole_or_not_at_all_and_can_be_undone(data: st.DataObject) -> None:
    plan = data.draw(plans())
    todo = data.draw(edit_lists(plan))
    copy = plan.with_values()
    try:
        after, back = apply_with_inverse(plan, todo)
    except PlanError:
        assert plan == copy
        return
    assert plan == copy
    assert after == apply(plan, todo)
    assert_same_shape(after.structure, after)
    assert apply(after, back) == plan
    assert_same_shape(plan.structure, plan)
    assert_same_shape(apply(after, back).structure, plan)
    assert apply(apply(after, back), invert(after, back)) == after


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_edits_survive_json(data: st.DataObject) -> None:
    plan = data.draw(plans())
    for edit in data.draw(edit_lists(plan)):
        assert from_json(json.loads(json.dumps(to_json(edit)))) == edit


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_schedule_after_edits_is_the_same_as_one_from_nothing(data: st.DataObject) -> None:
    plan = data.draw(plans())
    try:
        before = schedule(plan)
        after = apply(plan, data.draw(edit_lists(plan)))
        fresh = schedule(after)
    except PlanError:
        return
    again = schedule(after, since=before)
    assert [again.row(i) for i in range(len(after.tasks))] == [fresh.row(i) for i in range(len(after.tasks))]


# ---- what comes in from outside

JUNK: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(
        ["task", "link", "set", "add", "move", "uid", "values", "row", "\0", "\ud800", 10**30, -1, 1e400]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def places(written: object) -> list[tuple[Any, Any]]:
    """List every place in a JSON value at which another value may be put."""
    if isinstance(written, dict):
        own: list[tuple[Any, Any]] = [(written, key) for key in written]
    elif isinstance(written, list):
        own = [(written, k) for k in range(len(written))]
    else:
        return []
    return own + [place for _, key in own for place in places(written[key])]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_hostile_json_is_refused_by_name_or_is_an_edit(data: st.DataObject) -> None:
    plan = data.draw(plans())
    written: Any = {"whole": to_json(data.draw(edits(plan)))}
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(written)))
        if isinstance(holder, dict) and key != "whole" and data.draw(st.booleans()):
            if data.draw(st.booleans()):
                del holder[key]
            else:
                holder[data.draw(st.text(max_size=5))] = data.draw(JUNK)
        else:
            holder[key] = data.draw(JUNK)
    try:
        edit = from_json(written["whole"])
    except BadValue:
        return
    assert from_json(json.loads(json.dumps(to_json(edit)))) == edit
    with suppress(PlanError):
        apply(plan, [edit])


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (None, "edit"),
        ([], "edit"),
        ({}, "edit"),
        ({"edit": ["set"]}, "edit"),
        ({"edit": "set", "kind": ["task"], "uid": 1, "values": {}}, "kind"),
        ({"edit": "set", "kind": "plan", "uid": 1, "values": {}}, "kind"),
        ({"edit": "set", "kind": "task", "uid": True, "values": {}}, "uid"),
        ({"edit": "set", "kind": "task", "uid": 2**31, "values": {}}, "uid"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": []}, "values"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"uid": 2}}, "field"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"parent": 2}}, "field"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"__class__": 2}}, "field"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"duration": -1}}, "duration"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"duration": 1.0}}, "duration"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"percent": 101}}, "percent"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"priority": 1001}}, "priority"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"constraint": "SOON"}}, "constraint"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"constraint": 4}}, "constraint"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"deadline": HORIZON}}, "deadline"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"name": "a\0b"}}, "name"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"name": "\ud800"}}, "name"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"name": "x" * 5000}}, "name"),
        ({"edit": "set", "kind": "task", "uid": 1, "values": {"pieces": [[0, 5], [4, 9]]}}, "pieces"),
        ({"edit": "set", "kind": "resource", "uid": 1, "values": {"units": float("nan")}}, "units"),
        ({"edit": "set", "kind": "calendar", "uid": 1, "values": {"week": [[]] * 6}}, "week"),
        (
            {"edit": "set", "kind": "calendar", "uid": 1, "values": {"exceptions": [{"first": 2}]}},
            "exceptions",
        ),
        ({"edit": "add", "kind": "project", "row": {}}, "kind"),
        ({"edit": "add", "kind": "task", "row": {}}, "uid"),
        ({"edit": "add", "kind": "link", "row": {"uid": 1, "pred": 1}}, "succ"),
        ({"edit": "add", "kind": "link", "row": {"uid": 1, "pred": 1, "succ": 2}, "below": [1]}, "below"),
        ({"edit": "remove", "kind": "project", "uid": 0}, "kind"),
        ({"edit": "move", "uid": 1, "parent": "2"}, "parent"),
        ({"edit": "move", "uid": 1, "to": 2}, "field"),
    ],
)
def test_what_is_wrong_with_json_is_named(written: object, field: str) -> None:
    with pytest.raises(BadValue) as caught:
        from_json(written)
    assert caught.value.field == field


def test_a_refusal_is_short_whatever_was_sent() -> None:
    with pytest.raises(BadValue) as caught:
        from_json({"edit": "set", "kind": "task", "uid": 1, "values": {"name": "x" * 10**6}})
    assert len(str(caught.value)) < 200


def test_defaults_that_stored_edits_rely_on_never_change() -> None:
    """Stored edits leave out what is at its default: a new default would change what they mean."""
    written = [
        to_json(Add(row))["row"]
        for row in (
            Task(uid=1, duration=4800),
            Link(uid=1, pred=1, succ=2),
            Resource(uid=1),
            Assignment(uid=1, task=1),
        )
    ]
    assert written == [{"uid": 1}, {"uid": 1, "pred": 1, "succ": 2}, {"uid": 1}, {"uid": 1, "task": 1}]
    assert repr(Task(uid=1)) == (
        "Task(uid=1, id=0, name='', wbs='', parent=None, duration=4800, elapsed=False, unit='d', "
        "type=<TaskType.FIXED_UNITS: 0>, effort_driven=False, estimated=False, milestone=False, "
        "constraint=<Constraint.ASAP: 0>, constraint_date=None, deadline=None, calendar=None, "
        "ignore_resource_calendar=False, priority=500, manual=False, active=True, external=False, "
        "start=None, finish=None, percent=0, actual_start=None, actual_finish=None, stop=None, resume=None, "
        "remaining=None, leveling_delay=0, pieces=(), notes='', owner=None, "
        "optimistic=None, likely=None, pessimistic=None, distribution='', category='')"
    )
    assert repr(Resource(uid=1)) == (
        "Resource(uid=1, name='', type=<ResourceType.WORK: 1>, calendar=None, units=1.0, category='', "
        "lead_time=0, generic=False, group='', email='')"
    )


# ---- single edits


def small() -> Plan:
    """Make a plan: 1 over 2 and 3; 4 over 5; 6."""
    return Plan.build(
        Project(start=19200),
        [
            Task(uid=1),
            Task(uid=2, parent=1),
            Task(uid=3, parent=1),
            Task(uid=4),
            Task(uid=5, parent=4),
            Task(uid=6),
        ],
        [Link(uid=10, pred=2, succ=3), Link(uid=11, pred=3, succ=5), Link(uid=12, pred=5, succ=6)],
        resources=[Resource(uid=1), Resource(uid=2)],
        assignments=[Assignment(uid=20, task=2, resource=1), Assignment(uid=21, task=5, resource=1)],
    )


def outline(plan: Plan) -> list[tuple[int, int | None]]:
    return [(task.uid, task.parent) for task in plan.tasks]


def test_a_value_edit_keeps_the_structure_and_every_other_object() -> None:
    plan = small()
    after = apply(plan, [Set("task", 2, {"duration": 0}), Set("link", 11, {"lag": 480})])
    assert after.structure is plan.structure
    assert [a is b for a, b in zip(after.tasks, plan.tasks, strict=True)] == [
        True,
        False,
        True,
        True,
        True,
        True,
    ]


def test_removing_a_task_takes_what_hangs_on_it() -> None:
    plan = small()
    after = apply(plan, [Remove("task", 1)])
    assert outline(after) == [(4, None), (5, 4), (6, None)]
    assert [link.uid for link in after.links] == [12]
    assert [one.uid for one in after.assignments] == [21]
    assert apply(after, invert(plan, [Remove("task", 1)])) == plan


def test_removing_a_resource_leaves_its_tasks_without_owner() -> None:
    plan = apply(small(), [Set("task", uid, {"owner": owner}) for uid, owner in ((2, 1), (3, 2), (6, 1))])
    after = apply(plan, [Remove("resource", 1)])
    assert [task.owner for task in after.tasks] == [None, None, 2, None, None, None]
    assert apply(after, invert(plan, [Remove("resource", 1)])) == plan
    with pytest.raises(UnknownUid):
        apply(after, [Set("task", 2, {"owner": 1})])
    with pytest.raises(UnknownUid):
        Plan.build(plan.project, plan.tasks)


def test_notes_are_long_and_bounded() -> None:
    after = apply(small(), [Set("task", 2, {"notes": "x" * MAX_NOTES})])
    assert len(after.task(2).notes) == MAX_NOTES
    with pytest.raises(BadValue):
        apply(after, [Set("task", 2, {"notes": "x" * (MAX_NOTES + 1)})])
    with pytest.raises(BadValue):
        apply(after, [Set("resource", 1, {"category": "furniture"})])


def test_what_only_describes_is_not_scheduled_again() -> None:
    before = schedule(small())
    described = [
        Set("task", 2, {"name": "dig", "notes": "deep", "owner": 2, "wbs": "A.1"}),
        Set("resource", 1, {"category": "people", "lead_time": 48000, "email": "a@b.example", "name": "Li"}),
    ]
    after = schedule(apply(before.plan, described), since=before)
    assert after.dates is before.dates
    assert after.plan.task(2).notes == "deep"
    for bearing in (Set("task", 2, {"duration": 0}), Set("resource", 1, {"type": ResourceType.COST})):
        assert schedule(apply(before.plan, [*described, bearing]), since=before).dates is not before.dates


def test_moving_takes_the_whole_subtree() -> None:
    after = apply(small(), [Move(1, parent=4, at=5)])
    assert outline(after) == [(4, None), (1, 4), (2, 1), (3, 1), (5, 4), (6, None)]


def test_a_link_that_turns_the_order_round_mends_it() -> None:
    plan = small()
    after = apply(plan, [Remove("link", 12), Add(Link(uid=13, pred=6, succ=2))])
    assert_same_shape(after.structure, after)
    with pytest.raises(CycleFound) as caught:
        apply(plan, [Add(Link(uid=13, pred=6, succ=2))])
    assert set(caught.value.tasks) == {2, 3, 5, 6}


def test_a_loop_may_be_passed_through() -> None:
    apply(small(), [Add(Link(uid=13, pred=6, succ=2)), Remove("link", 10), Remove("link", 12)])


def test_a_calendar_in_use_cannot_be_removed() -> None:
    plan = apply(small(), [Add(Calendar(5)), Set("task", 6, {"calendar": 5})])
    with pytest.raises(UnknownUid) as caught:
        apply(plan, [Remove("calendar", 5)])
    assert (caught.value.kind, caught.value.uid, caught.value.by, caught.value.owner) == (
        "calendar",
        5,
        "task",
        6,
    )
    apply(plan, [Remove("calendar", 5), Set("task", 6, {"calendar": None})])


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (Add(Task(uid=2)), DuplicateUid),
        (Add(Link(uid=10, pred=2, succ=6)), DuplicateUid),
        (Add(Task(uid=9, parent=99)), UnknownUid),
        (Add(Task(uid=9), at=2), OutlineBroken),
        (Add(Task(uid=9), below=(Task(uid=8),)), OutlineBroken),
        (Add(Link(uid=13, pred=1, succ=2)), LinkedToOwnChild),
        (Add(Link(uid=13, pred=1, succ=99)), UnknownUid),
        (Add(Assignment(uid=22, task=2, resource=99)), UnknownUid),
        (Move(1, parent=2), OutlineBroken),
        (Move(1, parent=1), OutlineBroken),
        (Move(3, parent=99), UnknownUid),
        (Remove("task", 99), UnknownUid),
        (Remove("project", 0), BadValue),
        (Set("task", 1, {"parent": None}), BadValue),
        (Set("task", 1, {"duration": True}), BadValue),
        (Set("task", 1, {"constraint": 4}), BadValue),
        (Set("task", 1, {"calendar": 9}), UnknownUid),
        (Set("link", 10, {"succ": 2}), LinkedToOwnChild),
        (Set("calendar", 1, {"base": 1}), CalendarLoop),
        (Set("project", 0, {"calendar": 9}), UnknownUid),
    ],
)
def test_refused(edit: Edit, error: type[PlanError]) -> None:
    with pytest.raises(error):
        apply(small(), [edit])


def test_many_links_at_once_are_sorted_anew() -> None:
    tasks = [Task(uid=uid) for uid in range(1, 201)]
    plan = Plan.build(Project(start=0), tasks)
    chain = [Add(Link(uid=uid, pred=uid + 1, succ=uid)) for uid in range(1, 200)]
    after, back = apply_with_inverse(plan, chain)
    assert_same_shape(after.structure, after)
    assert apply(after, back) == plan


@needs_shared_data
def test_real_plans_can_be_taken_apart_and_put_together_again() -> None:
    for path in neutral_documents():
        plan = to_plan(json.loads(path.read_text(encoding="utf-8")))
        tops = [Remove("task", task.uid) for task in plan.tasks if task.parent is None]
        people = [Remove("resource", one.uid) for one in plan.resources]
        bare, back = apply_with_inverse(plan, [*people, *tops])
        assert (bare.tasks, bare.links, bare.assignments, bare.resources) == ((), (), (), ())
        stored = json.loads(json.dumps([to_json(edit) for edit in back]))
        assert apply(bare, [from_json(edit) for edit in stored]) == plan, path.name
