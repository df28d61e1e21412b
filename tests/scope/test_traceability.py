"""The traceability matrix: what serves what, what stands alone, in the browser and as a workbook."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.schedule.world import BUILD, SUPPORT, TEST, World
from uptake.engine.edits import Remove
from uptake.interchange.sheets import read_tables_bytes
from uptake.projects.models import Role
from uptake.registers import services
from uptake.registers.linking import End
from uptake.schedule.services import apply_edits
from uptake.scope import traceability
from uptake.scope.trace import GOALS, PROCESS, TASKS, Matrix, Need, Node, Wanted
from uptake.scope.traceability import Column, idle_tasks, matrix_of

URL = "scope/traceability"

# ---- as values

NEEDS, ENDS = range(1, 7), range(1, 5)


@st.composite
def matrices(draw) -> Matrix:
    nodes = {end: Node(pk=end, number=end, title=f"N{end}") for end in ENDS}
    links = st.lists(st.sampled_from(ENDS), max_size=3, unique=True)
    return Matrix(
        goals=nodes,
        processes=dict(nodes),
        needs=[
            Need(pk=pk, number=pk, title=f"R{pk}", state=draw(st.sampled_from(["open", "done"])), estimate=pk)
            for pk in NEEDS
        ],
        ends={
            GOALS: {pk: draw(links) for pk in NEEDS},
            PROCESS: {pk: draw(links)[:1] for pk in NEEDS},
            TASKS: {pk: draw(links) for pk in NEEDS},
        },
    )


@given(matrices())
def test_every_requirement_stands_in_the_matrix_once_for_each_goal(matrix):
    rows = matrix.rows(Wanted())
    for need in matrix.needs:
        found = [row.goal.pk for row in rows if row.need == need and row.goal]
        assert sorted(found) == sorted(matrix.of(GOALS, need.pk))
        assert any(row.need == need for row in rows)
    assert {row.need.pk for row in rows if row.goal is None} == {one.pk for one in matrix.without(GOALS)}


@given(matrices())
def test_coverage_agrees_with_counting_by_hand(matrix):
    for one in matrix.coverage():
        goals = matrix.ends[GOALS]
        mine = [n for n in matrix.needs if (one.goal.pk in goals[n.pk] if one.goal else not goals[n.pk])]
        assert one.needs == len(mine)
        assert one.planned == len([n for n in mine if matrix.ends[TASKS][n.pk]])
        assert one.done == len([n for n in mine if n.state == "done"])
        assert one.estimate == sum(n.pk for n in mine)
        assert 0 <= one.done_share <= 100


@given(matrices())
def test_what_stands_alone_is_what_nothing_leads_to(matrix):
    used = {end for ends in matrix.ends[GOALS].values() for end in ends}
    assert {one.pk for one in matrix.idle(matrix.goals, GOALS)} == set(ENDS) - used


# ---- in a project


@pytest.fixture
def traced(make, erp: World):
    make("goal", "Close in two days")
    make("goal", "Nobody serves me")
    make(
        "requirement",
        "One chart of accounts",
        goals="G-001",
        tasks=f"T{BUILD} T{TEST}",
        priority="must",
        fit="fit",
    )
    make("requirement", "Bank files", goals="G-001", state="done", priority="could", estimate=4, fit="gap")
    make("requirement", "Coffee", tasks=f"T{TEST}")
    make("requirement", "Payroll", state="rejected")
    return erp


def test_the_page_shows_the_matrix_its_coverage_and_its_gaps(traced: World):
    page = traced.as_(Role.MANAGER).get(traced.root + URL).content.decode()
    assert "3 requirements · 67 % in the plan · 33 % done" in page
    assert "Payroll" not in page
    assert "Nobody serves me" in page
    for text in ("REQ-001", "Build interfaces", "No goal"):
        assert text in page
    assert page.index("One chart of accounts") < page.index("Coffee")
    assert f"{traced.root}scope/requirements/2/task" in page
    assert f"{traced.root}scope/requirements/1/task" not in page


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("missing=goals", {"Coffee"}),
        ("missing=tasks", {"Bank files"}),
        ("priority=must", {"One chart of accounts"}),
        ("fit=gap", {"Bank files"}),
        ("q=CHART", {"One chart of accounts"}),
        ("missing=nonsense&goal=x&page=99", {"One chart of accounts", "Bank files", "Coffee"}),
        ("q=%00&goal=99999999999999", set()),
    ],
)
def test_filters(traced: World, query, seen):
    page = traced.as_(Role.GUEST).get(f"{traced.root}{URL}?{query}")
    titles = {"One chart of accounts", "Bank files", "Coffee"}
    assert page.status_code == 200
    assert {one for one in titles if one in page.content.decode().partition('id="matrix"')[2]} == seen


def test_only_requirements_of_one_goal_under_that_goal(traced: World, visit, make):
    make("requirement", "Serves both", goals="G-001 G-002")
    goal = visit.record(visit.spec("goal"), 2)
    page = (
        traced.as_(Role.GUEST)
        .get(f"{traced.root}{URL}?goal={goal.pk}")
        .content.decode()
        .partition('id="matrix"')[2]
    )
    assert page.count("up-trace-goal") == 1
    assert "Serves both" in page
    assert "Bank files" not in page


def test_tasks_without_a_requirement_are_shown_on_demand(traced: World, visit):
    assert idle_tasks(visit, matrix_of(visit)) == [1, SUPPORT]
    page = traced.as_(Role.GUEST).get(f"{traced.root}{URL}?idle=1").content.decode()
    assert "Write manual" in page
    assert "Write manual" not in traced.as_(Role.GUEST).get(traced.root + URL).content.decode()


def test_what_is_gone_does_not_count(traced: World, visit):
    apply_edits(traced.project, [Remove("task", TEST)], traced.manager)
    services.remove(visit, visit.spec("goal"), visit.record(visit.spec("goal"), 1))
    matrix = matrix_of(visit)
    assert [one.title for one in matrix.without(TASKS)] == ["Bank files", "Coffee"]
    assert len(matrix.without(GOALS)) == 3


def test_a_later_package_adds_a_column(traced: World, visit, monkeypatch):
    monkeypatch.setattr(traceability, "COLUMNS", list(traceability.COLUMNS))
    first = visit.record(visit.spec("requirement"), 1)
    end = End(code="TC-7", label="Post to the wrong account", url="/tests/7", kind="Test")
    traceability.declare_column(
        Column(
            key="tests", label="Tests", none="Requirements without a test", find=lambda _visit: [(first.pk, 7)],
            name=lambda _visit, ids: dict.fromkeys(ids, end),
        )
    )  # fmt: skip
    page = traced.as_(Role.GUEST).get(f"{traced.root}{URL}?missing=tests").content.decode()
    assert "Requirements without a test" in page
    assert "One chart of accounts" not in page.partition('id="matrix"')[2]
    whole = traced.as_(Role.GUEST).get(f"{traced.root}{URL}").content.decode()
    assert "Post to the wrong account" in whole


def test_the_workbook_holds_what_the_page_shows(traced: World):
    answer = traced.as_(Role.GUEST).get(f"{traced.root}{URL}/file?priority=must")
    matrix, coverage, gaps = read_tables_bytes(answer.content)
    assert [row[:5] for row in matrix.records] == [
        ["G-001 Close in two days", None, "REQ-001", "One chart of accounts", None]
    ]
    assert "T2 Build interfaces\nT3 Test" in matrix.records[0]
    assert [row[:3] for row in coverage.records] == [
        ["G-001 Close in two days", 2, 1], ["G-002 Nobody serves me", 0, 0], ["No goal", 1, 1],
    ]  # fmt: skip
    assert ["Goals without a requirement", "G-002", "Nobody serves me"] in [list(row) for row in gaps.records]


def test_the_number_of_queries_does_not_grow(traced: World, make):
    client, counts = traced.as_(Role.MANAGER), []
    for more in (1, 150):
        for number in range(more):
            make("requirement", f"Report {number}", goals="G-001", tasks=f"T{TEST}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(traced.root + URL).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_no_requirement_yet(erp: World):
    page = erp.as_(Role.GUEST).get(erp.root + URL)
    assert "Nothing to trace yet" in page.content.decode()


def test_the_workbook_of_nothing_is_a_workbook(erp: World):
    data = erp.as_(Role.GUEST).get(f"{erp.root}{URL}/file").content
    assert io.BytesIO(data).read(2) == b"PK"
