"""Pages of risks without a browser."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from uptake.projects.models import Role
from uptake.registers import services
from uptake.risk.models import Issue, Risk
from uptake.schedule.models import Task


@pytest.mark.parametrize("register", ["risk", "issue", "decision", "assumption", "dependency"])
def test_every_register_is_filled_in_shown_and_moved_through_all_its_ways(erp, visit, make, register):
    spec, client = visit.spec(register), erp.as_(Role.MANAGER)
    base = f"{erp.root}registers/{register}/"
    assert client.get(f"{base}new").status_code == 200
    for way in spec.moves:
        record = make(register, state=way.source)
        wrong = client.post(f"{base}{record.number}/to/{way.target}", {})
        assert wrong.status_code == (422 if way.reason else 302)
        done = client.post(f"{base}{record.number}/to/{way.target}", {"reason": "Looked at again"})
        assert done.status_code == (302 if way.reason else 422)
        assert client.get(f"{base}{record.number}").status_code == 200
    assert client.get(base).status_code == 200


def test_the_matrix_shows_both_sides_with_the_same_number_of_queries(erp, make):
    client, counts = erp.as_(Role.MANAGER), []
    for more in (1, 20):
        for _number in range(more):
            make("risk", probability="4", impact="4", next_review="2026-01-01", tasks=["T2"])
        for side in ("inherent", "residual", "nonsense"):
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(f"{erp.root}risks/matrix?of={side}")
            assert answer.status_code == 200
            counts.append(len(asked))
    assert len(set(counts)) == 1


def test_the_trend_shows_nothing_one_and_many(erp, visit, make):
    client = erp.as_(Role.MANAGER)
    assert '<svg class="up-chart"' not in client.get(f"{erp.root}risks/trend").content.decode()
    make("risk")
    assert client.get(f"{erp.root}risks/trend").status_code == 200
    with CaptureQueriesContext(connection) as first:
        client.get(f"{erp.root}risks/trend")
    for step in "12345":
        made = make("risk", probability=step, impact=step, cost_likely="100")
        services.change(visit, visit.spec("risk"), made, {"impact": "2"})
    with CaptureQueriesContext(connection) as then:
        said = client.get(f"{erp.root}risks/trend").content.decode()
    assert len(first) == len(then)
    assert "6 open risks, 1 of them high or extreme" in said


def test_the_chart_of_a_risk_shows_once_its_score_has_moved(erp, visit, make):
    risk, client = make("risk", probability="2", impact="2"), erp.as_(Role.MANAGER)
    page = f"{erp.root}registers/risk/1"
    assert "up-chart-line" not in client.get(page).content.decode()
    services.change(visit, visit.spec("risk"), risk, {"probability": "5"})
    said = client.get(page).content.decode()
    assert "Score 4 → 10" in said


def test_a_risk_becomes_an_issue_and_that_a_task(erp, make):
    make("risk", probability="4", impact="4")
    client = erp.as_(Role.MANAGER)
    answer = client.post(f"{erp.root}risks/1/issue")
    assert answer.headers["Location"] == f"{erp.root}registers/issue/1"
    assert Risk.objects.get().state == "occurred"
    again = client.post(f"{erp.root}risks/1/issue", follow=True)
    assert "There is an issue of this risk already" in again.content.decode()
    assert Issue.objects.count() == 1
    page = f"{erp.root}issues/1/action"
    assert client.get(page).status_code == 200
    wrong = client.post(page, {"name": "Mend it", "duration": "a while"})
    assert wrong.status_code == 422
    assert b'value="a while"' in wrong.content
    assert client.post(page, {"name": "", "duration": "1d"}).status_code == 422
    assert client.post(page, {"name": "Mend it", "duration": "2d", "under": "77"}).status_code == 422
    assert client.post(page, {"name": "Mend it", "duration": "2d"}).status_code == 302
    assert Task.objects.get(plan_id=erp.project.pk, name="Mend it")


@pytest.mark.parametrize(
    ("role", "issue", "action"),
    [
        (Role.CONSULTANT, 302, 200),
        (Role.KEY_USER, 302, 403),
        (Role.SPONSOR, 403, 403),
        (Role.GUEST, 403, 403),
    ],
)
def test_who_may(erp, make, role, issue, action):
    make("risk")
    make("issue")
    client = erp.as_(role)
    assert client.post(f"{erp.root}risks/1/issue").status_code == issue
    assert client.get(f"{erp.root}issues/1/action").status_code == action


def test_an_archived_project_stays_as_it_is(erp, make):
    make("risk")
    type(erp.project).objects.filter(pk=erp.project.pk).update(archived=True)
    assert erp.as_(Role.MANAGER).post(f"{erp.root}risks/1/issue").status_code == 403
    assert not Issue.objects.exists()


def test_home_and_overview_say_what_waits(erp, make):
    client = erp.as_(Role.MANAGER)
    assert "risks/matrix" not in client.get(erp.root).content.decode()
    make(
        "risk",
        "Nobody tests",
        probability="5",
        impact="5",
        owner=str(erp.manager.pk),
        next_review="2026-01-05",
    )
    home, overview = client.get("/").content.decode(), client.get(erp.root).content.decode()
    assert "review overdue since" in home
    assert f"{erp.root}registers/risk/1" in home
    assert "Nobody tests" in overview
    assert "1 review overdue" in overview
    assert "Nobody tests" not in erp.as_(Role.GUEST).get(erp.root).content.decode()


def test_the_list_behind_overdue_reviews_has_just_those(erp, make):
    for number in range(12):
        make("risk", f"Old {number}", next_review="2026-01-05")
    make("risk", "Fresh", next_review="2199-01-05")
    client = erp.as_(Role.MANAGER)
    answer = client.get(f"{erp.root}risks/matrix")
    assert answer.context["overdue_count"] == 12
    assert len(answer.context["overdue"]) == 10
    listed = client.get(answer.context["overdue_url"]).content.decode()
    assert "Old 11" in listed
    assert "Fresh" not in listed
