"""The outline of the demonstration project: files of one row a line, and rows that follow a pattern."""

import datetime
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from uptake.engine.plan import LinkType
from uptake.packs.demo.reading import cells, cut, rows
from uptake.packs.words import Text

AFTER = re.compile(r"(?P<key>[a-z0-9.*]+)(?P<type>FS|SS|FF|SF)?(?P<lag>[+-]\d+)?")
WHO = re.compile(r"(?P<key>[a-z]+)(?::(?P<percent>\d+)|\*(?P<pieces>\d+))?")

PROCESS_STEPS = (
    ("asis", 5, "", Text("as-is interviews", "现状访谈")),
    ("vsm", 4, "asis", Text("value-stream map", "价值流图")),
    ("tobe", 10, "vsm", Text("to-be design", "未来流程设计")),
    ("r1", 1, "tobe+2", Text("key users confirm, round 1", "关键用户确认第一轮")),
    ("r2", 1, "r1+5", Text("key users confirm, round 2", "关键用户确认第二轮")),
    ("sign", 0, "r2+1", Text("signed by the process owner", "流程负责人签署")),
)
SHADOWS = (
    ("fi", "chen", "zhao", Text("Month-end close", "月结支持")),
    ("lo", "liu", "qian", Text("Purchasing and stock", "采购与库存支持")),
    ("it", "deng", "yang", Text("System operation", "系统运维")),
)
SHADOW_STEPS = (
    ("watch", 4, "hand.doc.op", Text("successor watches", "继任者观摩")),
    ("both", 6, "watch", Text("done together", "共同完成")),
    ("alone", 8, "both", Text("done alone, consultant behind", "独立完成、顾问旁站")),
    ("ok", 0, "alone", Text("successor certified", "继任者认证通过")),
)
MEETINGS = (datetime.date(2026, 3, 27), datetime.date(2026, 12, 25))
NO_MEETING = frozenset(datetime.date(2026, month, day) for month, day in ((5, 1), (6, 19), (9, 25), (10, 2)))
"""Fridays that are holidays."""


class Before(NamedTuple):
    """A predecessor as it was typed."""

    key: str
    type: LinkType
    lag: int


class Share(NamedTuple):
    """Somebody or something at work on a row; `units` of one person, or pieces."""

    key: str
    units: float


class Line(NamedTuple):
    """A row of the outline.

    Attributes
    ----------
    key : str
    depth : int
    days : float or None
        None for a summary.
    after : tuple of Before
    who : tuple of Share
    name : Text
    not_before : datetime.datetime or None
    deadline : datetime.date or None
    """

    key: str
    depth: int
    days: float | None
    after: tuple[Before, ...]
    who: tuple[Share, ...]
    name: Text
    not_before: datetime.datetime | None = None
    deadline: datetime.date | None = None


def lines() -> list[Line]:
    """Return every row of the demonstration project, in outline order, predecessors spelled out."""
    found = list(_read())
    keys = [line.key for line in found if line.days is not None]
    return [line._replace(after=tuple(_spelled(line, keys))) for line in found]


def _spelled(line: Line, keys: list[str]) -> Iterator[Before]:
    """Put the keys that fit in place of a star."""
    for one in line.after:
        if "*" in one.key:
            fitting = (key for key in keys if fnmatchcase(key, one.key) and key != line.key)
            yield from (one._replace(key=key) for key in fitting)
        else:
            yield one


def _read() -> Iterator[Line]:
    for row in rows("outline.txt"):
        depth = (len(row) - len(row.lstrip())) // 2
        match row.strip():
            case "@processes":
                yield from _processes(depth)
            case "@meetings":
                yield from _meetings(depth)
            case "@shadows":
                yield from _shadows(depth)
            case text:
                yield _line(depth, cut(text))


def _line(depth: int, cells: list[str]) -> Line:
    key, days, after, who, english, chinese, *more = cells
    said = dict(text.rsplit(" ", 1) for text in more)
    start, end = said.get("not before"), said.get("deadline")
    return Line(
        key,
        depth,
        float(days) if days else None,
        _after(after),
        _who(who),
        Text(english, chinese),
        datetime.datetime.fromisoformat(f"{start}T08:00") if start else None,
        datetime.date.fromisoformat(end) if end else None,
    )


def _after(text: str) -> tuple[Before, ...]:
    found = []
    for word in text.split():
        match = AFTER.fullmatch(word)
        if match is None:
            raise ValueError(word)
        kind = LinkType[match["type"] or "FS"]
        found.append(Before(match["key"], kind, int(match["lag"] or 0)))
    return tuple(found)


def _who(text: str) -> tuple[Share, ...]:
    found = []
    for word in text.split():
        match = WHO.fullmatch(word)
        if match is None:
            raise ValueError(word)
        units = float(match["pieces"]) if match["pieces"] else int(match["percent"] or 100) / 100
        found.append(Share(match["key"], units))
    return tuple(found)


def _processes(depth: int) -> Iterator[Line]:
    """Yield each core process with the same steps: interviews, map, design, two rounds, sign-off."""
    for key, consultant, users, begin, english, chinese in cells("processes.txt"):
        yield Line(key, depth, None, (), _who(users), Text(english, chinese))
        for step, days, after, name in PROCESS_STEPS:
            rounds = step in {"r1", "r2", "sign"}
            who = f"{users} {consultant}" if rounds else f"{consultant} {users.split()[0]}:50"
            yield Line(
                f"{key}.{step}",
                depth + 1,
                days,
                _after(f"{key}.{after}" if after else begin),
                _who(who),
                Text(f"{english}: {name.en}", f"{chinese}：{name.zh}"),
            )


def _shadows(depth: int) -> Iterator[Line]:
    """Yield the shadow training of each successor: watch, do together, do alone, certified."""
    yield Line("hand.shadow", depth, None, (), _who("wang"), Text("Shadow training", "影子培训"))
    for area, master, successor, field in SHADOWS:
        for step, days, after, name in SHADOW_STEPS:
            yield Line(
                f"sh.{area}.{step}",
                depth + 1,
                days,
                _after(after if after.startswith("hand") else f"sh.{area}.{after}"),
                _who(f"{successor}:50 {master}:50"),
                Text(f"{field.en}: {name.en}", f"{field.zh}：{name.zh}"),
            )


def _meetings(depth: int) -> Iterator[Line]:
    """Yield the meeting of each week, on Friday afternoon."""
    first, last = MEETINGS
    weeks = (first + datetime.timedelta(days=days) for days in range(0, (last - first).days + 1, 7))
    for number, day in enumerate((day for day in weeks if day not in NO_MEETING), 1):
        yield Line(
            f"meet.{number}",
            depth,
            0.25,
            (),
            _who("zhou wang"),
            Text(f"Weekly cross-department meeting {number}", f"跨部门周例会第 {number} 次"),
            datetime.datetime.combine(day, datetime.time(14)),
        )
