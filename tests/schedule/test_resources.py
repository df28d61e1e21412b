"""Resources: when they are needed, when to order them, how loaded they are, and who takes over."""

import datetime

import pytest
from django.http import Http404

from tests.schedule.world import BUILD, DAY, LI, ROLE, SERVER, START, TEST, world
from uptake.engine.edits import Add, Set
from uptake.engine.instants import WEEK
from uptake.engine.plan import Assignment, ResourceType
from uptake.schedule import services
from uptake.schedule.capacity import load, resources
from uptake.schedule.editing.changes import Problem
from uptake.schedule.tasks.deliverables import deliverables_of, keep_deliverable

CALENDAR_DAY = 24 * 600
NEW = {"name": "Wang Fang", "type": ResourceType.WORK, "category": "people", "units": 1.0}


def test_a_resource_is_needed_when_its_first_task_starts_and_ordered_its_lead_time_before(erp):
    need = load.needs(erp.state.schedule)[SERVER]
    test_start = START + 3 * WEEK
    assert need.needed_by == test_start
    assert need.order_by == test_start - 7 * CALENDAR_DAY, "five working days are a week"


def test_when_the_plan_moves_the_date_to_order_by_moves(erp):
    before = load.needs(erp.state.schedule)[SERVER].order_by
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 15 * DAY})], erp.manager)
    assert load.needs(erp.state.schedule)[SERVER].order_by == before + WEEK


def test_load_is_spread_over_the_weeks_of_the_task(erp):
    need = load.needs(erp.state.schedule)[ROLE]
    first = load.week_of(START)
    assert need.weeks == {first + 1: 5 * DAY, first + 2: 5 * DAY}
    assert need.over == ()


def test_two_tasks_at_once_are_too_much_for_one_person(erp):
    extra = Assignment(uid=9, task=5, resource=LI, work=5 * DAY, remaining_work=5 * DAY)
    services.apply_edits(erp.project, [Add(extra)], erp.manager)
    need = load.needs(erp.state.schedule)[LI]
    assert need.over == need.ahead == (load.week_of(START),)
    services.apply_edits(erp.project, [Set("project", 0, {"status_date": START + WEEK})], erp.manager)
    need = load.needs(erp.state.schedule)[LI]
    assert need.over == (load.week_of(START),), "it was too much"
    assert need.ahead == (), "but nothing can be done about it any more"
    assert need.tasks == 2
    assert need.work == 10 * DAY


def test_a_resource_is_added_changed_and_removed_by_edits(erp):
    done, uid = resources.add_resource(erp.project, NEW, erp.manager)
    assert done.made
    assert uid == 4
    assert resources.change_resource(erp.project, uid, {"units": 0.5}, erp.manager).made
    assert resources.in_plan(erp.state, uid).units == 0.5
    assert resources.remove_resource(erp.project, uid, erp.manager).made
    with pytest.raises(Http404):
        resources.in_plan(erp.state, uid)
    services.undo(erp.project, erp.manager)
    assert resources.in_plan(erp.state, uid).name == "Wang Fang"


def test_two_resources_do_not_share_a_name(erp):
    with pytest.raises(Problem) as why:
        resources.add_resource(erp.project, NEW | {"name": "li wei"}, erp.manager)
    assert why.value.column == "name"
    assert erp.state.revision == 0


def test_a_change_that_moves_a_milestone_is_asked_first(erp):
    site = {"calendar": 2}
    services.apply_edits(
        erp.project, [Set("calendar", 2, {"week": (None, (), None, None, None, None, None)})], erp.manager
    )
    done = resources.change_resource(erp.project, ROLE, site, erp.manager)
    assert not done.made
    assert done.impact.milestones
    assert resources.in_plan(erp.state, ROLE).calendar is None
    assert resources.change_resource(erp.project, ROLE, site, erp.manager, sure=True).made


def test_a_person_takes_over_the_work_of_a_placeholder(erp):
    keep_deliverable(erp.project, BUILD, {"name": "Interfaces", "owner": ROLE})
    services.apply_edits(
        erp.project,
        [
            Set("task", TEST, {"owner": ROLE}),
            Add(Assignment(uid=9, task=BUILD, resource=LI, units=0.5, work=DAY)),
        ],
        erp.manager,
    )
    done = resources.replace_resource(erp.project, ROLE, LI, erp.manager, remove=True, sure=True)
    plan = erp.state.plan
    assert done.made
    assert [one.uid for one in plan.resources] == [LI, SERVER]
    assert plan.task(TEST).owner == LI
    (joined,) = (one for one in plan.assignments if one.task == BUILD)
    assert (joined.resource, joined.units, joined.work) == (LI, 1.5, 11 * DAY)
    assert deliverables_of(erp.project, [BUILD])[BUILD][0].owner.uid == LI


def test_nobody_takes_over_from_themselves(erp):
    with pytest.raises(Problem):
        resources.replace_resource(erp.project, LI, LI, erp.manager)


def test_another_projects_resource_is_not_found(erp):
    other = world(name="CRM")
    resources.add_resource(other.project, NEW, other.manager)
    with pytest.raises(Http404):
        resources.replace_resource(erp.project, ROLE, 4, erp.manager)
    with pytest.raises(Http404):
        resources.set_state(erp.project, 4, "requested")


def test_state_and_account_stand_beside_the_plan(erp):
    resources.set_state(erp.project, SERVER, "requested")
    resources.link_person(erp.project, LI, erp.manager.pk)
    found = resources.beside(erp.project)
    assert found[SERVER].state == "requested"
    assert found[LI].person == erp.manager
    assert erp.state.revision == 0
    with pytest.raises(Problem):
        resources.set_state(erp.project, SERVER, "stolen")
    with pytest.raises(Problem):
        resources.link_person(erp.project, LI, erp.who("stranger").pk)


def test_rates_by_date(erp):
    resources.set_rate(erp.project, LI, None, 20_000, 0)
    later = resources.set_rate(erp.project, LI, datetime.date(2027, 1, 1), 25_000, 0)
    resources.set_rate(erp.project, LI, None, 21_000, 0)
    assert [one.hourly for one in resources.rates(erp.project, LI)] == [21_000, 25_000]
    with pytest.raises(Http404):
        resources.remove_rate(erp.project, ROLE, later.pk)
    resources.remove_rate(erp.project, LI, later.pk)
    with pytest.raises(Problem):
        resources.set_rate(erp.project, LI, None, -1, 0)


def test_an_archived_project_changes_nothing(erp):
    erp.project.archived = True
    with pytest.raises(Problem):
        resources.add_resource(erp.project, NEW, erp.manager)
    with pytest.raises(Problem):
        resources.set_state(erp.project, SERVER, "requested")
