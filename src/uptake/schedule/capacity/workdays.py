"""Calendars of a plan: weeks, days that differ, national holidays, and pauses. All changes are edits."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from uptake.accounts.models import Person
from uptake.engine.calendars import (
    INHERIT_WEEK,
    OFFICE_WEEK,
    ROUND_THE_CLOCK,
    Calendar,
    CalendarException,
    Shifts,
    Week,
)
from uptake.engine.edits import Add, Edit, Remove, Set
from uptake.engine.edits.values import LAST_DAY, MAX_ROWS
from uptake.engine.instants import day_number
from uptake.engine.national import UnknownCountry, national_calendar
from uptake.engine.scheduling import Remark
from uptake.projects.models import Project
from uptake.schedule import services
from uptake.schedule.asking import carry_out, intention, moves_anything
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem

PAUSE = "⏸ "
"""What the name of a pause begins with, in every calendar: so it can be told from other days off."""
LONGEST_NAME = 200
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 1990, 2100, 30
Label = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What runs on a calendar."""

    project: bool
    tasks: int
    resources: int
    calendars: int

    @property
    def anything(self) -> bool:
        return self.project or bool(self.tasks or self.resources or self.calendars)


def calendar_of(state: State, uid: int) -> Calendar:
    """Return a calendar of a plan; raises `Problem` when somebody removed it."""
    for one in state.plan.calendars:
        if one.uid == uid:
            return one
    raise Problem(_("That calendar is no longer in the plan. Go back to the list."))


def uses(state: State) -> dict[int, Used]:
    """Return what runs on each calendar, by uid."""
    plan = state.plan
    tasks = Counter(one.calendar for one in plan.tasks)
    resources = Counter(one.calendar for one in plan.resources)
    derived = Counter(one.base for one in plan.calendars)
    return {
        one.uid: Used(
            project=plan.project.calendar == one.uid,
            tasks=tasks[one.uid],
            resources=resources[one.uid],
            calendars=derived[one.uid],
        )
        for one in plan.calendars
    }


def ordinary_week(state: State, calendar: Calendar) -> Week:
    """Return the hours of each weekday, those of base calendars filled in."""
    week: list[Shifts | None] = list(calendar.week)
    seen = {calendar.uid}
    while any(day is None for day in week) and calendar.base is not None and calendar.base not in seen:
        calendar = calendar_of(state, calendar.base)
        seen.add(calendar.uid)
        week = [day if day is not None else below for day, below in zip(week, calendar.week, strict=True)]
    return tuple(() if day is None else day for day in week)


def pauses(state: State) -> list[CalendarException]:
    """Return the stretches of days in which nothing works, in order."""
    found = {
        (one.first, one.last, one.name): one
        for calendar in state.plan.calendars
        for one in calendar.exceptions
        if _is_pause(one)
    }
    return [found[key] for key in sorted(found)]


def _is_pause(one: CalendarException) -> bool:
    return one.name.startswith(PAUSE) and not one.shifts and one.repeats is None


# ---- changing; each asks first when tasks would move


def _change(
    project: Project,
    by: Person,
    make: Callable[[State], Sequence[Edit]],
    label: Label,
    *,
    base: int | None,
    sure: bool,
) -> services.Outcome:
    intend = intention(make, label)
    return carry_out(project, by, intend, base=base, sure=sure, ask_when=moves_anything)


def add_calendar(
    project: Project,
    by: Person,
    name: str,
    *,
    copy: int | None = None,
    base: int | None = None,
    round_the_clock: bool = False,
) -> tuple[services.Outcome, int]:
    """Add a calendar: a copy of another, one that derives from another, or a plain week; returns its uid too."""
    given: list[int] = []

    def make(state: State) -> list[Edit]:
        made = Calendar(
            state.next_uid["calendar"], _free_name(state, name, None), exceptions=tuple(pauses(state))
        )
        if copy is not None:
            source = calendar_of(state, copy)
            made = replace(source, uid=made.uid, name=made.name)
        elif base is not None:
            made = replace(made, base=calendar_of(state, base).uid, week=INHERIT_WEEK)
        else:
            made = replace(made, week=ROUND_THE_CLOCK if round_the_clock else OFFICE_WEEK)
        given.append(made.uid)
        return [Add(made)]

    label: Label = [{"code": "calendar_added", "name": name}]
    done = _change(project, by, make, label, base=None, sure=True)
    return done, given[-1]


