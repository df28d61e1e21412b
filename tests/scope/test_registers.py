"""Goals, KPIs, scope items and requirements as registers: what goes together, what their pages show."""

import pytest

from tests.schedule.world import TEST, World
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.models import Link, Record
from uptake.registers.services import Unfit


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "fits"),
    [("up", 1, 2, True), ("up", 2, 2, False), ("up", 3, 2, False), ("down", 3, 2, True), ("down", 2, 3, False),
     ("up", "", 2, True)],
)  # fmt: skip
def test_the_target_of_a_kpi_is_better_than_what_there_is(make, direction, baseline, target, fits):
    given = {"direction": direction, "baseline": baseline, "target": target}
    if fits:
        assert make("kpi", "Turns", **given).number == 1
        return
    with pytest.raises(Unfit) as why:
        make("kpi", "Turns", **given)
    assert set(why.value.errors) == {"target"}


def test_a_change_of_one_figure_is_held_against_the_others(make, visit):
    kpi = make("kpi", "Turns", direction="up", baseline=3, target=4)
    with pytest.raises(Unfit) as why:
        services.change(visit, visit.spec("kpi"), kpi, {"target": "2"})
    assert "above the baseline" in str(why.value)
    assert services.change(visit, visit.spec("kpi"), kpi, {"target": "5"}).target == 5


def test_what_is_out_of_scope_needs_a_reason(make):
    with pytest.raises(Unfit) as why:
        make("scope_item", "Payroll", direction="out")
    assert set(why.value.errors) == {"reason"}
    assert make("scope_item", "Payroll", direction="out", reason="The group has one").number == 1
    assert make("scope_item", "General ledger", direction="in").number == 2


def test_the_page_of_a_goal_says_what_is_missing(make, erp: World):
    make("goal", "We decide by data", why="Nobody agrees")
    make("kpi", "Reports in use", goal="G-001", unit="%", baseline=10, target=80)
    page = erp.as_(Role.GUEST).get(f"{erp.root}registers/goal/1").content.decode()
    assert "There is no date. Say by when it is reached." in page
    assert "K-001" in page
    assert "There is no baseline" not in page
    listed = erp.as_(Role.GUEST).get(f"{erp.root}registers/goal/").content.decode()
    assert "·M···" in listed


def test_a_requirement_moves_through_its_states(make, visit):
    spec, need = visit.spec("requirement"), make("requirement", "One chart of accounts", estimate=3)
    with pytest.raises(Unfit):
        services.move(visit, spec, need, "rejected")
    services.move(visit, spec, need, "agreed")
    services.move(visit, spec, need, "done")
    with pytest.raises(Unfit):
        services.move(visit, spec, need, "agreed")
    assert services.move(visit, spec, need, "agreed", reason="Two accounts are missing").state == "agreed"


def test_a_requirement_becomes_a_task_and_both_are_linked(make, erp: World, visit):
    make("requirement", "Intercompany balances agree", estimate=2.5, tasks=f"T{TEST}")
    url, client = f"{erp.root}scope/requirements/1/task", erp.as_(Role.CONSULTANT)
    asked = client.get(url).content.decode()
    assert 'value="2.5d"' in asked
    wrong = client.post(url, {"name": "Build it", "duration": "soon"})
    assert wrong.status_code == 422
    assert 'value="soon"' in wrong.content.decode()
    assert len(erp.state.plan.tasks) == 5
    made = client.post(url, {"name": "Build it", "duration": "2.5d"})
    assert made.status_code == 302
    task = next(one for one in erp.state.plan.tasks if one.name == "Build it")
    found = Link.objects.filter(source__register="requirement", field="tasks")
    assert set(found.values_list("task", flat=True)) == {TEST, task.uid}
    page = client.get(f"{erp.root}registers/requirement/1").content.decode()
    assert f"T{task.uid}" in page


def test_who_may_not_edit_the_plan_makes_no_task(make, erp: World):
    make("requirement", "Intercompany balances agree")
    client = erp.as_(Role.CUSTOMER_IT)
    assert client.get(f"{erp.root}scope/requirements/1/task").status_code == 403
    assert "Make a task of it" not in client.get(f"{erp.root}registers/requirement/1").content.decode()


def test_no_task_is_left_when_the_requirement_cannot_be_changed(make, erp: World, monkeypatch):
    make("requirement", "Intercompany balances agree")

    def refuse(*_args, **_options):
        raise Unfit({"": "An approval runs."})

    monkeypatch.setattr("uptake.schedule.tasks.for_records.services.change", refuse)
    answer = erp.as_(Role.MANAGER).post(
        f"{erp.root}scope/requirements/1/task", {"name": "Build it", "duration": "1d"}
    )
    assert answer.status_code == 422
    assert "An approval runs." in answer.content.decode()
    assert len(erp.state.plan.tasks) == 5
    assert Record.objects.get().version == 1
