"""Projects begin whole or not at all: empty, from a method pack."""

import datetime
from typing import Any

import pytest
from django.utils import translation

from uptake.accounts.models import Organisation, Person
from uptake.engine.instants import instant, moment
from uptake.engine.plan import Plan as EnginePlan
from uptake.engine.plan import Project as EngineProject
from uptake.engine.plan import Task as EngineTask
from uptake.packs.method import pack, packs
from uptake.projects.models import Member, Project, Role
from uptake.schedule import bridge, services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.lifecycle import creation
from uptake.schedule.lifecycle.creation import Prepared, Title, create, empty_plan, pack_plan
from uptake.schedule.models import Baseline, Deliverable, Plan, Task

pytestmark = pytest.mark.django_db
MONDAY = datetime.date(2026, 3, 2)


def test_an_empty_project_starts_on_a_working_day(manager: Person) -> None:
    saturday = datetime.date(2026, 3, 7)
    project = create(manager, Title(name="  CRM\x00", customer="Acme"), empty_plan(saturday, "CN"))
    plan = services.current(project).plan
    assert moment(plan.project.start) == datetime.datetime(2026, 3, 9, 8)
    assert plan.calendars[0].exceptions
    assert project.customer == Organisation.objects.get(name="Acme")
    assert Member.objects.get(project=project).role == Role.MANAGER
    assert (project.tasks, project.go_live) == (0, None)


def test_a_customer_is_not_made_twice(manager: Person) -> None:
    for name in ("Acme", " ACME  "):
        create(manager, Title(name=name, customer=name), empty_plan(MONDAY, ""))
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("name", [one.name for one in packs()])
@pytest.mark.parametrize("to", ["start", "go_live"])
def test_a_pack_becomes_a_project(manager: Person, name: str, to: Any) -> None:
    date = datetime.date(2026, 12, 1)
    prepared = pack_plan(pack(name), date=date, to=to, answers={}, country="CN")
    project = create(manager, Title(name="Rollout"), prepared)
    bridge.cache.clear()
    state = services.current(project)
    row = Task.objects.get(plan_id=project.pk, uid=state.go_live)
    assert row.milestone
    assert project.go_live == row.finish == state.schedule.of(row.uid).finish
    assert project.go_live_planned is None  # nothing is agreed before there is a baseline
    assert project.tasks > 10
    anchored = project.start if to == "start" else project.go_live
    assert anchored is not None
    assert moment(anchored).date() <= date + datetime.timedelta(1)
    assert all(one.generic for one in state.plan.resources)
    assert Deliverable.objects.filter(task__plan__project=project).count() > 10
    assert Deliverable.objects.filter(task=row, owner__plan_id=project.pk).exists()
    assert state.plan.task(row.uid).owner == Deliverable.objects.get(task=row).owner.uid  # type: ignore[union-attr]


def test_answers_and_language_change_the_plan(manager: Person) -> None:
    question = pack("erp").questions[0]
    with translation.override("zh-hans"):
        plans = [
            pack_plan(pack("erp"), date=MONDAY, to="start", answers={question.key: answer}, country="").plan
            for answer in (True, False)
        ]
    assert len(plans[0].tasks) > len(plans[1].tasks)
    assert not plans[0].tasks[0].name.isascii()


def test_a_name_is_kept_as_it_was_typed(manager: Person) -> None:
    project = create(manager, Title(name="上线 <b>项目</b> 🚀"), empty_plan(MONDAY, ""))
    assert services.current(project).plan.project.name == "上线 <b>项目</b> 🚀"


def broken(plan: EnginePlan) -> Prepared:
    return Prepared(plan=plan)


@pytest.mark.parametrize(
    "task",
    [
        EngineTask(uid=1, name="x" * 5000),
        EngineTask(uid=1, percent=101),
        EngineTask(uid=-1),
        EngineTask(uid=1, duration=2**40),
    ],
)
def test_what_cannot_be_kept_makes_nothing(manager: Person, task: EngineTask) -> None:
    plan = EnginePlan.build(EngineProject(start=instant(datetime.datetime(2026, 3, 2, 8))), [task])
    with pytest.raises(Problem):
        create(manager, Title(name="Broken"), broken(plan))
    assert not Project.objects.exists()
    assert not Plan.objects.exists()


def test_characters_that_no_database_holds_are_blanks(manager: Person) -> None:
    task = EngineTask(uid=1, name="dig\x00\ud800 it", notes="a\x00b")
    plan = EnginePlan.build(EngineProject(start=instant(datetime.datetime(2026, 3, 2, 8))), [task])
    create(manager, Title(name="Odd"), broken(plan))
    assert Task.objects.get().name == "dig   it"


def test_a_crash_leaves_nothing_half_made(manager: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(creation, "keep_rates", crash)
    prepared = pack_plan(pack("crm"), date=MONDAY, to="start", answers={}, country="")
    with pytest.raises(OSError, match="full"):
        create(manager, Title(name="Half"), prepared)
    assert not Project.objects.exists()
    assert not Task.objects.exists()
    assert not Baseline.objects.exists()
