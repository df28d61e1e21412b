"""National calendars: public holidays, the days moved to make room for them, and how far they are known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import holidays

from uptake.engine.calendars import OFFICE, Calendar, CalendarException, Shifts, Week
from uptake.engine.errors import PlanError
from uptake.engine.instants import day_number
from uptake.engine.scheduling import Remark

DECREED_YEARLY = frozenset({"AZ", "BY", "CN", "HU", "KG", "KZ", "LV", "RU", "UZ", "VN"})
"""Countries whose government moves working days year by year: what a later year holds is not known yet."""

NEAR = 14
"""A moved day is named after a holiday at most so many days away."""


class UnknownCountry(PlanError):
    """A country, or a part of it, of which no holidays are known.

    Attributes
    ----------
    country : str
    subdivision : str or None
    """

    def __init__(self, country: str, subdivision: str | None) -> None:
        super().__init__(f"no holidays are known for {country} {subdivision or ''}".rstrip())
        self.country = country
        self.subdivision = subdivision


@dataclass(frozen=True, slots=True)
class _Days:
    """What is known about a stretch of years, by day number."""

    off: dict[int, str]
    """Days off, and the name of each."""
    moved: dict[int, int]
    """Weekend days that are worked, and the day off that each makes up for (or itself)."""
    proper: dict[int, str]
    """The days off that are holidays themselves: neither observed for another nor made up for."""


def national_calendar(
    country: str,
    *,
    uid: int,
    first_year: int,
    last_year: int,
    subdivision: str | None = None,
    overrides: Iterable[CalendarException] = (),
    week: Week | None = None,
    language: str | None = None,
    name: str = "",
) -> tuple[Calendar, tuple[Remark, ...]]:
    """Make the calendar of a country from its public holidays and make-up working days.

    Parameters
    ----------
    country : str
        ISO 3166-1 code of two letters.
    uid : int
        Of the calendar that is made.
    first_year, last_year : int
        Both included.
    subdivision : str, optional
        State or province, as the country names them.
    overrides : iterable of CalendarException
        Win over what is published: a company's own days.
    week : Week, optional
        Hours of an ordinary week, Sunday first; 8-12 and 13-17 outside the country's weekend by default.
    language : str, optional
        Of the holidays' names, for example ``"en_US"`` or ``"zh_CN"``; the country's own by default.
    name : str
        Of the calendar; the country's code by default.

    Returns
    -------
    (Calendar, tuple of Remark)
        A remark ``"calendar_unpublished"`` with the years ``known`` and ``asked`` when days are asked for
        that the country has not published yet: its fixed holidays are there, moved days are not.

    Raises
    ------
    UnknownCountry

    Examples
    --------
    >>> calendar, remarks = national_calendar("CN", uid=5, first_year=2024, last_year=2024, language="zh_CN")
    >>> [(one.name, bool(one.shifts)) for one in calendar.exceptions[:3]]
    [('元旦', False), ('春节', True), ('春节', False)]
    >>> national_calendar("CN", uid=5, first_year=2024, last_year=2099)[1][0].data["asked"]
    2099
    """
    known = _holidays(country, subdivision, first_year, last_year, language)
    hours = week or _week(known.weekend)
    days = _days(known, country, subdivision, first_year, last_year)
    spans = sorted(_spans(days, hours), key=lambda one: one.first)
    calendar = Calendar(uid, name or country, week=hours, exceptions=(*overrides, *spans))
    return calendar, _remarks(known, country, last_year)


def _holidays(
    country: str,
    subdivision: str | None,
    first_year: int,
    last_year: int,
    language: str | None,
    *,
    observed: bool = True,
) -> holidays.HolidayBase:
    """Look holidays up; a year later than asked for, because a January's days may move a December's."""
    years = range(first_year, last_year + 2)
    try:
        return holidays.country_holidays(
            country, subdiv=subdivision, years=years, language=language, observed=observed
        )
    except NotImplementedError:
        raise UnknownCountry(country, subdivision) from None


def _week(weekend: Iterable[int]) -> Week:
    """Return office hours outside a weekend whose days count from Monday."""
    resting = {(day + 1) % 7 for day in weekend}
    return tuple(() if day in resting else OFFICE for day in range(7))


def _days(
    known: holidays.HolidayBase, country: str, subdivision: str | None, first_year: int, last_year: int
) -> _Days:
    """Gather the days of the years asked for."""
    strict = _holidays(country, subdivision, first_year, last_year, known.language, observed=False)
    inside = range(day_number(date(first_year, 1, 1)), day_number(date(last_year + 1, 1, 1)))
    substitutes = dict(_substitutes(known))
    moved = {day_number(day): day_number(day) for day in known.weekend_workdays}
    moved |= {worked: free for free, worked in substitutes.items()}
    off = {day_number(day): text for day, text in known.items()}
    proper = {day_number(day): text for day, text in strict.items() if day_number(day) not in substitutes}
    return _Days(
        {day: text for day, text in off.items() if day in inside},
        {day: free for day, free in moved.items() if day in inside and day not in off},
        {day: text for day, text in proper.items() if day in off},
    )


def _substitutes(known: holidays.HolidayBase) -> Iterator[tuple[int, int]]:
    """Yield each day off that was moved, and the weekend day that is worked for it."""
    table = getattr(known, "special_public_holidays", {})
    for year in known.years:
        entries = table.get(year, ())
        for entry in (entries,) if entries and isinstance(entries[0], int) else entries:
            if len(entry) >= 4:
                month, day, from_month, from_day, *from_year = entry
                free = date(year, month, day)
                worked = date(from_year[0] if from_year else year, from_month, from_day)
                yield day_number(free), day_number(worked)


def _spans(days: _Days, week: Week) -> Iterator[CalendarException]:
    """Yield the days off and the days worked, runs of one name joined over the weekends between them."""
    first = last = -1
    running = ""
    for day in sorted(days.off):
        name = _named(day, days)
        rest = all(not week[between % 7] and between not in days.moved for between in range(last + 1, day))
        if first >= 0 and name == running and rest:
            last = day
            continue
        if first >= 0:
            yield CalendarException(first, last, (), running)
        first, last, running = day, day, name
    if first >= 0:
        yield CalendarException(first, last, (), running)
    for day, free in days.moved.items():
        yield CalendarException(day, day, _hours(week, free), _named(free if free in days.off else day, days))


def _named(day: int, days: _Days) -> str:
    """Return the name of the holiday that a day off, or a day worked, belongs to."""
    if day in days.proper:
        return days.proper[day]
    near = min(days.proper, key=lambda other: (abs(other - day), -other), default=None)
    if near is None or abs(near - day) > NEAR:
        return days.off.get(day, "")
    return days.proper[near]


def _hours(week: Week, day: int) -> Shifts:
    """Return the hours of the weekday whose work is made up for, or those of most working days."""
    own = week[day % 7]
    if own:
        return own
    worked = [shifts for shifts in week if shifts]
    return max(worked, key=worked.count) if worked else OFFICE


def _remarks(known: holidays.HolidayBase, country: str, last_year: int) -> tuple[Remark, ...]:
    published = max(getattr(known, "special_public_holidays", {}), default=known.end_year)
    if country.upper() not in DECREED_YEARLY:
        published = known.end_year
    if last_year <= published:
        return ()
    return (
        Remark("calendar_unpublished", data={"country": country, "known": published, "asked": last_year}),
    )
