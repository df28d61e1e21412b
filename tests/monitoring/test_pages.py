"""Pages of monitoring without a browser, and what each role gets of them."""

import datetime
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.db.models import QuerySet

from tests.monitoring.conftest import ANALYSE, BUILD, FRIDAY, progress, status_date
from uptake.engine.earned import Figure, Reason
from uptake.engine.instants import DAY
from uptake.monitoring import status
from uptake.monitoring.models import Budget, Cost, StatusPoint, TaskEarning, Thresholds
from uptake.monitoring.thresholds import DEFAULTS, Limits
from uptake.monitoring.values import HOURS, latest_baseline, standing
from uptake.projects.access import PERMISSIONS
from uptake.projects.models import Role
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Plan, Rate, Task
from uptake.schedule.versions.baselines import take_baseline

WITHOUT_MONEY = sorted(PERMISSIONS["monitoring.view"] - PERMISSIONS["money.view"])
FRI = datetime.date(2026, 3, 6)
AMOUNTS = ("4,000.00", "2,400.00", "10,400.00", "450.00", "CNY")


@pytest.fixture
def page(erp):
    return f"{erp.root}monitoring/earned-value"


def test_without_a_baseline_there_is_one_thing_to_do(bare):
    said = bare.as_(Role.MANAGER).get(f"{bare.root}monitoring/earned-value").content.decode()
    assert "There is no baseline yet" in said
    assert f'href="{bare.root}baselines"' in said
    assert (
        "Save a baseline"
        not in bare.as_(Role.SPONSOR).get(f"{bare.root}monitoring/earned-value").content.decode()
    )
    assert (
        bare.as_(Role.MANAGER).get(f"{bare.root}monitoring/earned-value/file?format=csv").status_code == 404
    )


def test_the_page_says_how_the_project_stands(erp, page):
    said = erp.as_(Role.MANAGER).get(page).content.decode()
    assert "Behind: 40 % less earned than planned" in said
    assert "4,000.00" in said
    assert "EV ÷ PV" in said
    assert "■" in said
    for query in (
        "in=hours",
        "by=resource",
        "by=period",
        "by=period&period=month",
        "by=period&period=day",
        "page=9",
    ):
        assert erp.as_(Role.MANAGER).get(f"{page}?{query}").status_code == 200
    assert erp.as_(Role.MANAGER).get(f"{page}?baseline=77").status_code == 404


@pytest.mark.parametrize("role", WITHOUT_MONEY)
def test_who_may_not_see_money_gets_hours_and_no_amount_anywhere(erp, page, role):
    analyse = Task.objects.get(plan_id=erp.project.pk, uid=ANALYSE)
    Cost.objects.create(task=analyse, kind="actual", amount=450_00, on=FRI, note="Hotel")
    status.record_point(erp.project, erp.manager, FRI)
    client = erp.as_(role)
    for path in ("", "?in=money", "?by=resource&in=money", "?by=period&in=money"):
        answer = client.get(page + path)
        assert answer.status_code == 200
        _holds_no_amount(answer.content.decode())
    _holds_no_amount(client.get(f"{erp.root}monitoring/status?in=money").content.decode())
    answer = client.get(f"{erp.root}monitoring/tasks/{ANALYSE}").content.decode()
    _holds_no_amount(answer)
    assert "Hotel" not in answer
    _holds_no_amount(client.get(f"{page}/file?format=csv&in=money").content.decode())
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{page}/file?format=xlsx&in=money").content))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert not {"4000", "2400", "10400", "CNY", "2850"} & set(cells)
    url = f"{erp.root}monitoring/tasks/{ANALYSE}/costs"
    assert client.post(url, {"kind": "planned", "amount": "1"}).status_code == 403
    assert client.post(f"{page}/budget").status_code == 403


def _holds_no_amount(said):
    assert [one for one in AMOUNTS if one in said] == []


def test_a_guest_sees_nothing_of_it(erp, page):
    assert erp.as_(Role.GUEST).get(page).status_code == 403
    assert "Monitoring" not in erp.as_(Role.GUEST).get(erp.root).content.decode()


