"""Calendars: hours as people write them, holidays, pauses, and asking before tasks move."""

import datetime

import pytest

from tests.schedule.world import MONDAY, world
from uptake.engine.calendars import OFFICE, CalendarException, working_time
from uptake.engine.instants import day_number
from uptake.projects.models import Role
from uptake.schedule.capacity import workdays
from uptake.schedule.capacity.hours import hours_text, parse_hours
from uptake.schedule.editing.changes import Problem

WEEK = 7 * 24 * 600


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("08:00-12:00, 13:00-17:00", "08:00-12:00, 13:00-17:00"),
        ("8-12 13-17", "08:00-12:00, 13:00-17:00"),
        ("８：００－１２：００；１３：００～１７：３０", "08:00-12:00, 13:00-17:30"),
        ("13 至 17、8到12", "08:00-12:00, 13:00-17:00"),
        ("0-24", "00:00-24:00"),
        ("", ""),
        ("休息", ""),
    ],
)
def test_hours_are_read_as_people_write_them(text, written):
    assert hours_text(parse_hours(text)) == written


@pytest.mark.parametrize(
    "text", ["8", "8-8", "17-8", "8-25", "8:61-9", "8-12,11-13", "nine to five", "8-12-13", "x" * 500]
)
def test_other_hours_are_refused_with_a_sentence(text):
    with pytest.raises(Problem):
        parse_hours(text)


def add_week_off(erp, sure, uid=1):
    off = CalendarException(MONDAY, MONDAY + 6, (), "Move")
    return workdays.add_exception(erp.project, erp.manager, uid, off, sure=sure)


def test_what_moves_tasks_is_asked_first(erp):
    asked = add_week_off(erp, sure=False)
    assert not asked.made
    assert asked.impact.finish_shift == WEEK
    assert erp.state.revision == 0
    assert add_week_off(erp, sure=True).made
    assert workdays.remove_exception(
        erp.project, erp.manager, 1, (MONDAY, MONDAY + 6, "Move"), sure=True
    ).made
    with pytest.raises(Problem):
        workdays.remove_exception(erp.project, erp.manager, 1, (MONDAY, MONDAY + 6, "Move"), sure=True)


def test_a_pause_stops_every_calendar_and_ends_again(erp):
    extra = CalendarException(MONDAY, MONDAY, OFFICE, "Make-up day")
    workdays.add_exception(erp.project, erp.manager, 2, extra, sure=True)
    workdays.add_pause(erp.project, erp.manager, MONDAY, MONDAY + 6, "Budget freeze", sure=True)
    state = erp.state
    known = {one.uid: one for one in state.plan.calendars}
    for one in known.values():
        clock = working_time(one, known)
        assert clock.work((MONDAY + 7) * 14_400) == clock.work(MONDAY * 14_400)
    (pause,) = workdays.pauses(state)
    assert pause.name == "⏸ Budget freeze"
    _done, uid = workdays.add_calendar(erp.project, erp.manager, "Night shift", round_the_clock=True)
    assert workdays.calendar_of(erp.state, uid).exceptions == (pause,)
    workdays.remove_pause(erp.project, erp.manager, pause.first, pause.last, pause.name, sure=True)
    assert workdays.pauses(erp.state) == []
    assert workdays.calendar_of(erp.state, 2).exceptions == (extra,)


def test_national_holidays_come_with_make_up_days_and_keep_ones_own(erp):
    day = day_number(datetime.date(2026, 6, 1))
    workdays.add_exception(
        erp.project, erp.manager, 1, CalendarException(day, day, (), "Founding day"), sure=True
    )
    for _again in range(2):
        workdays.add_national(erp.project, erp.manager, 1, "cn", (2026, 2026), sure=True)
    exceptions = workdays.calendar_of(erp.state, 1).exceptions
    assert exceptions[0].name == "Founding day"
    assert any(one.shifts for one in exceptions), "make-up days"
    assert len(exceptions) == len(set(exceptions))
    assert erp.state.revision == 2, "the same days again change nothing"


def test_past_the_last_published_year_there_is_a_remark(erp):
    _days, remarks = workdays.national_days(erp.state, 1, "CN", 2026, 2050)
    assert [one.code for one in remarks] == ["calendar_unpublished"]


@pytest.mark.parametrize("country", ["XX", "C", "中国", "", "../"])
def test_an_unknown_country_is_said(erp, country):
    with pytest.raises(Problem):
        workdays.national_days(erp.state, 1, country, 2026, 2026)


def test_a_calendar_in_use_stays(erp):
    with pytest.raises(Problem) as why:
        workdays.remove_calendar(erp.project, erp.manager, 1)
    assert "project" in why.value.sentence
    assert workdays.remove_calendar(erp.project, erp.manager, 2).made


def test_the_page_saves_a_week_after_it_has_asked(erp):
    client, url = erp.as_(Role.MANAGER), f"{erp.root}calendars/1"
    week = {"name": "Five days", "base": ""} | {
        f"hours_{day}": "8-12" if 1 <= day <= 5 else "" for day in range(7)
    }
    response = client.post(url, week)
    assert response.status_code == 200
    assert b'name="sure"' in response.content
    assert erp.state.revision == 0
    assert client.post(url, week | {"sure": "1"}).status_code == 302
    assert workdays.calendar_of(erp.state, 1).week[1] == OFFICE[:1]


def test_the_page_keeps_bad_hours(erp):
    week = {"name": "Five days", "base": ""} | {f"hours_{day}": "" for day in range(7)} | {"hours_1": "nine"}
    response = erp.as_(Role.MANAGER).post(f"{erp.root}calendars/1", week)
    assert response.status_code == 422
    assert b'value="nine"' in response.content
    assert erp.as_(Role.KEY_USER).post(f"{erp.root}calendars/1", week).status_code == 403


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("calendars/pauses", {"first": "2026-03-09", "last": "2026-03-02"}),
        ("calendars/pauses", {"first": "0001-01-01"}),
        ("calendars/pauses", {"first": "soon"}),
        ("calendars/1/days", {"first": "2026-03-09", "hours": "late"}),
        ("calendars/1/national", {"country": "XX", "first_year": "2026", "last_year": "2026"}),
        ("calendars/1/national", {"country": "CN", "first_year": "2027", "last_year": "2026"}),
        ("calendars/new", {"name": "Five days", "begin": "office"}),
        ("calendars/new", {"name": "x", "begin": "copy-99"}),
    ],
)
def test_bad_input_changes_nothing(erp, path, sent):
    assert erp.as_(Role.MANAGER).post(erp.root + path, sent).status_code == 422
    assert erp.state.revision == 0


def test_calendars_are_added_and_chosen(erp):
    client = erp.as_(Role.MANAGER)
    assert client.post(erp.root + "calendars/new", {"name": "Plant", "begin": "base-1"}).status_code == 302
    assert workdays.calendar_of(erp.state, 3).base == 1
    assert client.post(erp.root + "calendars/project", {"calendar": "3"}).status_code == 302
    assert erp.state.plan.project.calendar == 3
    assert erp.as_(Role.SPONSOR).post(erp.root + "calendars/project", {"calendar": "1"}).status_code == 403


def test_another_projects_calendar_is_not_touched(erp):
    other = world(name="CRM")
    workdays.add_calendar(other.project, other.manager, "Theirs")
    assert (
        erp.as_(Role.MANAGER).post(f"{erp.root}calendars/3/days", {"first": "2026-03-09"}).status_code == 404
    )
