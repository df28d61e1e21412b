"""Deviations: found, kept free of doubles, corrected, and what that would bring."""

import json
import re

import pytest

from tests.monitoring.conftest import ANALYSE, BUILD, FRIDAY, lengthen, progress, status_date
from uptake.engine.instants import DAY, moment
from uptake.monitoring import deviations, status
from uptake.monitoring.models import Cost, Deviation
from uptake.platform.jobs import do_now
from uptake.platform.models import JobState
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.beside.comments import write_comment
from uptake.registers.beside.relating import relate
from uptake.registers.models import Link, Mention
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


@pytest.fixture
def over(erp, visit):
    """A task that is late, and one that costs more than it may, linked with an issue, with somebody asked to look."""
    lengthen(erp, ANALYSE, 8)
    task = Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE)
    Cost.objects.create(task=task, kind="actual", amount=9999_00, on="2026-03-05")
    deviations.find(visit)
    cost = Deviation.objects.get(kind="cost")
    issue = services.create(visit, visit.spec("issue"), {"title": "Too dear"})
    relate(visit, visit.spec("issue"), issue, f"DV-{cost.number:03}")
    asked = [erp.who(role) for role in (Role.CONSULTANT, Role.FINANCE)]
    text = "Look at this, " + " and ".join(f"@{one.name}" for one in asked)
    comment = write_comment(Visit(erp.project, erp.manager), visit.spec("deviation"), cost, text)
    assert [one.person for one in Mention.objects.all()] == asked[1:]
    Mention.objects.create(comment=comment, person=asked[0])  # made while they could see money
    return cost


def addresses(erp, cost):
    deviation, code = f"{erp.root}registers/deviation/", f"DV-{cost.number:03}"
    api = f"/api/v1{erp.root}registers/deviation/records"
    return [
        "/",
        deviation, f"{deviation}?group=kind", f"{deviation}?q=over", f"{deviation}{cost.number}",
        f"{deviation}export?format=csv",
        f"{erp.root}registers/issue/1", f"{erp.root}tasks/{ANALYSE}",
        f"{erp.root}record-targets?q={code}", f"/search?q={code}&project={erp.project.pk}",
        f"/search?q=Cost over&project={erp.project.pk}", api, f"{api}/{cost.number}",
        f"{erp.root}monitoring/deviations/{cost.number}/effect",
    ]  # fmt: skip


def test_that_a_task_costs_more_is_known_to_those_who_may_see_money(erp, over):
    title = f"Cost over: {over.title.split(': ')[1]}"
    places = {
        role: [one for one in addresses(erp, over) if title in erp.as_(role).get(one).content.decode()]
        for role in (Role.MANAGER, Role.FINANCE, Role.CONSULTANT, Role.KEY_USER)
    }
    assert {*places[Role.MANAGER], *places[Role.FINANCE]} == {*addresses(erp, over)}
    assert places[Role.CONSULTANT] == places[Role.KEY_USER] == []
    page = erp.as_(Role.CONSULTANT).get(f"{erp.root}registers/deviation/").content.decode()
    assert "Late: " in page


def test_who_may_not_see_money_neither_changes_nor_makes_such_a_deviation(erp, over):
    visit = Visit(erp.project, erp.who(Role.CONSULTANT))
    spec, late = visit.spec("deviation"), Deviation.objects.get(kind="late")
    with pytest.raises(services.Unfit):
        services.change(visit, spec, late, {"kind": "cost"})
    with pytest.raises(services.Unfit):
        relate(visit, spec, late, f"DV-{over.number:03}")
    client = erp.as_(Role.CONSULTANT)
    bulk = f"{erp.root}registers/deviation/bulk"
    client.post(bulk, {"do": "to:acting", "all": "1"})
    client.post(bulk, {"do": "to:acting", "n": str(over.number)})
    assert dict(Deviation.objects.values_list("kind", "state")) == {
        "late": "acting", "work": "acting", "cost": "open",
    }  # fmt: skip


def test_a_search_counts_what_the_person_who_asks_may_see(erp, over):
    Link.objects.all().delete()
    Deviation.objects.all().delete()
    visit = Visit(erp.project, erp.who(Role.CONSULTANT))
    assert deviations.find(visit).made == 2
    assert {one.kind: one.cost for one in Deviation.objects.all()}["cost"] == over.cost > 0
    assert deviations.find(visit).updated == 2
    assert deviations.find(Visit(erp.project, erp.manager)).updated == 3


def test_amounts_of_deviations_have_their_unit_in_lists_and_files(erp, over):
    client = erp.as_(Role.MANAGER)
    query = "columns=title,days,hours,effect_finish"
    page = client.get(f"{erp.root}registers/deviation/?{query}").content.decode()
    for label, unit in (("Late by", "working days"), ("Expected effect on the finish", "days")):
        assert re.search(rf"{label}(<[^>]*>)+{unit}</span></th>", page)
    file = client.get(f"{erp.root}registers/deviation/export?format=csv&{query}").content.decode()
    assert "Late by (working days)" in file
    assert "Expected effect on the finish (days)" in file


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
    begun = json.dumps([{"id": "first", "task": str(BUILD), "column": "duration"}])
    assert client.post(url, {"measures": begun}).status_code == 422
    assert client.post(url, {"draft": str(draft.pk), "measures": begun}).status_code == 302
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