def set_week(
    project: Project,
    by: Person,
    uid: int,
    *,
    name: str,
    week: Week,
    on: int | None,
    base: int | None = None,
    sure: bool = False,
) -> services.Outcome:
    """Give a calendar a name, a week, and the calendar that it derives from."""

    def make(state: State) -> list[Edit]:
        row = calendar_of(state, uid)
        wanted = {"name": _free_name(state, name, uid), "base": on, "week": week}
        if on is None and any(day is None for day in week):
            raise Problem(_("Without a base calendar every day needs its own hours; empty is a day off."))
        different = {field: value for field, value in wanted.items() if getattr(row, field) != value}
        return [Set("calendar", uid, different)] if different else []

    return _change(project, by, make, [{"code": "calendar_changed", "name": name}], base=base, sure=sure)


def remove_calendar(project: Project, by: Person, uid: int) -> services.Outcome:
    """Take a calendar out of the plan; raises `Problem` while something runs on it."""
    name: list[str] = []

    def make(state: State) -> list[Edit]:
        name.append(calendar_of(state, uid).name)
        used = uses(state)[uid]
        if used.anything:
            raise Problem(
                _("“%(name)s” is in use: %(users)s. Give them another calendar first.")
                % {"name": name[-1], "users": users_text(used)}
            )
        return [Remove("calendar", uid)]

    return _change(project, by, make, [{"code": "calendar_removed"}], base=None, sure=True)


def users_text(used: Used) -> str:
    """Say what runs on a calendar."""
    said = [_("the project")] if used.project else []
    if used.tasks:
        said.append(ngettext("%d task", "%d tasks", used.tasks) % used.tasks)
    if used.resources:
        said.append(ngettext("%d resource", "%d resources", used.resources) % used.resources)
    if used.calendars:
        said.append(ngettext("%d calendar", "%d calendars", used.calendars) % used.calendars)
    return ", ".join(said)


def choose_project_calendar(
    project: Project, by: Person, uid: int, *, sure: bool = False
) -> services.Outcome:
    """Let the whole plan run on another calendar."""

    label: Label = [{"code": "project_calendar"}]

    def make(state: State) -> list[Edit]:
        label[0]["name"] = calendar_of(state, uid).name
        return [] if state.plan.project.calendar == uid else [Set("project", 0, {"calendar": uid})]

    return _change(project, by, make, label, base=None, sure=sure)


def add_exception(
    project: Project,
    by: Person,
    uid: int,
    days: CalendarException,
    *,
    base: int | None = None,
    sure: bool = False,
) -> services.Outcome:
    """Let some days work differently; where they overlap others, they win."""
    _check_span(days.first, days.last)
    named = replace(days, name=_name(days.name))

    def make(state: State) -> list[Edit]:
        row = calendar_of(state, uid)
        return [_with_exceptions(row, (named, *row.exceptions))]

    label: Label = [{"code": "calendar_days", "name": named.name}]
    return _change(project, by, make, label, base=base, sure=sure)


def remove_exception(
    project: Project, by: Person, uid: int, days: tuple[int, int, str], *, sure: bool = False
) -> services.Outcome:
    """Let some days work as the week says again: those with this first and last day and this name."""

    def make(state: State) -> list[Edit]:
        row = calendar_of(state, uid)
        kept = tuple(one for one in row.exceptions if (one.first, one.last, one.name) != days)
        if kept == row.exceptions:
            raise Problem(_("Those days are no longer in the calendar."))
        return [_with_exceptions(row, kept)]

    label: Label = [{"code": "calendar_days", "name": days[2]}]
    return _change(project, by, make, label, base=None, sure=sure)


def _with_exceptions(row: Calendar, exceptions: tuple[CalendarException, ...]) -> Edit:
    if len(exceptions) > MAX_ROWS:
        raise Problem(_("This calendar has %d exceptions already. Remove some that are past.") % MAX_ROWS)
    return Set("calendar", row.uid, {"exceptions": exceptions})


