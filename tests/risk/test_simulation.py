"""The simulation of a plan: asked for, done, kept; out of date after a change; without money for who may not see it."""

import io
import json
from typing import Any

import openpyxl
import pytest

from tests.schedule.world import BUILD, DAY, GO_LIVE, LI, START, TEST, World, world
from uptake.engine.edits import Add, Set
from uptake.engine.plan import Link
from uptake.monitoring.costs import enter, take_out
from uptake.monitoring.models import Cost
from uptake.monitoring.values import MONEY, standing
from uptake.platform.jobs import perform
from uptake.platform.models import Job
from uptake.projects.models import Role
from uptake.registers.services import create
from uptake.registers.visit import Visit
from uptake.risk import simulating
from uptake.risk.models import SimulationRun
from uptake.risk.selectors import simulated
from uptake.risk.simulation.inputs import keep_settings
from uptake.risk.simulation.outcome import read, read_money
from uptake.risk.simulation.panel import panel_of
from uptake.risk.simulation.settings import Settings, Spread
from uptake.schedule import services
from uptake.schedule.capacity.cost import cost_of, prices_of
from uptake.schedule.capacity.resources import remove_rate, set_rate
from uptake.schedule.models import Rate, Resource, Task
from uptake.schedule.versions import drafts
from uptake.schedule.versions.baselines import take_baseline

SURE = Spread(100, 100, 100)


@pytest.fixture(autouse=True)
def few_runs(erp: World) -> None:
    keep_settings(erp.project, Settings(runs=1_000), erp.manager)