def test_the_files_hold_what_is_seen(erp, page):
    client = erp.as_(Role.MANAGER)
    text = client.get(f"{page}/file?format=csv&by=resource").content.decode("utf-8-sig")
    assert text.splitlines()[1].startswith("Developer,0")
    assert ",0.6,1" in text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{page}/file?format=xlsx").content))
    assert book.sheetnames == ["Earned value", "Figures", "Status dates", "Buffers", "About"]
    figures = {row[0].value: row[1].value for row in book["Figures"]}
    assert figures["Planned value (PV)"] == 4000
    assert figures["Schedule performance (SPI)"] == 0.6
    assert client.get(f"{page}/file?format=exe").status_code == 404


def test_rates_that_came_later_are_offered_to_be_used(erp, page):
    client = erp.as_(Role.MANAGER)
    Budget.objects.update(money=[])
    Rate.objects.all().delete()
    assert "No resource has a rate" in client.get(page).content.decode()
    assert client.post(f"{page}/budget").status_code == 302
    for role in set(Role) - PERMISSIONS["money.edit"]:
        assert erp.as_(role).post(f"{page}/budget").status_code == 403


# ---- status dates


def test_a_status_is_kept_as_it_was_known(erp, page):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/status/new"
    assert client.get(url).status_code == 200
    assert client.post(url, {"on": "2026-03-06"}).status_code == 302
    first = StatusPoint.objects.get()
    assert (first.on, first.baseline_name, first.revision) == (FRIDAY, "Agreed", erp.state.revision)
    progress(erp, ANALYSE, 100)
    progress(erp, BUILD, 20)
    assert client.post(url, {"on": "2026-03-11"}).status_code == 302
    assert erp.state.plan.project.status_date == FRIDAY + 5 * DAY
    spis = [round(one.figures["spi"].value, 3) for one in status.past(erp.project, "money")]
    assert spis == [0.6, round((4000 + 1280) / (4000 + 1920), 3)]
    said = client.get(page).content.decode()
    assert "SPI rose from 0.60 to 0.89" in said
    assert "2,400.00" in client.get(f"{erp.root}monitoring/status").content.decode()


def test_a_status_of_the_same_day_is_replaced_with_a_reason_only(erp):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/status/new"
    client.post(url, {"on": "2026-03-06"})
    progress(erp, ANALYSE, 80)
    refused = client.post(url, {"on": "2026-03-06"})
    assert refused.status_code == 422
    assert "Say why it is replaced" in refused.content.decode()
    assert client.post(url, {"on": "2026-03-06", "reason": "Progress came in late"}).status_code == 302
    assert StatusPoint.objects.count() == 2
    assert [one.total.ev for one in status.past(erp.project, "money")] == [3200_00]
    assert "Progress came in late" in client.get(f"{erp.root}monitoring/status").content.decode()


@pytest.mark.parametrize("on", ["2149-01-01", "", "next week", "1983-01-01"])
def test_a_status_of_no_day_or_a_day_to_come_is_refused(erp, on):
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}monitoring/status/new", {"on": on})
    assert answer.status_code == 422
    assert not StatusPoint.objects.exists()


def test_status_needs_a_baseline(bare):
    answer = bare.as_(Role.MANAGER).post(f"{bare.root}monitoring/status/new", {"on": "2026-03-06"})
    assert answer.status_code == 422
    assert "Save a baseline first" in answer.content.decode()


def test_an_archived_project_is_read_only(erp, page):
    erp.project.archived = True
    erp.project.save()
    client = erp.as_(Role.MANAGER)
    assert client.get(page).status_code == 200
    assert client.post(f"{erp.root}monitoring/status/new", {"on": "2026-03-06"}).status_code == 422
    client.post(f"{erp.root}monitoring/tasks/1", {"rule": "0/100"})
    client.post(f"{erp.root}monitoring/tasks/1/costs", {"kind": "planned", "amount": "5"})
    client.post(f"{page}/thresholds", {**LIMITS, "spi_warn": "0.99"})
    client.post(f"{page}/budget")
    client.post(f"{erp.root}monitoring/deviations/find")
    assert not any(model.objects.exists() for model in (StatusPoint, TaskEarning, Cost, Thresholds))


# ---- rules, costs, thresholds


