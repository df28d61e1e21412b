"""Deviations: found, kept free of doubles, corrected, and what that would bring."""

import json

import pytest

from tests.monitoring.conftest import ANALYSE, BUILD, FRIDAY, lengthen, progress, status_date
from uptake.engine.instants import DAY, moment
from uptake.monitoring import deviations, status
from uptake.monitoring.models import Cost, Deviation
from uptake.platform.jobs import do_now
from uptake.platform.models import JobState
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.models import Link
from uptake.registers.visit import Visit
from uptake.schedule.models import Plan, Task
from uptake.schedule.versions import drafts


@pytest.fixture
def visit(erp):
    return Visit(erp.project, erp.manager)


def found(visit):
    deviations.find(visit)
    rows = Deviation.objects.order_by("number")
    return [(one.kind, one.days, one.hours, one.cost, one.state) for one in rows]


def test_nothing_is_late_as_long_as_the_plan_says_so(visit):
    assert found(visit) == []


def test_a_task_that_takes_longer_is_late_and_over_those_behind_it_are_not(erp, visit):
    lengthen(erp, ANALYSE, 8)
    assert found(visit) == [("late", 3.0, None, None, "open"), ("work", None, 24.0, None, "open")]
    links = Link.objects.filter(source__register="deviation", field="task")
    assert set(links.values_list("task", flat=True)) == {ANALYSE}


def test_what_costs_more_than_it_earns_is_over(erp, visit):
    task = Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE)
    Cost.objects.create(task=task, kind="actual", amount=1000_00, on="2026-03-05")
    assert found(visit) == [("cost", None, None, 1000_00, "open")]


def test_a_search_makes_no_doubles_and_follows_the_amount(erp, visit):
    lengthen(erp, ANALYSE, 8)
    deviations.find(visit)
    lengthen(erp, ANALYSE, 9)
    told = deviations.find(visit)
    assert (told.made, told.updated) == (0, 2)
    assert [one.days for one in Deviation.objects.filter(kind="late")] == [4.0]
    lengthen(erp, ANALYSE, 5)
    deviations.find(visit)
    assert [one.days for one in Deviation.objects.filter(kind="late")] == [0]
    page = erp.as_(Role.MANAGER).get(f"{erp.root}registers/deviation/1").content.decode()
    assert "The task is on its baseline again" in page


def test_what_was_closed_stays_closed_with_its_reason(erp, visit):
    lengthen(erp, ANALYSE, 8)
    deviations.find(visit)
    spec = visit.spec("deviation")
    late = Deviation.objects.get(kind="late")
    with pytest.raises(services.Unfit):
        services.move(visit, spec, late, "closed")
    services.move(visit, spec, late, "closed", reason="Agreed with the sponsor")
    lengthen(erp, ANALYSE, 10)
    assert deviations.find(visit).made == 0
    late.refresh_from_db()
    assert (late.state, late.days) == ("closed", 3.0)


def test_a_task_whose_time_has_not_come_is_not_late(erp, visit):
    lengthen(erp, BUILD, 20)
    assert found(visit) == []
    progress(erp, ANALYSE, 100)
    status_date(erp, FRIDAY + 5 * DAY)
    assert found(visit)[0][:2] == ("late", 10.0)


def test_the_button_says_what_came_of_it(erp):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/deviations/find"
    assert "Nothing new is late or over" in client.post(url, follow=True).content.decode()
    lengthen(erp, ANALYSE, 8)
    assert "2 deviations found" in client.post(url, follow=True).content.decode()
    for role in (Role.SPONSOR, Role.KEY_USER, Role.GUEST):
        assert erp.as_(role).post(url).status_code == 403


def test_without_a_baseline_the_button_says_what_is_missing(bare):
    said = bare.as_(Role.MANAGER).post(f"{bare.root}monitoring/deviations/find", follow=True).content.decode()
    assert "Save a baseline first" in said


def test_a_status_looks_for_deviations(erp):
    lengthen(erp, ANALYSE, 8)
    status.record_point(erp.project, erp.manager, moment(FRIDAY).date())
    job = do_now(deviations.FIND, erp.manager, project_id=erp.project.pk)
    assert (job.state, job.result["made"]) == (JobState.DONE, 2)