def simulate(erp: World, person: Any = None, draft: Any = None) -> SimulationRun:
    job = simulating.ask_for(erp.project, person or erp.manager, draft)
    perform(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.message
    return SimulationRun.objects.get(pk=job.result["run"])


def lengthen(erp: World, days: int) -> None:
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": days * DAY})], erp.manager)


def pay(erp: World) -> None:
    resource = Resource.objects.get(plan__project=erp.project, uid=LI)
    Rate.objects.create(resource=resource, hourly=12_345_00)


def test_without_spread_and_risks_every_run_is_the_plan(erp):
    keep_settings(erp.project, Settings(runs=1_000, spread=SURE), erp.manager)
    goal = read(simulate(erp).outcome).goal
    planned = erp.state.schedule.of(GO_LIVE).finish
    assert (goal.uid, goal.plan, set(goal.quantiles), goal.on_plan) == (GO_LIVE, planned, {planned}, 1.0)
    assert sum(count for _begin, _end, count in goal.bars) == 1_000


def test_a_spread_makes_the_plan_unlikely_and_costs_a_buffer(erp):
    run = simulate(erp)
    outcome = read(run.outcome)
    goal = outcome.goal
    assert goal.quantiles == sorted(goal.quantiles)
    assert run.p50 == goal.at(50) < run.p80 == goal.at(80)
    assert 0 < goal.on_plan < 0.5
    assert 0 < goal.buffer(80) < goal.buffer(95)
    assert sum(count for _begin, _end, count in goal.bars) == outcome.runs == 1_000


def test_a_risk_may_cost_as_much_as_its_register_takes(erp):
    visit = Visit(erp.project, erp.manager)
    given = {"title": "Ban", "probability": "5", "cost_high": "9,999,999,999,999"}
    create(visit, visit.spec("risk"), given, state="open")
    money = read_money(simulate(erp).money)
    assert money.quantiles[100] == pytest.approx(999_999_999_999_900, rel=1e-6)


def test_the_same_seed_gives_the_same_answer_and_another_one_another(erp):
    first, again = simulate(erp), simulate(erp)
    assert first.outcome == again.outcome
    keep_settings(erp.project, Settings(runs=1_000, seed=2), erp.manager)
    assert simulate(erp).outcome != first.outcome


def test_parts_give_the_same_answer_as_one_worker(erp, monkeypatch):
    whole = simulate(erp)
    monkeypatch.setattr(simulating, "FEW_RUNS", 0)
    assert simulate(erp).outcome == whole.outcome


def test_what_leads_to_the_go_live_decides_it(erp):
    outcome = read(simulate(erp).outcome)
    shares = {one.uid: one.criticality for one in outcome.critical}
    assert shares[BUILD] == shares[TEST] == 1.0
    assert outcome.drivers[0].uid == BUILD
    assert outcome.drivers[0].low < outcome.drivers[0].high


def test_tasks_behind_the_go_live_do_not_decide_it(erp):
    """The project goes on after its go-live: its finish hangs on other tasks than the go-live does."""
    manual = [Set("task", 5, {"duration": 200 * DAY})]
    services.apply_edits(erp.project, manual, erp.manager)
    outcome = read(simulate(erp).outcome)
    assert 5 not in {one.uid for one in outcome.critical}
    assert {one.uid for one in outcome.drivers} == {1, BUILD, TEST}
    assert outcome.target(None).at(50) > outcome.goal.at(95)


def test_a_risk_delays_the_tasks_that_it_is_linked_to(erp, make, visit):
    keep_settings(erp.project, Settings(runs=1_000, spread=SURE), erp.manager)
    make("risk", probability="3", impact="4", days_likely=5, tasks=[f"T{BUILD}"])
    run = simulate(erp)
    goal = read(run.outcome).goal
    assert goal.on_plan == pytest.approx(0.5, abs=0.06)
    assert goal.buffer(80) == 5 * DAY
    assert [row[0] for row in run.inputs["risks"]] == [1]


def test_a_risk_on_a_chain_of_tasks_delays_it_once(erp, make):
    keep_settings(erp.project, Settings(runs=1_000, spread=SURE), erp.manager)
    make("risk", probability="3", impact="4", days_likely=5, tasks=["T1", f"T{BUILD}", f"T{TEST}", "T5"])
    outcome = read(simulate(erp).outcome)
    assert outcome.goal.buffer(95) == 5 * DAY
    first = outcome.drivers[0]
    assert (first.risk, first.uid) == (1, None)


def test_a_missed_deadline_does_not_make_everything_critical(erp):
    beside = Link(uid=90, pred=5, succ=GO_LIVE)
    edits = [Add(beside), Set("task", GO_LIVE, {"deadline": START})]
    services.apply_edits(erp.project, edits, erp.manager)
    shares = {one.uid: one.criticality for one in read(simulate(erp).outcome).critical}
    assert (shares[BUILD], shares.get(5, 0.0)) == (1.0, 0.0)


def test_the_response_counts_when_that_is_wanted(erp, make):
    keep_settings(erp.project, Settings(runs=1_000, spread=SURE, response=True), erp.manager)
    make("risk", probability="5", impact="4", residual_probability="1", days_likely=5, tasks=[f"T{BUILD}"])
    assert read(simulate(erp).outcome).goal.on_plan == pytest.approx(0.9, abs=0.04)


def test_a_risk_that_lacks_something_does_not_count(erp, make):
    make("risk", "No tasks", probability="5", days_likely=5)
    make("risk", "No effect", probability="5", tasks=[f"T{BUILD}"])
    make("risk", "No probability", days_likely=5, tasks=[f"T{BUILD}"])
    about = simulating.subject(erp.project, None)
    assert about.inputs.counted == []
    assert {one.title: one.missing for one in about.inputs.events} == {
        "No tasks": ("tasks",),
        "No effect": ("impact",),
        "No probability": ("probability",),
    }


def test_each_wave_gets_its_buffer(erp):
    wave = read(simulate(erp).outcome).waves[0]
    assert (wave.uid, wave.name) == (GO_LIVE, "First batch live")
    assert wave.root_sum_square > 0 < wave.cut_and_paste
    assert wave.simulated == read(simulate(erp).outcome).goal.buffer(80)


# ---- up to date


def test_a_change_of_the_plan_asks_for_one_simulation(erp, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        lengthen(erp, 12)
        lengthen(erp, 13)
    asked = Job.objects.filter(kind=simulating.SIMULATE, project_id=erp.project.pk)
    assert [(one.owner, one.revision) for one in asked] == [(None, erp.state.revision)]


def test_the_overview_is_stale_after_a_change_until_it_was_simulated_again(erp):
    simulate(erp)
    before = panel_of(erp.project, erp.manager)
    assert (before["stale"], before["waiting"]) == (False, False)
    lengthen(erp, 15)
    assert panel_of(erp.project, erp.manager)["stale"]
    after = panel_of(erp.project, erp.manager, ask=True)
    assert after["waiting"]
    perform(simulating.waiting_for(erp.project).pk)
    fresh = panel_of(erp.project, erp.manager)
    assert not fresh["stale"]
    assert fresh["known"].p80 > before["known"].p80


def test_a_run_that_nobody_asked_for_is_the_beginning_of_one_that_somebody_asks_for(erp, monkeypatch):
    monkeypatch.setattr(simulating, "AUTOMATIC_RUNS", 640)
    job = simulating.ask_for(erp.project, None)
    theirs = simulating.ask_for(erp.project, erp.manager)
    assert theirs.pk != job.pk
    assert simulating.ask_for(erp.project, erp.manager).pk == theirs.pk
    perform(job.pk)
    short = SimulationRun.objects.get(by=None)
    assert read(short.outcome).runs == 640
    assert not panel_of(erp.project, erp.manager)["stale"]
    perform(theirs.pk)
    assert read(SimulationRun.objects.get(by=erp.manager).outcome).runs == 1_000


def test_a_changed_risk_makes_it_stale_too(erp, make):
    simulate(erp)
    make("risk", probability="3", impact="4", days_likely=5, tasks=[f"T{BUILD}"])
    assert panel_of(erp.project, erp.manager)["stale"]


def test_nothing_follows_for_archived_and_empty_projects(erp):
    erp.project.archived = True
    erp.project.save()
    Job.objects.all().delete()
    simulating.follow(erp.project)
    assert not Job.objects.exists()
    assert not panel_of(erp.project, erp.manager, ask=True)["waiting"]


def test_a_failed_one_is_not_tried_again_by_looking(erp, monkeypatch):
    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(simulating, "_subject_of", fail)
    perform(simulating.ask_for(erp.project, None).pk)
    assert not panel_of(erp.project, erp.manager, ask=True)["waiting"]


def test_a_cancelled_simulation_leaves_no_result(erp):
    job = simulating.ask_for(erp.project, erp.manager)
    assert cancel(erp, Role.MANAGER, job) == 302
    perform(job.pk)
    assert simulated(erp.project) is None


def cancel(erp: World, role: str, job: Job) -> int:
    return erp.as_(role).post(f"{erp.root}simulation/cancel", {"job": job.pk}).status_code


def test_only_who_asked_and_the_manager_may_cancel(erp):
    asked = {None: None, Role.CONSULTANT: erp.who(Role.CONSULTANT), Role.SPONSOR: erp.who(Role.SPONSOR)}
    for owner, who in asked.items():
        for role in (Role.CONSULTANT, Role.SPONSOR, Role.MANAGER):
            Job.objects.all().delete()
            job = simulating.ask_for(erp.project, who)
            allowed = role in {owner, Role.MANAGER}
            for page in ("simulation", "simulation/progress"):
                shown = "simulation/cancel" in erp.as_(role).get(erp.root + page).content.decode()
                assert shown is allowed, (owner, role, page)
            assert cancel(erp, role, job) == (302 if allowed else 403), (owner, role)
            job.refresh_from_db()
            assert (job.state == "cancelled") is allowed


def test_a_job_of_another_project_is_not_cancelled_from_here(erp):
    other = world(name="Another")
    job = simulating.ask_for(other.project, other.manager)
    assert cancel(erp, Role.MANAGER, job) == 404
    job.refresh_from_db()
    assert job.state == "waiting"


def test_old_runs_go(erp, monkeypatch):
    monkeypatch.setattr(simulating, "MOST_KEPT", 2)
    runs = [simulate(erp).pk for _ in range(3)]
    assert set(SimulationRun.objects.values_list("pk", flat=True)) == set(runs[1:])


def test_a_draft_is_simulated_beside_the_plan(erp):
    plan = simulate(erp)
    draft = drafts.start_draft(erp.project, "Two more weeks", erp.manager)
    edits = [Set("task", BUILD, {"duration": 20 * DAY})]
    drafts.change(draft, lambda state: services.Changes.of(state.schedule, edits, []), None)
    draft.refresh_from_db()
    simulate(erp, draft=draft)
    found = simulated(erp.project, f"draft:{draft.pk}")
    assert found.p80 > plan.p80
    assert simulated(erp.project).p80 == plan.p80


def test_a_worker_can_prepare_itself():
    simulating.prepare()


# ---- pages and money


def test_money_is_only_for_who_may_see_it(erp):
    pay(erp)
    run = simulate(erp)
    money = read_money(run.money)
    assert money.plan == 40 * 12_345_00
    assert money.quantiles[10] < money.plan < money.quantiles[95]
    assert "12345" not in json.dumps(run.outcome) + json.dumps(run.inputs)
    seen = erp.as_(Role.FINANCE).get(f"{erp.root}simulation").content.decode()
    hidden = erp.as_(Role.CONSULTANT).get(f"{erp.root}simulation").content.decode()
    assert 'id="chart-cost"' in seen
    assert 'id="chart-cost"' not in hidden
    for role, sheets in ((Role.FINANCE, True), (Role.CONSULTANT, False)):
        data = erp.as_(role).get(f"{erp.root}simulation/file").getvalue()
        assert ("Cost" in openpyxl.load_workbook(io.BytesIO(data)).sheetnames) == sheets


def test_the_page_says_what_it_means(erp):
    empty = erp.as_(Role.SPONSOR).get(f"{erp.root}simulation").content.decode()
    assert "How sure is the date?" in empty
    simulate(erp)
    page = erp.as_(Role.SPONSOR).get(f"{erp.root}simulation?of=finish&by=2026-04-30").content.decode()
    assert "Project finish by" in page
    assert "100 %" in page


def test_a_guest_sees_nothing(erp):
    simulate(erp)
    assert erp.as_(Role.GUEST).get(f"{erp.root}simulation").status_code == 403
    assert panel_of(erp.project, erp.who(Role.GUEST)) == {}


def test_the_file_holds_all_dates(erp):
    run = simulate(erp)
    data = erp.as_(Role.SPONSOR).get(f"{erp.root}simulation/file?format=csv").getvalue().decode("utf-8-sig")
    lines = data.splitlines()
    assert len(lines) == 1 + len(run.outcome["targets"])
    assert "First batch live" in lines[1]


def test_runs_of_another_project_are_not_shown(erp):
    other = world(name="Another")
    run = simulate(other)
    assert erp.as_(Role.SPONSOR).get(f"{erp.root}simulation?run={run.pk}").status_code == 404


def test_an_archived_project_is_not_simulated(erp):
    erp.project.archived = True
    erp.project.save()
    assert erp.as_(Role.MANAGER).post(f"{erp.root}simulation/run").status_code == 403


def cost(erp: World, uid: int, amount: int, kind: str = "planned") -> Cost:
    task = Task.objects.get(plan_id=erp.project.pk, uid=uid)
    return enter(erp.project, erp.manager, task, kind=kind, on=None, amount=amount, note="")


def test_planned_costs_count_and_the_planned_cost_is_the_budget_at_completion(
    erp, django_capture_on_commit_callbacks
):
    pay(erp)
    keep_settings(erp.project, Settings(runs=1_000, spread=SURE), erp.manager)
    with django_capture_on_commit_callbacks(execute=True):
        baseline = take_baseline(erp.project, "Agreed", erp.manager)
    for uid, amount, kind in ((BUILD, 1_234_56, "planned"), (BUILD, 700, "planned"), (TEST, 99, "actual")):
        cost(erp, uid, amount, kind)
    money = read_money(simulate(erp).money)
    budget = standing(erp.project, baseline, MONEY).total.bac
    assert budget == 40 * 12_345_00 + 1_241_56
    assert (money.plan, set(money.quantiles)) == (budget, {budget})
    assert cost_of(erp.state.schedule, prices_of(erp.project)) == budget


def test_planned_costs_of_inactive_tasks_do_not_count(erp):
    cost(erp, BUILD, 500)
    cost(erp, TEST, 70)
    services.apply_edits(erp.project, [Set("task", BUILD, {"active": False})], erp.manager)
    assert read_money(simulate(erp).money).plan == 70


def test_what_changes_the_cost_makes_a_result_old_and_simulates_again(
    erp, django_capture_on_commit_callbacks
):
    cost(erp, BUILD, 500)

    def follows(change):
        known = simulate(erp)
        assert simulating.fresh(erp.project, None, known.digest)
        Job.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            found = change()
        assert not simulating.fresh(erp.project, None, known.digest)
        assert simulating.waiting_for(erp.project) is not None
        return found

    made = follows(lambda: cost(erp, TEST, 70))
    follows(lambda: take_out(erp.project, made))
    rate = follows(lambda: set_rate(erp.project, LI, None, 100_00, 0))
    follows(lambda: remove_rate(erp.project, LI, rate.pk))
    again = simulate(erp)
    cost(erp, TEST, 70, "actual")
    assert simulating.fresh(erp.project, None, again.digest)
