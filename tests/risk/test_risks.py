"""The registers of this package: what is computed, refused, remarked, and what becomes of what."""

import datetime

import pytest
from django.utils import timezone

from tests.schedule.world import ANALYSE, BUILD, GO_LIVE, World
from uptake.engine.instants import moment
from uptake.projects.access import Forbidden
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.models import Configuration, Link
from uptake.registers.services import Unfit
from uptake.registers.visit import Visit
from uptake.risk import panels, selectors
from uptake.risk.matrix import matrix
from uptake.risk.models import Dependency, Issue, Risk
from uptake.risk.reviews import reviews_due
from uptake.risk.services import occur
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Task
from uptake.schedule.tasks.adding import NewTask
from uptake.schedule.tasks.for_records import task_for_record

TODAY = datetime.date(2026, 9, 20)


def test_scores_and_expected_values_follow_from_what_is_typed(make):
    risk = make(
        "risk", probability="5", impact="4", residual_probability="2", residual_impact="4",
        days_low="4", days_likely="8", days_high="15", cost_low="800", cost_likely="1600", cost_high="3200",
    )  # fmt: skip
    stored = Risk.objects.get(pk=risk.pk)
    assert (stored.score, stored.band, stored.residual_score, stored.residual_band) == (
        20,
        "extreme",
        8,
        "medium",
    )
    assert stored.expected_days == 7.65
    assert stored.expected_cost == 156_000


def test_scores_follow_a_change_of_one_cell(visit, make):
    risk = make("risk", probability="5", impact="4")
    services.change(visit, visit.spec("risk"), risk, {"impact": "1"})
    assert Risk.objects.get(pk=risk.pk).band == "medium"
    services.change(visit, visit.spec("risk"), risk, {"impact": ""})
    stored = Risk.objects.get(pk=risk.pk)
    assert (stored.score, stored.band) == (None, "")


def test_estimates_out_of_order_are_refused_in_a_form_and_in_a_cell(visit, make):
    with pytest.raises(Unfit) as why:
        make("risk", days_low="4", days_likely="3")
    assert set(why.value.errors) == {"days_likely"}
    risk = make("risk", cost_low="4", cost_likely="5", cost_high="6")
    with pytest.raises(Unfit) as why:
        services.change(visit, visit.spec("risk"), risk, {"cost_high": "4.50"})
    assert set(why.value.errors) == {"cost_high"}
    assert Risk.objects.get(pk=risk.pk).cost_high == 600
    with pytest.raises(Unfit):
        make("risk", cost_likely="-1")


def test_money_is_not_given_to_who_may_not_see_it(erp, make):
    make("risk", cost_likely="77777", probability="5", impact="5")
    for role, sees in ((Role.FINANCE, True), (Role.CONSULTANT, False), (Role.KEY_USER, False)):
        client = erp.as_(role)
        for address in (
            "registers/risk/1",
            "registers/risk/?columns=number,cost_likely,expected_cost",
            "risks/matrix",
            "risks/trend",
        ):
            said = client.get(erp.root + address).content.decode()
            assert ("77,777" in said or "69,999" in said or "70,000" in said) == sees, (role, address)


def remarks_of(visit, risk):
    return [str(one["text"]) for one in panels.remarks_panel(Risk.objects.get(pk=risk.pk), visit)["remarks"]]


def test_a_data_risk_without_a_way_back_is_remarked_and_not_refused(visit, make):
    full = {
        "category": "data", "probability": "3", "impact": "3", "response": "accept",
        "owner": str(visit.person.pk), "next_review": str(timezone.localdate() + datetime.timedelta(days=9)),
    }  # fmt: skip
    risk = make("risk", **full)
    assert len(remarks_of(visit, risk)) == 1
    assert "rollback" in remarks_of(visit, risk)[0]
    services.change(visit, visit.spec("risk"), risk, {"rollback": "Until Sunday 14:00"})
    assert remarks_of(visit, risk) == []


def test_a_technical_risk_needs_a_way_back_once_it_is_about_a_task(visit, make):
    loose = make("risk", category="technical")
    tied = make("risk", category="technical", tasks=["T2"])
    assert not any("rollback" in one for one in remarks_of(visit, loose))
    assert any("rollback" in one for one in remarks_of(visit, tied))


def test_what_has_occurred_is_not_remarked(visit, make):
    assert remarks_of(visit, make("risk", category="data", state="occurred")) == []
    assert remarks_of(visit, make("risk", category="data"))


