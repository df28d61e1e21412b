"""What a project is worth: budgets, costs, earned value, in hours and in money."""

import datetime
from fractions import Fraction

import pytest

from tests.monitoring.conftest import ANALYSE, BUILD, FRIDAY, lengthen, progress, status_date
from tests.schedule.world import LI, SUPPORT, TEST
from uptake.engine.earned import Value, by_resource, by_task
from uptake.engine.edits import Remove, Set
from uptake.engine.instants import DAY, HOUR
from uptake.monitoring import budgets
from uptake.monitoring.costs import SOURCES, source
from uptake.monitoring.models import Budget, Cost, TaskEarning
from uptake.monitoring.page import by_period
from uptake.monitoring.thresholds import limits_of
from uptake.monitoring.values import HOURS, MONEY, latest_baseline, standing
from uptake.schedule import services
from uptake.schedule.capacity.cost import cost_of, prices_of
from uptake.schedule.models import Rate, Resource, Task
from uptake.schedule.versions.baselines import take_baseline


def stand(erp, unit=MONEY, **options):
    return standing(erp.project, latest_baseline(erp.project), unit, **options)


def test_hours_and_money_of_a_week_behind(erp):
    hours = stand(erp, HOURS)
    assert hours.total == Value(pv=40 * HOUR, ev=24 * HOUR, ac=24 * HOUR, bac=120 * HOUR)
    money = stand(erp)
    assert money.total == Value(pv=4000_00, ev=2400_00, ac=2400_00, bac=4000_00 + 80 * 80_00)
    assert money.figures["spi"].value == 0.6
    assert money.figures["cpi"].value == 1
    assert (money.time.es, money.time.at, money.time.pd) == (3, 5, 15)
    assert money.figures["eac_t_es_spi_t"].value == 25


def test_the_budget_of_a_baseline_is_the_cost_of_the_plan_then(erp):
    kept = Budget.objects.get()
    assert sum(row[2] for row in kept.money) == cost_of(erp.state.schedule, prices_of(erp.project))
    lengthen(erp, BUILD, 30)
    Rate.objects.update(hourly=999_00)
    assert stand(erp).total.bac == 10_400_00
    budgets.work_out(latest_baseline(erp.project))
    assert stand(erp).total.bac == 120 * 999_00


def test_a_rate_that_changes_counts_from_its_day(erp):
    row = Resource.objects.get(plan_id=erp.project.pk, uid=LI)
    Rate.objects.create(resource=row, since=datetime.date(2026, 3, 5), hourly=200_00, per_use=500_00)
    budgets.work_out(latest_baseline(erp.project))
    found = stand(erp)
    assert (
        found.total.bac
        == cost_of(erp.state.schedule, prices_of(erp.project))
        == 24 * 100_00 + 16 * 200_00 + 6400_00
    )
    assert found.total.ac == 24 * 100_00  # Monday to Wednesday, before the new rate


def test_what_is_used_costs_once_when_the_task_begins(erp):
    row = Resource.objects.get(plan_id=erp.project.pk, uid=3)
    Rate.objects.create(resource=row, hourly=0, per_use=700_00)
    budgets.work_out(latest_baseline(erp.project))
    found = stand(erp)
    assert by_task(found.rows)[TEST] == Value(bac=700_00)
    assert found.left == 16 * 100_00 + 80 * 80_00 + 700_00


def test_planned_and_spent_costs_beside_work(erp):
    analyse = Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE)
    Cost.objects.create(task=analyse, kind="planned", amount=1000_00)
    Cost.objects.create(task=analyse, kind="planned", amount=300_00, on=datetime.date(2026, 3, 4))
    Cost.objects.create(task=analyse, kind="actual", amount=450_00, on=datetime.date(2026, 3, 6))
    Cost.objects.create(
        task=analyse, kind="actual", amount=999_00, on=datetime.date(2026, 3, 7)
    )  # after the date
    at = by_task(stand(erp).rows)[ANALYSE]
    assert at == Value(pv=5300_00, ev=3180_00, ac=2850_00, bac=5300_00)
    assert stand(erp, HOURS).total.ac == 24 * HOUR
    midweek = stand(erp, at=FRIDAY - 2 * DAY)
    assert midweek.total.pv == 2400_00 + 600_00 + 300_00


def test_a_source_of_costs_can_be_added(erp):
    before = stand(erp).total.ac

    @source
    def sheets(project, state):
        line = next(iter(stand(erp, HOURS).budget))
        return [type(line)(task=ANALYSE, amount=70_00, start=0, finish=0, clock=line.clock)]

    try:
        assert stand(erp).total.ac == before + 70_00
    finally:
        SOURCES.remove(sheets)


@pytest.mark.parametrize(
    ("rule", "values", "earned"),
    [
        ("0/100", {}, 0),
        ("50/50", {}, 20),
        ("milestones", {"milestones": [{"weight": 3, "done": True}, {"weight": 1}]}, 30),
        ("units", {"done": 7, "total": 10}, 28),
        ("apportioned", {"base": BUILD}, 0),
        ("effort", {}, 40),
    ],
)
def test_each_rule_earns_and_its_curve_ends_where_the_total_is(erp, rule, values, earned):
    TaskEarning.objects.create(
        task=Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE), rule=rule, **values
    )
    found = stand(erp, HOURS)
    assert found.total.ev == earned * HOUR
    rows = by_period(found, "week", limits_of(erp.project))
    assert rows[-1].so_far.ev == found.total.ev
    assert rows[-1].so_far.pv == found.total.bac


@pytest.mark.parametrize("kind", ["day", "week", "month"])
def test_periods_add_up(erp, kind):
    progress(erp, BUILD, 10)
    status_date(erp, FRIDAY + 3 * DAY)
    found = stand(erp)
    rows = by_period(found, kind, limits_of(erp.project))
    assert sum(row.value.pv for row in rows) == found.total.bac
    assert sum(row.value.ev for row in rows) == found.total.ev
    assert sum(row.value.ac for row in rows) == found.total.ac


def test_sums_over_tasks_and_resources_are_the_total(erp):
    found = stand(erp)
    assert sum(by_task(found.rows).values(), Value()) == found.total
    assert sum(by_resource(found.rows).values(), Value()) == found.total
    roots = [v for v, t in zip(found.values, found.state.plan.tasks, strict=True) if t.parent is None]
    assert sum(roots, Value()) == found.total


def test_tasks_that_came_or_went_are_told(erp):
    services.apply_edits(
        erp.project, [Remove("task", SUPPORT), Set("task", TEST, {"active": False})], erp.manager
    )
    found = stand(erp)
    assert (found.unplanned, found.gone) == (0, 1)
    assert TEST not in by_task(found.rows)


def test_without_working_time_and_before_the_start_nothing_breaks(erp):
    early = stand(erp, at=FRIDAY - 30 * DAY)
    assert early.total.pv == 0
    assert early.figures["spi"].value is None
    assert early.time.at == Fraction(0)


def test_a_baseline_taken_before_there_were_budgets_gets_one_when_it_is_looked_at(bare):
    take_baseline(bare.project, "Old", bare.manager)
    Budget.objects.all().delete()
    assert stand(bare, HOURS).total.bac == 120 * HOUR
    assert stand(bare).total.bac == 0
