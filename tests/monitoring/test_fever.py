"""The fever chart: what a milestone's buffer was used by, when how much of the work before it was done."""

import datetime
import io

import openpyxl
import pytest

from tests.monitoring.conftest import ANALYSE, BUILD, WEEK, lengthen, progress
from tests.schedule.world import GO_LIVE, START
from uptake.engine.edits import Set
from uptake.engine.instants import DAY, HOUR
from uptake.monitoring import fever, status
from uptake.monitoring.models import StatusPoint
from uptake.monitoring.values import latest_baseline
from uptake.projects.models import Role
from uptake.schedule import services

MON = datetime.date(2026, 3, 9)
FRI = datetime.date(2026, 3, 6)


def promise(erp, weeks: int) -> None:
    """Give the go-live, planned four weeks from the start, a deadline so many weeks after that."""
    at = START + (3 + weeks) * WEEK + 4 * DAY + 9 * HOUR
    services.apply_edits(erp.project, [Set("task", GO_LIVE, {"deadline": at})], erp.manager)


def steps(erp) -> list[fever.Step]:
    state = erp.state
    buffers = fever.buffers_of(state, latest_baseline(erp.project))
    return fever.steps_of(state, buffers, list(status.points(erp.project)))


@pytest.fixture
def late(erp):
    """Ten working days of buffer; analysis took three days more after the first status date."""
    promise(erp, 2)
    status.record_point(erp.project, erp.manager, FRI)
    lengthen(erp, ANALYSE, 8)
    progress(erp, ANALYSE, 100)
    status.record_point(erp.project, erp.manager, MON)
    return erp


def test_what_the_go_live_is_late_by_is_taken_from_its_buffer(late):
    [buffer] = fever.buffers_of(late.state, latest_baseline(late.project))
    assert (buffer.uid, buffer.days) == (GO_LIVE, 10)
    before, after = steps(late)
    assert (before.used, after.used) == (0, pytest.approx(0.3))
    assert (before.complete, after.complete) == (24 / 120, pytest.approx(1 / 3))
    assert (before.band, after.band) == ("green", "amber")


def test_only_the_work_that_leads_to_the_milestone_counts(late):
    beside = Set("task", BUILD, {"active": False})
    services.apply_edits(late.project, [beside], late.manager)
    [buffer] = fever.buffers_of(late.state, latest_baseline(late.project))
    assert buffer.leading == {ANALYSE, BUILD, 3, GO_LIVE}
    assert 5 not in buffer.leading


def test_a_deadline_that_is_no_later_leaves_no_buffer(erp):
    promise(erp, 0)
    assert fever.buffers_of(erp.state, latest_baseline(erp.project)) == []


def test_a_point_kept_before_milestones_were_is_left_out(late):
    first = StatusPoint.objects.earliest("on")
    del first.hours["milestones"]
    first.save()
    assert [one.day for one in steps(late)] == [MON]
    assert "up-chart" in page(late)


def test_a_spent_buffer_is_red_and_drawn(late):
    lengthen(late, BUILD, 25)
    status.record_point(late.project, late.manager, MON + datetime.timedelta(1))
    last = steps(late)[-1]
    assert (last.used, last.band) == (pytest.approx(1.8), "red")
    chart = fever.chart(steps(late))
    assert "180 % of the buffer is used" in chart.title
    drawn = [used for one in chart.series if one.kind == "line" for _x, used in one.values]
    top = max(high for one in chart.series if one.kind == "band" for _x, _low, high in one.values)
    assert max(drawn) == top == fever.HIGHEST


def test_a_milestone_that_is_reached_is_watched_no_longer(late):
    for uid in (BUILD, 3, GO_LIVE):
        progress(late, uid, 100)
    assert fever.buffers_of(late.state, latest_baseline(late.project)) == []


def page(erp, role: str = Role.MANAGER, language: str = "en") -> str:
    client = erp.as_(role)
    return client.get(f"{erp.root}monitoring/status", headers={"Accept-Language": language}).content.decode()


def test_the_page_shows_it_in_words_and_in_a_table(late):
    for role in (Role.MANAGER, Role.KEY_USER):
        said = page(late, role)
        assert "30 % of the buffer is used, with 33 % of the work done" in said
        assert "▲ Plan what to do" in said
        assert said.count("First batch live</a>") == 3


def test_without_a_buffer_the_page_says_what_to_do(erp):
    assert "Buffers" not in page(erp)
    status.record_point(erp.project, erp.manager, FRI)
    said = page(erp)
    assert "No buffer can be followed yet." in said
    assert f'href="{erp.root}tasks/{GO_LIVE}"' in said


def test_the_workbook_has_it(late):
    answer = late.as_(Role.MANAGER).get(f"{late.root}monitoring/earned-value/file?format=xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content))["Buffers"].values)
    assert rows[0][0] == "Milestone"
    assert rows[2][2:] == (10, 33.3, 30, "Plan what to do")