def test_rules_are_set_and_taken_back(erp, page):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/tasks/{ANALYSE}"
    rows = json.dumps(
        [{"id": "a", "name": "Agreed", "weight": 3, "done": True}, {"id": "b", "name": "x", "weight": 1}]
    )
    assert client.post(url, {"rule": "milestones", "milestones": rows}).status_code == 302
    assert "3,000.00" in client.get(page).content.decode()
    assert "Agreed" in client.get(url).content.decode()
    assert client.post(url, {"rule": "units", "done": "7", "total": "10"}).status_code == 302
    assert TaskEarning.objects.get().milestones == []
    assert client.post(url, {"rule": "percent"}).status_code == 302
    assert not TaskEarning.objects.exists()


def test_a_status_locks_the_plan_first_as_every_change_of_it_does(erp, monkeypatch):
    """Whoever locks the project first and then the plan may wait forever for one who changes the plan meanwhile."""
    locked, lock = [], QuerySet.select_for_update

    def told(rows, **options):
        locked.append(rows.model)
        return lock(rows, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", told)
    status.record_point(erp.project, erp.manager, FRI - datetime.timedelta(1))
    assert locked
    assert set(locked) == {Plan}


def test_half_letters_and_controls_are_left_out_of_a_milestone(erp):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}monitoring/tasks/{BUILD}"
    row = {"id": "\ud800", "name": "Ha\ud800lf\0", "weight": 1}
    sent = {"rule": "milestones", "milestones": json.dumps([row])}
    assert client.post(url, sent).status_code == 302
    assert TaskEarning.objects.get().milestones[0]["name"] == "Half"
    assert client.get(url).status_code == 200
    assert client.post(url, sent | {"milestones": json.dumps([row | {"weight": 0}])}).status_code == 422


@pytest.mark.parametrize(
    "given",
    [
        {"rule": "magic"},
        {"rule": "milestones"},
        {"rule": "milestones", "milestones": "[[["},
        {"rule": "milestones", "milestones": '[{"name": "x", "weight": 0}]'},
        {"rule": "milestones", "milestones": '[{"name": "x", "weight": true}]'},
        {"rule": "milestones", "milestones": '[{"name": "", "weight": 4}]'},
        {"rule": "milestones", "milestones": json.dumps([{"name": "x", "weight": 1}] * 31)},
        {"rule": "units", "done": "4"},
        {"rule": "units", "done": "4", "total": "3"},
        {"rule": "apportioned"},
        {"rule": "apportioned", "base": str(ANALYSE)},
        {"rule": "apportioned", "base": "999"},
    ],
)
def test_rules_that_lack_something_are_refused_and_shown_again(erp, given):
    answer = erp.as_(Role.MANAGER).post(f"{erp.root}monitoring/tasks/{ANALYSE}", given)
    assert answer.status_code == 422
    assert not TaskEarning.objects.exists()


def test_only_those_who_may_change_rules(erp):
    url = f"{erp.root}monitoring/tasks/{ANALYSE}"
    for role in PERMISSIONS["monitoring.view"] - PERMISSIONS["monitoring.edit"]:
        assert erp.as_(role).post(url, {"rule": "0/100"}).status_code == 422
    assert not TaskEarning.objects.exists()
    assert erp.as_(Role.MANAGER).get(f"{erp.root}monitoring/tasks/999").status_code == 404


def test_costs_are_entered_and_removed(erp, page):
    client, url = erp.as_(Role.FINANCE), f"{erp.root}monitoring/tasks/{ANALYSE}/costs"
    assert (
        client.post(
            url, {"kind": "actual", "amount": "1.2万", "on": "2026-03-05", "note": "Licence"}
        ).status_code
        == 302
    )
    assert Cost.objects.get().amount == 12_000_00
    assert "14,400.00" in client.get(page).content.decode()
    assert "Licence" in client.get(f"{erp.root}monitoring/tasks/{ANALYSE}").content.decode()
    for wrong in (
        {"kind": "actual", "amount": "5"},
        {"kind": "planned", "amount": "-5"},
        {"kind": "planned", "amount": "much"},
        {"kind": "planned", "amount": "0"},
        {"kind": "planned", "amount": "9" * 30},
        {"kind": "stolen", "amount": "5"},
    ):
        answer = client.post(url, wrong)
        assert answer.status_code == 422
    assert client.post(f"{url}/{Cost.objects.get().pk}/remove").status_code == 302
    assert client.post(f"{url}/1/remove").status_code == 404
    assert not Cost.objects.exists()


