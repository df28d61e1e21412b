"""The calendars of a plan as a sheet: a row for each calendar, work week and exception."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from uptake.interchange.durations import Language
from uptake.interchange.sheets.sheet import Cell, Row
from uptake.interchange.tables.cells import BadCell, Reason, is_empty, text_of, when

Json = dict[str, Any]
Complain = Callable[[int, int, Reason], None]
"""Called with position of row and column, and what is wrong there."""

HEAD = {
    "en": (
        "Calendar",
        "Base",
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
        "From",
        "To",
        "Hours",
        "Note",
    ),
    "zh": (
        "日历",
        "基准日历",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "自",
        "至",
        "时间",
        "说明",
    ),
}
_OFF = {"en": "off", "zh": "休"}
_OFF_WORDS = {"off", "none", "-", "休", "休息", "非工作"}
_BASE, _WEEK, _FROM, _TO, _HOURS, _NOTE = 1, slice(2, 9), 9, 10, 11, 12
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–~至]\s*(\d{1,2}):(\d{2})")
OFFICE = [[480, 720], [780, 1020]]
OFFICE_WEEK: list[list[list[int]]] = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []]
ROUND_THE_CLOCK = [[[0, 1440]]] * 7
STANDARD_NAMES = {"standard", "标准", "标准日历"}
ROUND_THE_CLOCK_NAMES = {"24 hours", "24hours", "24 小时", "24小时"}


def standard(uid: int = 1, name: str = "Standard") -> Json:
    """Return the calendar that a plan without one has: 8 to 12 and 13 to 17, Monday to Friday."""
    return {
        "uid": uid,
        "name": name,
        "parent": None,
        "week": OFFICE_WEEK,
        "exceptions": [],
        "work_weeks": [],
        "recurring": 0,
    }


def written(calendars: Sequence[Mapping[str, Any]], language: Language) -> Iterator[Row]:
    """Return the rows of the sheet, its head first."""
    yield HEAD[language]
    names = names_of(calendars)
    for row in calendars:
        name = names[row["uid"]]
        yield [
            name,
            names.get(row.get("parent") or 0),
            *_week(row.get("week"), language),
            None,
            None,
            None,
            None,
        ]
        for span in row.get("work_weeks") or ():
            week = _week(span.get("week"), language)
            yield [name, None, *week, span["from"][:10], span["to"][:10], None, span.get("name")]
        for span in row.get("exceptions") or ():
            hours = _hours(span.get("hours"), language)
            yield [name, None, *[None] * 7, span["from"][:10], span["to"][:10], hours, span.get("name")]


def names_of(calendars: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Return a name for each calendar, by uid, that no other has: a sheet refers to them by name."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in calendars:
        plain = (row.get("name") or f"Calendar {row['uid']}").strip()
        name = plain if plain.casefold() not in taken else f"{plain} ({row['uid']})"
        taken.add(name.casefold())
        found[row["uid"]] = name
    return found


def _week(days: Sequence[Any] | None, language: Language) -> list[Cell]:
    return [None] * 7 if days is None else [None if day is None else _hours(day, language) for day in days]


def _hours(spans: Sequence[Sequence[int]] | None, language: Language) -> str:
    return " ".join(f"{_clock(a)}-{_clock(b)}" for a, b in spans or ()) or _OFF[language]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def read(rows: Sequence[Row], complain: Complain) -> list[Json]:
    """Return the calendars of a sheet; `rows` begins after the head."""
    found: dict[str, Json] = {}
    bases: dict[str, tuple[int, str]] = {}
    for number, cells in enumerate(rows):
        row = [*cells, *[None] * (len(HEAD["en"]) - len(cells))]
        if all(is_empty(cell) for cell in row):
            continue
        try:
            name = text_of(row[0]).strip()
            if is_empty(row[_FROM]) and name not in found:
                found[name] = {**standard(len(found) + 1, name), "week": _read_week(row[_WEEK])}
                if not is_empty(row[_BASE]):
                    bases[name] = (number, text_of(row[_BASE]).strip())
            elif name in found and not is_empty(row[_FROM]):
                _add_span(found[name], row)
            else:
                complain(number, 0, "calendar_twice" if name in found else "no_week")
        except BadCell as error:
            complain(number, 0, error.reason)
    for name, (number, base) in bases.items():
        if base in found and not _loops(name, base, bases):
            found[name]["parent"] = found[base]["uid"]
        else:
            complain(number, _BASE, "base")
    return list(found.values())


def _loops(name: str, base: str, bases: Mapping[str, tuple[int, str]]) -> bool:
    seen = {name}
    while base in bases and base not in seen:
        seen.add(base)
        base = bases[base][1]
    return base in seen


def _add_span(calendar: Json, row: Sequence[Cell]) -> None:
    first = when(row[_FROM], "00:00")[:10]
    last = when(row[_TO], "00:00")[:10] if not is_empty(row[_TO]) else first
    span: Json = {"from": first, "to": last, "name": text_of(row[_NOTE]) or None}
    if is_empty(row[_HOURS]):
        calendar["work_weeks"].append({**span, "week": _read_week(row[_WEEK])})
    else:
        calendar["exceptions"].append({**span, "hours": _read_hours(row[_HOURS])})


def _read_week(cells: Sequence[Cell]) -> list[list[list[int]] | None]:
    return [None if is_empty(cell) else _read_hours(cell) for cell in cells]


def _read_hours(cell: Cell) -> list[list[int]]:
    text = text_of(cell).strip().casefold()
    if text in _OFF_WORDS:
        return []
    spans = [[int(a) * 60 + int(b), int(c) * 60 + int(d)] for a, b, c, d in _SPAN.findall(text)]
    ordered = [minute for span in spans for minute in span]
    if not spans or ordered != sorted(ordered) or ordered[-1] > 1440 or _SPAN.sub("", text).strip(" ,;、"):
        raise BadCell("hours")
    return spans
