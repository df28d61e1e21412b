"""National calendars; facts are from the notices of China's State Council on each year's holidays."""

import csv
from datetime import date

import pytest

from tests.shared_data import SHARED_DATA, needs_shared_data
from uptake.engine.calendars import OFFICE, Calendar, CalendarException, shifts, working_time
from uptake.engine.instants import DAY, HOUR, day_number
from uptake.engine.national import UnknownCountry, national_calendar


def worked(calendar: Calendar, day: date) -> bool:
    clock = working_time(calendar, {})
    begin = day_number(day) * DAY
    return clock.work(begin + DAY) > clock.work(begin)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2008, 1, 25), True),
        (date(2008, 2, 2), True),  # Saturday, made up for Spring Festival
        (date(2011, 12, 31), True),  # Saturday, made up for New Year 2012: in the notice of another year
        (date(2020, 1, 31), False),  # Spring Festival, extended because of the epidemic
        (date(2024, 2, 9), True),  # New Year's Eve of the lunar calendar was no holiday that year
        (date(2024, 2, 18), True),  # Sunday, made up
        (date(2024, 2, 16), False),
        (date(2025, 1, 26), True),  # Sunday, made up
        (date(2025, 10, 8), False),
        (date(2026, 1, 4), True),  # Sunday, made up for 2 January
        (date(2026, 2, 23), False),
    ],
)
def test_china_as_the_state_council_decreed(day: date, works: bool) -> None:
    calendar, remarks = national_calendar("CN", uid=1, first_year=day.year, last_year=day.year)
    assert worked(calendar, day) is works
    assert remarks == ()


def test_a_make_up_day_works_the_hours_of_the_day_it_replaces() -> None:
    short = shifts((9, 13))
    week = ((), OFFICE, OFFICE, OFFICE, OFFICE, short, ())
    calendar, _ = national_calendar("CN", uid=1, first_year=2024, last_year=2024, week=week)
    made_up = {one.first: one for one in calendar.exceptions if one.shifts}
    assert made_up[day_number(date(2024, 2, 18))].shifts == short  # for Friday 16 February
    assert made_up[day_number(date(2024, 2, 4))].shifts == OFFICE  # for Thursday 15 February
    clock = working_time(calendar, {})
    sunday = day_number(date(2024, 2, 18)) * DAY
    assert clock.work(sunday + DAY) - clock.work(sunday) == 4 * HOUR


def test_adjacent_days_of_one_holiday_are_one_exception() -> None:
    calendar, _ = national_calendar("CN", uid=1, first_year=2026, last_year=2026, language="zh_CN")
    festival = [one for one in calendar.exceptions if one.name == "春节" and not one.shifts]
    assert [(one.first, one.last) for one in festival] == [
        (day_number(date(2026, 2, 17)), day_number(date(2026, 2, 23)))
    ]


def test_names_are_in_the_language_asked_for() -> None:
    english, _ = national_calendar("CN", uid=1, first_year=2025, last_year=2025, language="en_US")
    assert english.exceptions[0].name == "New Year's Day"


def test_overrides_win() -> None:
    day = day_number(date(2024, 2, 18))
    calendar, _ = national_calendar(
        "CN",
        uid=1,
        first_year=2024,
        last_year=2024,
        overrides=[CalendarException(day, day, (), "company day")],
    )
    assert not worked(calendar, date(2024, 2, 18))


def test_a_year_past_the_last_published_one_is_remarked_on() -> None:
    _, remarks = national_calendar("CN", uid=1, first_year=2024, last_year=2090)
    assert [(one.code, one.data["asked"]) for one in remarks] == [("calendar_unpublished", 2090)]
    assert national_calendar("DE", uid=1, first_year=2024, last_year=2090)[1] == ()


def test_other_weekends() -> None:
    calendar, _ = national_calendar("SA", uid=1, first_year=2026, last_year=2026)
    assert worked(calendar, date(2026, 1, 11))
    assert not worked(calendar, date(2026, 1, 9))


def test_subdivisions() -> None:
    bavaria, _ = national_calendar("DE", uid=1, first_year=2026, last_year=2026, subdivision="BY")
    germany, _ = national_calendar("DE", uid=1, first_year=2026, last_year=2026)
    epiphany = date(2026, 1, 6)
    assert (worked(bavaria, epiphany), worked(germany, epiphany)) == (False, True)


@pytest.mark.parametrize(("country", "part"), [("XX", None), ("DE", "QQ"), ("", None)])
def test_unknown_countries_are_named(country: str, part: str | None) -> None:
    with pytest.raises(UnknownCountry) as caught:
        national_calendar(country, uid=1, first_year=2026, last_year=2026, subdivision=part)
    assert (caught.value.country, caught.value.subdivision) == (country, part)


WORKED_BEFORE_NEW_YEAR = {date(2005, 12, 31), date(2006, 12, 30), date(2006, 12, 31)}
"""Made up for by the notices of 2006 and 2007; the list in the shared data lacks them."""


@needs_shared_data
def test_every_day_agrees_with_the_published_list() -> None:
    table = SHARED_DATA / "calendars" / "china_days_2004_2026.csv"
    with table.open(encoding="utf-8") as file:
        listed = {date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)}
    calendar, _ = national_calendar("CN", uid=1, first_year=2004, last_year=2026)
    clock = working_time(calendar, {})
    for number in range(day_number(date(2004, 1, 1)), day_number(date(2027, 1, 1))):
        day = date.fromordinal(number + date(1984, 1, 1).toordinal())
        expected = listed.get(day, "holiday" if day.weekday() > 4 else "workday")
        works = clock.work((number + 1) * DAY) > clock.work(number * DAY)
        if day in WORKED_BEFORE_NEW_YEAR:
            expected = "adjusted_workday"
        assert works == (expected in {"workday", "adjusted_workday"}), day