def test_a_risk_that_occurs_becomes_one_issue(visit, make):
    risk = make("risk", probability="4", impact="5", event="Late", effect="Go-live moves", tasks=["T2"])
    issue = occur(visit, risk)
    stored = Issue.objects.get(pk=issue.pk)
    assert (stored.title, stored.severity, stored.priority) == (risk.title, "critical", "high")
    assert stored.description == "Late\n\nGo-live moves"
    assert Risk.objects.get(pk=risk.pk).state == "occurred"
    assert Link.objects.filter(source_id=issue.pk, field="risk", target_id=risk.pk).exists()
    assert Link.objects.filter(source_id=issue.pk, field="tasks", task=BUILD).exists()
    with pytest.raises(Unfit):
        occur(visit, risk)
    assert Issue.objects.count() == 1
    services.remove(visit, visit.spec("issue"), issue)
    assert occur(visit, risk).number == 2


def test_a_closed_risk_does_not_become_an_issue(visit, make):
    risk = make("risk", state="closed")
    with pytest.raises(Unfit):
        occur(visit, risk)
    assert not Issue.objects.exists()


def test_an_owner_who_left_the_team_does_not_stop_it(erp, visit, make):
    key = erp.who(Role.KEY_USER)
    risk = make("risk", owner=str(key.pk))
    erp.project.members.filter(person=key).delete()
    issue = occur(Visit(erp.project, erp.manager), risk)
    assert issue.owner_id is None


def put(visit, issue, **task):
    return task_for_record(visit, visit.spec("issue"), issue, "action", NewTask(**task))


def test_a_corrective_action_is_a_task_with_a_deadline_and_a_link(erp, visit, make):
    issue = make("issue", due="2026-04-30", action=["T1"])
    issue.refresh_from_db()
    uid = put(
        visit, issue, name="Cleanse", duration="3d", start=datetime.date(2026, 4, 1), deadline=issue.due
    )
    task = Task.objects.get(plan_id=erp.project.pk, uid=uid)
    assert task.name == "Cleanse"
    assert str(moment(task.start).date()) == "2026-04-01"
    assert str(moment(task.finish).date()) == "2026-04-03"
    assert str(moment(task.deadline).date()) == "2026-04-30"
    linked = Link.objects.filter(source_id=issue.pk, field="action").values_list("task", flat=True)
    assert list(linked) == [ANALYSE, uid]


def test_a_corrective_action_that_is_no_task_changes_nothing(erp, visit, make):
    issue = make("issue")
    with pytest.raises(Problem):
        put(visit, issue, name="x", duration="soon", under=None)
    with pytest.raises(Problem):
        put(visit, issue, name="x", duration="1d", under=99)
    assert Task.objects.filter(plan_id=erp.project.pk).count() == 5
    assert not Link.objects.filter(source_id=issue.pk).exists()


def test_an_archived_project_gets_no_action(erp, visit, make):
    issue = make("issue")
    visit.project.archived = True
    with pytest.raises(Forbidden):
        put(visit, issue, name="x", duration="1d")
    assert Task.objects.filter(plan_id=erp.project.pk).count() == 5


def test_who_may_not_edit_issues_makes_no_action(erp, make):
    issue = make("issue")
    finance = Visit(erp.project, erp.who(Role.FINANCE))
    with pytest.raises(Forbidden):
        put(finance, issue, name="x", duration="1d", under=None)


def test_a_dependency_is_needed_when_its_first_task_begins_and_follows_the_plan(erp: World, visit, make):
    make("dependency", task=["T2", "T4"])
    make("dependency", title="Of nobody")
    first, second = Dependency.objects.order_by("number")
    began = Task.objects.get(plan_id=erp.project.pk, uid=BUILD).start
    assert first.needed_by == moment(began).date() == datetime.date(2026, 3, 9)
    assert second.needed_by is None
    services.change(visit, visit.spec("dependency"), first, {"task": ["T4"]})
    live = Task.objects.get(plan_id=erp.project.pk, uid=GO_LIVE)
    assert Dependency.objects.get(number=1).needed_by == moment(live.start).date()
    Task.objects.filter(pk=live.pk).update(start=live.start + 14_400)
    assert Dependency.objects.get(number=1).needed_by == moment(live.start + 14_400).date()
    Task.objects.filter(pk=live.pk).update(removed=True)
    assert Dependency.objects.get(number=1).needed_by is None


