"""Dates as people type and read them, in both languages."""

import re
import unicodedata
from calendar import isleap
from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from uptake.engine.instants import HORIZON, instant, moment

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TODAY = {"today": 0, "tomorrow": 1, "yesterday": -1, "今天": 0, "今日": 0, "明天": 1, "昨天": -1}
LONGEST = 64

_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|'\d{2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?(?![\d])",
        r"(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?",
        rf"{_DAY}[\s.-]*{_MONTH}(?:[\s,.-]+{_YEAR}(?!\d|:))?",
        rf"{_MONTH}[\s.-]*{_DAY}(?!\d|:)(?:[\s,.-]+{_YEAR}(?!\d|:))?",
        r"(?P<a>\d{1,2})\s*(?P<mark>[-/.])\s*(?P<b>\d{1,2})(?:\s*(?P=mark)\s*(?P<year>\d{4}|\d{2}))?(?!\d)",
    )
)
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上)?\s*(?P<hour>\d{1,2})(?:\s*(?:[:：]|[点时])\s*(?P<minute>\d{2}|半)?\s*分?(?::\d{2})?)?"
    r"\s*(?P<noon>[ap])?\.?m?\.?"
)
_WEEKDAY = re.compile(
    r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?[\s,]+|[\s(（]*(?:周|星期|礼拜)[一二三四五六日天][)）]?"
)


class NotADate(ValueError):
    """A text that is no date."""


class Ambiguous(ValueError):
    """A date whose day and month could be told either way.

    Attributes
    ----------
    readings : tuple of date
    """

    def __init__(self, *readings: date) -> None:
        super().__init__(readings)
        self.readings = readings


def parse(text: str, otherwise: int, *, today: date, chinese: bool = False) -> int:
    """Read a date into an instant.

    Parameters
    ----------
    text : str
        ``2026-03-03``, ``3 Mar``, ``Mar 3 2026 1:30 pm``, ``2026年3月3日``, ``3月3日 下午1点半``, ``today``.
    otherwise : int
        The time of day, in tenths of a minute, of a date without one.
    today : date
        A date without a year is the one that lies nearest to it.
    chinese : bool
        ``3/4`` is 4 March; in English it is not told.

    Raises
    ------
    NotADate, Ambiguous

    Examples
    --------
    >>> moment(parse("3 Mar 2026", 4800, today=date(2026, 1, 1))).isoformat()
    '2026-03-03T08:00:00'
    """
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).casefold().strip()
    if len(plain) > LONGEST:
        raise NotADate(text)
    try:
        day, rest = _day(_WEEKDAY.sub(" ", plain).strip(), today, chinese=chinese)
        at = instant(datetime.combine(day, time())) + (_clock(rest) if rest else otherwise)
    except OverflowError:
        raise NotADate(text) from None
    if not 0 <= at < HORIZON:
        raise NotADate(text)
    return at


def _day(text: str, today: date, *, chinese: bool) -> tuple[date, str]:
    """Return the day at the beginning of a text, and what follows it."""
    for word, days in TODAY.items():
        if text.startswith(word):
            return today + timedelta(days), text[len(word) :].strip(" ,")
    for form in _FORMS:
        found = form.match(text)
        if found is not None:
            rest = text[found.end() :].lstrip("t").strip(" ,")
            return _made(found, today, chinese=chinese), rest
    raise NotADate(text)


def _made(found: re.Match[str], today: date, *, chinese: bool) -> date:
    parts: dict[str, str] = {"year": "", **{name: part or "" for name, part in found.groupdict().items()}}
    year = int(parts["year"].lstrip("'")) if parts["year"] else None
    if year is not None and year < 100:
        year += 2000 if year < 70 else 1900
    if "a" not in parts:
        month = MONTHS.index(parts["name"].title()) + 1 if "name" in parts else int(parts["month"])
        return _date(year, month, int(parts["day"]), today)
    a, b = int(parts["a"]), int(parts["b"])
    if chinese or a == b or b > 12:
        return _date(year, a, b, today)
    if a > 12:
        return _date(year, b, a, today)
    raise Ambiguous(_date(year, b, a, today), _date(year, a, b, today))


def _date(year: int | None, month: int, day: int, today: date) -> date:
    """Make a date; without a year, the one nearest to today."""
    try:
        if year is not None:
            return date(year, month, day)
        years = (today.year - 1, today.year, today.year + 1)
        near = [date(one, month, day) for one in years if (month, day) != (2, 29) or isleap(one)]
        return min(near, key=lambda one: abs((one - today).days))
    except ValueError:
        raise NotADate(f"{year} {month} {day}") from None


def _clock(text: str) -> int:
    """Return a time of day in tenths of a minute."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise NotADate(text)
    hour = int(found["hour"])
    minute = 30 if found["minute"] == "半" else int(found["minute"] or 0)
    later = found["half"] in {"下午", "晚上"} or found["noon"] == "p"
    if later and hour < 12:
        hour += 12
    elif hour == 12 and (found["half"] == "上午" or found["noon"] == "a"):
        hour = 0
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise NotADate(text)
    return (hour * 60 + minute) * 10


def short(at: int | None, *, today: date, clock: bool = False) -> str:
    """Write an instant for a sentence, in the language in use: ``Mon 3 Mar``, ``3月3日 周一``."""
    if at is None or at < 0:
        return "–"
    try:
        found = moment(at)
    except OverflowError:
        return "–"
    other_year = found.year != today.year
    if (get_language() or "en").startswith("zh"):
        year = f"{found.year}年" if other_year else ""
        said = f"{year}{found.month}月{found.day}日 周{'一二三四五六日'[found.weekday()]}"
    else:
        year = f" {found.year}" if other_year else ""
        said = f"{DAYS[found.weekday()]} {found.day} {MONTHS[found.month - 1]}{year}"
    return f"{said} {found:%H:%M}" if clock else said


def plain(at: int | None, *, today: date, clock: bool = False) -> str:
    """Write an instant without the day of the week: ``3 Mar``, ``3月3日``."""
    words = short(at, today=today, clock=clock).split(" ")
    weekday = 1 if (get_language() or "en").startswith("zh") else 0
    return " ".join(word for k, word in enumerate(words) if k != weekday or len(words) == 1)
