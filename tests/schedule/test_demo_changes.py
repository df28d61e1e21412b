"""The change requests of the demonstration project, typed into its plan: what each does to the go-lives."""

import pytest

from uptake.engine.edits import apply
from uptake.engine.instants import moment
from uptake.engine.scheduling import schedule
from uptake.packs.demo import build_demo
from uptake.packs.demo.registers import as_typed, build_registers
from uptake.schedule.editing.changes import to_edits

KINDS = ("task", "link", "assignment", "resource", "calendar")
NOT_MOVED = [0, 0, 0]


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def demo(language):
    return build_demo(language)


@pytest.fixture(scope="module")
def before(demo):
    return schedule(demo.plan)


@pytest.fixture(scope="module")
def changes(language):
    return {entry.key: entry for entry in build_registers(language)["change"]}


def typed(entry, demo, plan):
    """Return the plan after a change request."""
    first = max(task.uid for task in plan.tasks) + 1
    free = {kind: 1 + max(one.uid for one in getattr(plan, f"{kind}s")) for kind in KINDS}
    found = to_edits(schedule(plan), as_typed(entry, plan, demo.keys, first), language="en", next_uid=free)
    return apply(plan, found.edits)


@pytest.fixture(scope="module")
def moved(demo, before, changes):
    """How many calendar days each go-live moves by each change request."""

    def days(key):
        after = schedule(typed(changes[key], demo, demo.plan))
        finishes = [(before.of(uid).finish, after.of(uid).finish) for uid in demo.waves]
        return [(moment(new).date() - moment(old).date()).days for old, new in finishes]

    return {key: days(key) for key in changes}


def test_two_requests_win_days_of_the_next_go_live(moved):
    for key in ("change.second_team", "change.finance_first"):
        assert moved[key][0] < 0
        assert all(days <= 0 for days in moved[key])


def test_the_one_that_was_rejected_would_have_moved_two_go_lives(moved):
    assert moved["change.portal"][0] == 0
    assert all(days > 0 for days in moved["change.portal"][1:])


@pytest.mark.parametrize("key", ["change.archive", "change.wifi", "change.plant3"])
def test_others_move_no_go_live(moved, key):
    assert moved[key] == NOT_MOVED


def test_together_both_submitted_requests_keep_the_deadline(demo, before, changes):
    plan = demo.plan
    for key in ("change.second_team", "change.finance_first"):
        plan = typed(changes[key], demo, plan)
    deadline = demo.plan.task(demo.go_live).deadline
    assert before.of(demo.go_live).finish > deadline >= schedule(plan).of(demo.go_live).finish


def test_new_tasks_stand_where_they_belong_and_hang_on_the_network(demo, changes):
    for entry in changes.values():
        first = max(task.uid for task in demo.plan.tasks) + 1
        plan = typed(entry, demo, demo.plan)
        rows = [task.uid for task in plan.tasks]
        for i, new in enumerate(entry.values["new"]):
            task = plan.task(first + i)
            assert task.name == new["name"]
            assert task.parent == demo.plan.task(demo.keys[new["after"]]).parent
            assert rows.index(task.uid) > rows.index(demo.keys[new["after"]])
            preds = [link for link in plan.links if link.succ == task.uid]
            assert len(preds) == len(new["predecessors"].split())
        assert entry.values["new"] or len(plan.tasks) == len(demo.plan.tasks)


def test_rows_are_counted_in_the_plan_as_it_is(demo, changes):
    """A change that was approved before has put a row in between."""
    plan = typed(changes["change.archive"], demo, demo.plan)
    alone, after = (typed(changes["change.portal"], demo, one) for one in (demo.plan, plan))
    unit = demo.keys["b2.unit"]

    def known(found):
        return {link.pred for link in found.links if link.succ == unit} & set(demo.keys.values())

    assert known(alone) == known(after)


def test_a_change_of_a_row_that_is_not_there_is_refused(demo, changes):
    entry = changes["change.wifi"]
    with pytest.raises(KeyError):
        as_typed(entry, demo.plan, {}, 1000)
