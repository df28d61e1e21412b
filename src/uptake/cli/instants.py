"""Instants and amounts as people write them, in the language in use."""

from datetime import datetime

from uptake.cli.errors import NoSuchDay
from uptake.cli.words import Language, spoken
from uptake.engine.instants import DAY, MINUTE, moment
from uptake.engine.plan import Project

_DAYS = {
    Language.en: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    Language.zh: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "–"


def day(option: str, text: str) -> datetime:
    """Return the start of the day that an option names as year-month-day; raises `NoSuchDay`."""
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d")
    except ValueError:
        raise NoSuchDay(option, text) from None


def written(at: int | None) -> str:
    """Return a date and time for a sentence: ``Mon 3 Mar 2025 08:00``, ``2025年3月3日 周一 08:00``."""
    found = None if at is None else _moment(at)
    if found is None:
        return NOTHING
    day = _DAYS[spoken()][found.weekday()]
    if spoken() is Language.zh:
        return f"{found.year}年{found.month}月{found.day}日 {day} {found:%H:%M}"
    return f"{day} {found.day} {_MONTHS[found.month - 1]} {found.year} {found:%H:%M}"


def in_column(at: int | None, *, wide: bool) -> str:
    """Return a date and time of an even width for a column, with day of the week and full year if `wide`."""
    found = None if at is None else _moment(at)
    if found is None:
        return NOTHING
    day = _DAYS[spoken()][found.weekday()] if wide else ""
    if spoken() is Language.zh:
        return f"{found:%Y-%m-%d} {day} {found:%H:%M}" if wide else f"{found:%y-%m-%d %H:%M}"
    year = f"{found:%Y}" if wide else f"{found:%y}"
    return f"{day} {found.day:2} {_MONTHS[found.month - 1]} {year} {found:%H:%M}".removeprefix(" ")


def _moment(at: int) -> datetime | None:
    if at < 0:
        return None
    try:
        return moment(at)
    except OverflowError:
        return None


def days(tenths: int, project: Project, *, elapsed: bool = False) -> str:
    """Return an amount in days of the project's length: ``3.5d``, ``-2d``, ``1ed`` on the 24-hour clock."""
    length = DAY if elapsed else project.minutes_per_day * MINUTE
    return f"{_number(tenths / length)}{'e' if elapsed else ''}d"


def days_in_words(tenths: int, project: Project) -> str:
    """Return an amount in days for a sentence: ``0.5d``, ``0.5 天``."""
    said = days(tenths, project)
    return f"{said[:-1]} 天" if spoken() is Language.zh else said


def _number(value: float) -> str:
    rounded = round(value, 2)
    return f"{rounded:g}" if abs(rounded) < 100_000 else f"{rounded:.0f}"