LIMITS = {
    "spi_warn": "0.95", "spi_bad": "0.5", "cpi_warn": "0.95", "cpi_bad": "0.9", "tcpi_warn": "1.05",
    "tcpi_bad": "1.1", "vac_warn": "5", "vac_bad": "10", "late_days": "1", "over_percent": "10",
}  # fmt: skip


def test_thresholds_decide_what_is_an_alarm(erp, page):
    client = erp.as_(Role.MANAGER)
    assert '<div class="up-alert up-tone-bad">' in client.get(page).content.decode()
    assert client.post(f"{page}/thresholds", LIMITS).status_code == 302
    status_date(erp, FRIDAY)
    said = client.get(page).content.decode()
    assert "Schedule performance (SPI) 0.60" in said
    assert said.count('<div class="up-alert up-tone-warn">') == 2
    crossed = client.post(f"{page}/thresholds", {**LIMITS, "spi_warn": "0.4"})
    assert crossed.status_code == 422
    assert "The alarm has to come after the warning" in crossed.content.decode()
    assert client.post(f"{page}/thresholds", {**LIMITS, "spi_warn": "nan"}).status_code == 422


def test_a_budget_that_is_used_up_is_an_alarm_and_no_comfort(erp, page):
    cost = {"kind": "actual", "amount": "20000", "on": "2026-03-05"}
    assert erp.as_(Role.FINANCE).post(f"{erp.root}monitoring/tasks/{ANALYSE}/costs", cost).status_code == 302
    said = erp.as_(Role.MANAGER).get(page).content.decode()
    assert "To complete within the budget (TCPI) -0.67: The budget is spent." in said
    assert "the budget still holds" not in said


def test_nothing_left_to_complete_with_is_the_worst_of_all():
    limits = Limits(DEFAULTS)
    for name, figure in (
        ("tcpi_bac", Figure(-0.5)),
        ("tcpi_bac", Figure(None, Reason.BUDGET_SPENT)),
        ("tspi", Figure(-0.25)),
        ("tspi", Figure(None, Reason.NO_TIME_LEFT)),
    ):
        assert limits.tone(name, figure) == "bad"
    assert (
        limits.tone("tcpi_bac", Figure(0.0)),
        limits.tone("tcpi_bac", Figure(None, Reason.NO_BUDGET)),
    ) == (
        "good",
        "",
    )


@pytest.mark.django_db(transaction=True)
def test_a_status_is_worked_out_before_others_have_to_wait(bare, monkeypatch):
    """And once more, in the transaction, when the plan was changed meanwhile."""
    take_baseline(bare.project, "Agreed", bare.manager)
    waited = []

    def look(*args, **options):
        waited.append(connection.in_atomic_block)
        return standing(*args, **options)

    monkeypatch.setattr(status, "standing", look)
    first = status.record_point(bare.project, bare.manager, FRI)
    assert waited == [False, False]
    assert (first.revision, bare.state.revision) == (1, 1)
    assert bare.state.plan.project.status_date == first.on

    def meanwhile(*args, **options):
        if len(waited) == 2:
            progress(bare, ANALYSE, 60)
        return look(*args, **options)

    monkeypatch.setattr(status, "standing", meanwhile)
    point = status.record_point(bare.project, bare.manager, FRI - datetime.timedelta(1))
    assert waited[2:] == [False, False, True, True]
    assert point.revision == bare.state.revision == 3
    stood = standing(bare.project, latest_baseline(bare.project), HOURS)
    assert sum(point.hours["ev"]) == stood.total.ev > 0


@pytest.mark.django_db(transaction=True)
def test_a_status_that_cannot_be_written_leaves_the_plan_as_it_was(bare):
    take_baseline(bare.project, "Agreed", bare.manager)
    status.record_point(bare.project, bare.manager, FRI - datetime.timedelta(1))
    status.record_point(bare.project, bare.manager, FRI)
    with pytest.raises(Problem):
        status.record_point(bare.project, bare.manager, FRI - datetime.timedelta(1))
    assert bare.state.revision == 2
    assert StatusPoint.objects.count() == 2