def test_the_amount_of_a_cost_is_seen_by_those_who_may_see_money(erp, visit):
    task = Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE)
    Cost.objects.create(task=task, kind="actual", amount=1234_56, on="2026-03-05")
    deviations.find(visit)
    for role, seen in ((Role.SPONSOR, True), (Role.CONSULTANT, False), (Role.KEY_USER, False)):
        client = erp.as_(role)
        assert (
            "1,234.56" in client.get(f"{erp.root}registers/deviation/?columns=cost").content.decode()
        ) is seen
        file = client.get(f"{erp.root}registers/deviation/export?format=csv&columns=cost").content.decode()
        assert ("1234.56" in file) is seen
        assert ("1,234.56" in client.get(f"{erp.root}registers/deviation/1").content.decode()) is seen
        told = client.get(f"/api/v1{erp.root}registers/deviation/records/1").content.decode()
        assert ("123456" in told) is seen


# ---- correction


@pytest.fixture
def late(erp, visit):
    lengthen(erp, ANALYSE, 8)
    deviations.find(visit)
    return Deviation.objects.get(kind="late")


def test_a_change_of_a_cell_is_scheduled_and_compared(erp, late):
    client = erp.as_(Role.MANAGER)
    url = f"{erp.root}monitoring/deviations/{late.number}/effect"
    assert f"T{BUILD} Build interfaces" in client.get(url).content.decode().replace("\\u0020", " ")
    revision = Plan.objects.get(pk=erp.project.pk).revision
    rows = [{"id": "a", "task": str(BUILD), "column": "duration", "text": "7d"}]
    assert client.post(url, {"measures": json.dumps(rows)}).status_code == 302
    late.refresh_from_db()
    assert (late.effect_finish, late.effect_go_live) == (-5.0, -5.0)
    assert Plan.objects.get(pk=erp.project.pk).revision == revision
    said = client.get(f"{erp.root}registers/deviation/{late.number}").content.decode()
    assert "5 days earlier" in said
    lengthen(erp, BUILD, 6)  # somebody did it: nothing is left to expect
    said = client.get(f"{erp.root}registers/deviation/{late.number}").content.decode()
    assert "day later" in said


def test_a_draft_is_an_effect_too(erp, late):
    client = erp.as_(Role.MANAGER)
    draft = drafts.start_draft(erp.project, "Two teams", erp.manager)
    from uptake.monitoring.effects import intention  # noqa: PLC0415 - what the form sends, as a step

    drafts.change(draft, intention([{"task": BUILD, "column": "duration", "text": "9d"}]), None)
    url = f"{erp.root}monitoring/deviations/{late.number}/effect"
    assert client.post(url, {"draft": str(draft.pk), "measures": "[]"}).status_code == 302
    late.refresh_from_db()
    assert (late.draft, late.effect_go_live) == (draft.pk, -1.0)
    drafts.discard(draft)
    said = client.get(f"{erp.root}registers/deviation/{late.number}").content.decode()
    assert "applied or discarded already" in said


@pytest.mark.parametrize(
    "rows",
    [
        "[]",
        "{}",
        "[1]",
        '[{"id": "a", "task": "999", "column": "duration", "text": "5d"}]',
        '[{"id": "a", "task": "2", "column": "name", "text": "x"}]',
        '[{"id": "a", "task": "2", "column": "duration", "text": "a while"}]',
        '[{"id": "a", "task": "2", "column": "duration", "text": ""}]',
        '[{"id": "a", "task": "2", "column": "predecessors", "text": "3"}]',
    ],
)
def test_what_the_plan_would_not_take_is_refused(erp, late, rows):
    url = f"{erp.root}monitoring/deviations/{late.number}/effect"
    assert erp.as_(Role.MANAGER).post(url, {"measures": rows}).status_code == 422
    late.refresh_from_db()
    assert late.effect_finish is None


def test_the_correction_becomes_a_task(erp, late):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/deviations/{late.number}/action"
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Get a second pair of hands", "duration": "a while"}).status_code == 422
    assert client.post(url, {"name": "Get a second pair of hands", "duration": "2d"}).status_code == 302
    uid = Task.objects.get(plan_id=erp.project.pk, name="Get a second pair of hands").uid
    assert Link.objects.get(source_id=late.pk, field="action").task == uid
    assert (
        "Get a second pair of hands"
        in client.get(f"{erp.root}registers/deviation/{late.number}").content.decode()
    )
    assert erp.as_(Role.KEY_USER).post(url, {"name": "x", "duration": "2d"}).status_code == 403