def test_dependencies_are_sorted_and_filtered_by_the_day(erp: World, make):
    make("dependency", "Late", task=["T4"])
    make("dependency", "Early", task=["T1"])
    client, base = erp.as_(Role.MANAGER), f"{erp.root}registers/dependency/"
    said = client.get(f"{base}?sort=needed_by").content.decode()
    assert said.index("Early</a>") < said.index("Late</a>")
    said = client.get(f"{base}?f.needed_by.max=2026-03-05").content.decode()
    assert "Early</a>" in said
    assert "Late</a>" not in said


def test_a_dependency_says_how_much_time_is_left(visit, make):
    late = make("dependency", task=["T2"], promised_for="2026-03-12")
    panel = panels.needed_panel(Dependency.objects.get(pk=late.pk), visit)
    assert panel["late_by"] == 3
    assert panel["slack"] == 0
    slack = make("dependency", task=["T5"])
    assert panels.needed_panel(Dependency.objects.get(pk=slack.pk), visit)["slack"] == 15


def test_the_matrix_counts_what_may_still_occur(erp, visit, make):
    make("risk", probability="4", impact="5", residual_probability="1", residual_impact="1")
    make("risk", probability="4", impact="5", state="mitigating")
    make("risk", probability="4", impact="5", state="closed")
    make("risk")
    spec, rows = visit.spec("risk"), list(selectors.live(erp.project))
    found = matrix(spec, rows, "inherent")
    cells = {(row.step.value, cell.impact.value): cell for row in found.rows for cell in row.cells}
    assert len(cells) == 25
    assert [row.step.value for row in found.rows] == ["5", "4", "3", "2", "1"]
    assert (cells["4", "5"].count, cells["4", "5"].codes) == (2, ["R-001", "R-002"])
    assert (found.total, found.unscored, sum(n for _band, n in found.counts)) == (3, 1, 2)
    after = matrix(spec, rows, "residual")
    assert after.unscored == 2
    listed = erp.as_(Role.MANAGER).get(f"{erp.root}registers/risk/?{cells['4', '5'].query}").content.decode()
    assert "R-001" in listed
    assert "R-002" in listed
    assert "R-003" not in listed
    assert "R-004" not in listed


def test_reviews_wait_for_their_owner_in_projects_where_the_role_may_review(erp, make):
    key, finance = erp.who(Role.KEY_USER), erp.who(Role.FINANCE)
    for person in (key, finance):
        make("risk", owner=str(person.pk), next_review="2026-09-20")
    make("risk", owner=str(key.pk), next_review="2026-09-21")
    make("risk", owner=str(key.pk), next_review="2026-09-01", state="closed")
    assert [one.code for one in reviews_due(key, TODAY)] == ["R-001"]
    assert reviews_due(finance, TODAY) == []
    type(erp.project).objects.filter(pk=erp.project.pk).update(archived=True)
    assert reviews_due(key, TODAY) == []


def test_reviews_of_a_project_without_the_section_wait_for_nobody(erp, make):
    make("risk", owner=str(erp.manager.pk), next_review="2026-09-20")
    Configuration.objects.create(project=erp.project, version=1, content={"modules": {"risk": False}})
    assert reviews_due(erp.manager, TODAY) == []
    Configuration.objects.create(project=erp.project, version=2, content={"modules": {"risk": True}})
    assert len(reviews_due(erp.manager, TODAY)) == 1


def test_overdue_is_before_today_and_live(erp, make):
    make("risk", next_review="2026-09-19")
    make("risk", next_review="2026-09-20")
    make("risk", next_review="2026-09-01", state="occurred")
    assert [one.number for one in selectors.overdue(erp.project, TODAY)] == [1]


def test_exposure_adds_up_before_and_after(erp, make):
    make("risk", probability="5", impact="5", residual_probability="1", residual_impact="5", days_likely="10")
    make("risk", probability="3", impact="5", days_low="1", days_likely="1", days_high="7")
    make("risk", probability="3", impact="5")
    found = selectors.exposure(selectors.live(erp.project), "days")
    assert (found.before, found.after, found.estimated) == (10, 2, 2)


def test_the_worst_come_first(erp, make):
    for p, i in (("1", "2"), ("5", "5"), ("3", "3"), ("", "")):
        make("risk", probability=p, impact=i)
    assert [one.number for one in selectors.top(erp.project)] == [2, 3, 1]
