"""The laws of the edit algebra, on random plans and random edits."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.plans import edits, plans
from uptake.engine.edits import Edit, apply, apply_with_inverse, from_json, invert, to_json
from uptake.engine.errors import PlanError
from uptake.engine.plan import Plan
from uptake.engine.scheduling import schedule
from uptake.engine.structure import Structure


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
    assert [place.get(node, -1) for node in range(len(found.rank))] == found.rank
    for node in found.order:
        assert all(place[node] < place[after] for after in found.after(node))


@given(st.data())
@settings(max_examples=400, deadline=None)
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
@settings(max_examples=200, deadline=None)
def test_edits_survive_json(data: st.DataObject) -> None:
    plan = data.draw(plans())
    for edit in data.draw(edit_lists(plan)):
        assert from_json(json.loads(json.dumps(to_json(edit)))) == edit


@given(st.data())
@settings(max_examples=200, deadline=None)
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
