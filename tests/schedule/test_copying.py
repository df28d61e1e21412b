"""A project as the beginning of another."""

import datetime
from dataclasses import replace

import pytest

from tests.schedule.world import BUILD, GO_LIVE, LI, World, small_plan, world
from uptake.engine.instants import DAY, instant, moment
from uptake.projects.models import Member, Project, Role
from uptake.registers.configuration import drafts
from uptake.registers.configuration.publishing import publish
from uptake.registers.visit import Visit
from uptake.schedule import services
from uptake.schedule.lifecycle.copying import What, copy_project
from uptake.schedule.lifecycle.creation import Title
from uptake.schedule.models import Baseline, Deliverable, Rate, Resource, Task
from uptake.schedule.versions.baselines import take_baseline

pytestmark = pytest.mark.django_db
DEADLINE = instant(datetime.datetime(2026, 4, 30, 17))


@pytest.fixture
def there() -> World:
    plan = small_plan()
    begun = plan.project.start
    tasks = [
        replace(one, percent=40, actual_start=begun, remaining=one.duration * 6 // 10)
        if one.name == "Analyse"
        else replace(one, deadline=DEADLINE)
        for one in plan.tasks
    ]
    found = world(plan.with_values(tasks=tuple(tasks)))
    go_live = Task.objects.get(plan_id=found.project.pk, uid=GO_LIVE)
    li = Resource.objects.get(plan_id=found.project.pk, uid=LI)
    li.person = found.who("consultant")
    li.save()
    Deliverable.objects.create(task=go_live, name="Protocol", owner=li, state=Deliverable.State.ACCEPTED)
    Rate.objects.create(resource=li, hourly=100)
    take_baseline(found.project, "Approved", found.manager)
    return found


def test_a_copy_is_as_before_anything_was_done(there: World) -> None:
    copy = copy_project(there.project, there.manager, Title(name="Second"), What())
    state = services.current(copy)
    assert all(one.percent == 0 and one.actual_start is None for one in state.plan.tasks)
    assert state.go_live == GO_LIVE
    assert state.plan.task(BUILD).deadline == DEADLINE
    assert copy.go_live_planned is None
    kept = Deliverable.objects.get(task__plan_id=copy.pk)
    assert (kept.state, kept.owner.uid if kept.owner else 0) == (Deliverable.State.PLANNED, LI)
    assert set(Member.objects.filter(project=copy).values_list("role", flat=True)) == {
        "manager",
        "consultant",
    }
    assert Resource.objects.get(plan_id=copy.pk, uid=LI).person == there.who("consultant")
    assert Rate.objects.filter(resource__plan_id=copy.pk).count() == 1
    assert not Baseline.objects.filter(plan_id=copy.pk).exists()


def test_a_copy_with_everything(there: World) -> None:
    what = What(progress=True, baselines=True, team=False)
    copy = copy_project(there.project, there.manager, Title(name="Second"), what)
    assert services.current(copy).plan.tasks == there.state.plan.tasks
    assert Baseline.objects.get(plan_id=copy.pk).name == "Approved"
    assert Member.objects.filter(project=copy).count() == 1


def test_a_copy_has_the_configuration_of_its_original(there: World) -> None:
    fields = {"decision": [{"key": "cost", "label": "Cost", "kind": "money"}]}
    draft = drafts.replace(there.project, there.manager, {"fields": fields})
    publish(there.project, there.manager, edits=draft.edits)
    copy = copy_project(there.project, there.manager, Title(name="Second"), What())
    assert Visit(copy, there.manager).spec("decision").field("cost") is not None


def test_a_copy_on_another_start(there: World) -> None:
    start = datetime.date(2027, 1, 2)
    what = What(start=start)
    copy = copy_project(there.project, there.manager, Title(name="Second"), what)
    state = services.current(copy)
    assert moment(state.plan.project.start) == datetime.datetime(2027, 1, 4, 8)
    days = (datetime.date(2027, 1, 4) - datetime.date(2026, 3, 2)).days
    assert state.plan.task(BUILD).deadline == DEADLINE + days * DAY


def test_money_stays_with_who_may_see_it(there: World) -> None:
    copy = copy_project(there.project, there.who("consultant"), Title(name="Second"), What())
    assert not Rate.objects.filter(resource__plan_id=copy.pk).exists()


def test_the_page(there: World) -> None:
    browser = there.as_("manager")
    assert b"Copy of ERP at Acme" in browser.get(f"{there.root}copy").content
    sent = browser.post(f"{there.root}copy", {"name": "Second", "start": "1066-01-01"})
    assert sent.status_code == 422
    sent = browser.post(f"{there.root}copy", {"name": "Second", "customer": "Acme", "team": "on"})
    copy = Project.objects.get(name="Second")
    assert sent["Location"] == f"/projects/{copy.pk}/plan"
    assert str(copy.customer) == "Acme"
    assert there.as_(Role.GUEST).get(f"{there.root}copy").status_code == 403
