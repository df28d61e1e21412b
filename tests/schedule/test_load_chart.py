"""Load against capacity, week by week."""

from django.utils.translation import override

from tests.schedule.world import BUILD, DAY, LI, MONDAY, ROLE, SERVER, START
from uptake.engine.calendars import Calendar, CalendarException
from uptake.engine.edits import Add, Set
from uptake.engine.instants import WEEK
from uptake.engine.plan import Assignment, Plan, Resource, Task
from uptake.engine.plan import Project as EngineProject
from uptake.engine.scheduling import schedule
from uptake.projects.models import Role
from uptake.schedule import services
from uptake.schedule.capacity import load, load_chart

FIRST = load.week_of(START)


def drawn(erp, uids, weeks=range(FIRST, FIRST + 3), *, now=START, before=None):
    state = erp.state
    people: list[Resource] = [one for one in state.plan.resources if one.uid in uids]
    with override("en"):
        return load_chart.chart_of(state.schedule, people, weeks, now, before=before)


def amounts(chart):
    return {one.name: [y for _x, y in one.values] for one in chart.series}


def overload(erp):
    extra = Assignment(uid=9, task=5, resource=LI, work=5 * DAY, remaining_work=5 * DAY)
    services.apply_edits(erp.project, [Add(extra)], erp.manager)


def test_work_that_fits_stands_under_capacity(erp):
    chart = drawn(erp, {ROLE})
    assert amounts(chart) == {
        "Has time for": [0, 40, 40],
        "Capacity": [40, 40, 40],
    }
    assert chart.title == "The work fits into the time that there is"
    assert [mark.label for mark in chart.marks] == ["Today"]
    assert drawn(erp, {ROLE}, now=START + 9 * WEEK).marks == ()
    assert drawn(erp, {ROLE}, range(FIRST, FIRST + 1)).title == "No work in these weeks"


def test_what_one_has_no_time_for_shows_also_where_another_is_free(erp):
    overload(erp)
    chart = drawn(erp, {LI, ROLE})
    assert amounts(chart) == {
        "Has time for": [40, 40, 40],
        "Has no time for": [40, 0, 0],
        "Capacity": [80, 80, 80],
    }
    assert chart.title == "In one week of 3 somebody has more work than time"
    assert drawn(erp, {LI}).title == "Li Wei has more work than time in one week of 3"


def test_who_is_on_leave_does_nothing_meanwhile():
    """Two people build for two weeks; one of them is away in the second, and does the rest in the third."""
    away = CalendarException(first=MONDAY + 7, last=MONDAY + 11, name="Leave")
    plan = Plan.build(
        EngineProject(start=START),
        [Task(uid=BUILD, duration=10 * DAY)],
        calendars=(
            Calendar(1, "Five days"),
            Calendar(2, "Li Wei", base=1, week=(None,) * 7, exceptions=(away,)),
        ),
        resources=[Resource(uid=LI, calendar=2), Resource(uid=ROLE)],
        assignments=[
            Assignment(uid=one, task=BUILD, resource=one, work=10 * DAY, remaining_work=10 * DAY)
            for one in (LI, ROLE)
        ],
    )
    found = load.needs(schedule(plan))
    assert found[LI].weeks == {FIRST: 5 * DAY, FIRST + 2: 5 * DAY}
    assert found[ROLE].weeks == {FIRST: 5 * DAY, FIRST + 1: 5 * DAY}
    assert found[LI].over == found[ROLE].over == ()


def test_the_plan_as_it_was_is_a_line(erp):
    before = erp.state.schedule
    services.apply_edits(erp.project, [Set("task", BUILD, {"duration": 15 * DAY})], erp.manager)
    chart = drawn(erp, {ROLE}, range(FIRST, FIRST + 4), before=before)
    assert amounts(chart)["Before"] == [0, 40, 40, 0]
    assert amounts(chart)["Has time for"] == [0, 26.7, 26.7, 26.7]


def test_the_weeks_of_somebody_are_those_with_work_from_a_little_before_now_on(erp):
    needs = load.needs(erp.state.schedule)
    assert load_chart.weeks_of(needs[ROLE], START) == range(FIRST + 1, FIRST + 3)
    assert load_chart.weeks_of(needs[ROLE], START + 6 * WEEK) == range(FIRST + 2, FIRST + 3)
    assert load_chart.weeks_of(needs[SERVER], START) == range(0)
    long = load.Need(1, weeks=dict.fromkeys(range(FIRST, FIRST + 200), 1))
    assert len(load_chart.weeks_of(long, START)) == load_chart.MOST_WEEKS


def test_pages_show_it(erp):
    overload(erp)
    client = erp.as_(Role.GUEST)
    for page in (f"resources/{LI}", f"resources/load?from={FIRST}"):
        text = client.get(erp.root + page).content.decode()
        assert text.count("<up-chart") == 1
        assert "has more work than time" in text or "somebody has more work" in text
    assert "<up-chart" not in client.get(f"{erp.root}resources/{SERVER}").content.decode()