def national_days(
    state: State, uid: int, country: str, first_year: int, last_year: int, *, subdivision: str = ""
) -> tuple[tuple[CalendarException, ...], tuple[Remark, ...]]:
    """Return a country's holidays and make-up days for the week of a calendar, and what is to be known of them.

    Raises
    ------
    Problem
        When the country or the years cannot be had.
    """
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR or last_year - first_year >= MOST_YEARS:
        raise Problem(
            _("Choose up to %(most)d years between %(first)d and %(last)d.")
            % {"most": MOST_YEARS, "first": FIRST_YEAR, "last": LAST_YEAR},
            column="last_year",
        )
    week = ordinary_week(state, calendar_of(state, uid))
    asked = {
        "uid": uid,
        "first_year": first_year,
        "last_year": last_year,
        "subdivision": subdivision or None,
        "week": week,
    }
    try:
        made, remarks = national_calendar(country.upper(), language=_spoken(), **asked)  # type: ignore[arg-type]
    except UnknownCountry:
        raise Problem(
            _("No holidays are known for “%s”. Type a country's two letters, such as CN, DE or US.")
            % f"{country} {subdivision}".strip(),
            column="country",
        ) from None
    return made.exceptions, remarks


def _spoken() -> str:
    """Return the language for the names of holidays; a country that has not got it falls back by itself."""
    return "zh_CN" if (get_language() or "en").startswith("zh") else "en_US"


def add_national(
    project: Project,
    by: Person,
    uid: int,
    country: str,
    years: tuple[int, int],
    *,
    subdivision: str = "",
    base: int | None = None,
    sure: bool = False,
) -> services.Outcome:
    """Put a country's holidays and make-up days into a calendar; one's own days win."""

    label: Label = [
        {"code": "calendar_national", "country": country.upper(), "first": years[0], "last": years[1]}
    ]

    def make(state: State) -> list[Edit]:
        row = calendar_of(state, uid)
        label[0]["name"] = row.name
        found, _remarks = national_days(state, uid, country, *years, subdivision=subdivision)
        names = {one.name for one in found}
        first, last = day_number(date(years[0], 1, 1)), day_number(date(years[1], 12, 31))
        own = tuple(
            one
            for one in row.exceptions
            if not (one.name in names and first <= one.first and one.last <= last)
        )
        edit = _with_exceptions(row, (*own, *found))
        return [edit] if (*own, *found) != row.exceptions else []

    return _change(project, by, make, label, base=base, sure=sure)


def add_pause(
    project: Project,
    by: Person,
    first: int,
    last: int,
    name: str,
    *,
    base: int | None = None,
    sure: bool = False,
) -> services.Outcome:
    """Let nothing work for some days, on no calendar of the plan."""
    _check_span(first, last)
    days = CalendarException(first, last, (), PAUSE + (_name(name) or _("Pause")))

    def make(state: State) -> list[Edit]:
        return [_with_exceptions(one, (days, *one.exceptions)) for one in state.plan.calendars]

    return _change(project, by, make, [{"code": "pause_added", "name": days.name}], base=base, sure=sure)


def remove_pause(
    project: Project, by: Person, first: int, last: int, name: str, *, sure: bool = False
) -> services.Outcome:
    """Let the days of a pause work again, on all calendars."""

    def make(state: State) -> list[Edit]:
        return list(_without(state.plan.calendars, (first, last, name)))

    return _change(project, by, make, [{"code": "pause_removed", "name": name}], base=None, sure=sure)


def _without(calendars: Iterable[Calendar], days: tuple[int, int, str]) -> list[Edit]:
    edits: list[Edit] = []
    for one in calendars:
        kept = tuple(
            day for day in one.exceptions if (day.first, day.last, day.name) != days or not _is_pause(day)
        )
        if kept != one.exceptions:
            edits.append(Set("calendar", one.uid, {"exceptions": kept}))
    return edits


# ---- checks


def _check_span(first: int, last: int) -> None:
    if not 0 <= first <= LAST_DAY or not 0 <= last <= LAST_DAY:
        raise Problem(_("Choose days between 1984 and 2149."), column="first")
    if last < first:
        raise Problem(_("The last day lies before the first. Swap them."), column="last")


def _name(name: str) -> str:
    clean = " ".join(name.replace("\0", "").split())
    if len(clean) > LONGEST_NAME:
        raise Problem(_("Use a name of up to %d characters.") % LONGEST_NAME, column="name")
    return clean


def _free_name(state: State, name: str, uid: int | None) -> str:
    clean = _name(name)
    if not clean:
        raise Problem(_("Give the calendar a name."), column="name")
    if any(one.name.casefold() == clean.casefold() and one.uid != uid for one in state.plan.calendars):
        raise Problem(_("There is a calendar “%s” already. Choose another name.") % clean, column="name")
    return clean
