"""A neutral document as sheets."""

from collections.abc import Iterator, Mapping
from typing import Any

from uptake.interchange.durations import Amount, Language, Scale
from uptake.interchange.predecessors import Predecessor, format_predecessors
from uptake.interchange.sheets.sheet import LONGEST, Cell, Row, Sheet
from uptake.interchange.tables import calendars
from uptake.interchange.tables.cells import written
from uptake.interchange.tables.headings import HEADINGS, Heading, Kind
from uptake.interchange.tables.sheets import CALENDARS, PROJECT, RESOURCES, TASKS, value_at

Json = Mapping[str, Any]
DEFAULTS: dict[str, Any] = {
    "active": True,
    "priority": 500,
    "type": "FIXED_UNITS",
    "constraint": "AS_SOON_AS_POSSIBLE",
    "percent_complete": 0,
}
ROUNDING = 0.05
"""Minutes within which two amounts are the same."""
FACTS = (
    ("start", "Start", "开始时间"),
    ("finish", "Finish", "完成时间"),
    ("schedule_from", "Schedule From", "日程排定方法"),
    ("status_date", "Status Date", "状态日期"),
    ("default_calendar", "Calendar", "日历"),
    ("minutes_per_day", "Minutes Per Day", "每日分钟数"),
    ("minutes_per_week", "Minutes Per Week", "每周分钟数"),
    ("days_per_month", "Days Per Month", "每月工作日"),
    ("default_start_time", "Default Start Time", "默认开始时间"),
    ("default_end_time", "Default End Time", "默认结束时间"),
    ("honor_constraints", "Honor Constraints", "遵守限制日期"),
    ("multiple_critical_paths", "Multiple Critical Paths", "多重关键路径"),
    ("split_in_progress", "Split In Progress", "拆分进行中的任务"),
    ("critical_slack_limit", "Critical Slack Limit", "关键时差上限"),
    ("title", "Title", "标题"),
    ("subject", "Subject", "主题"),
    ("author", "Author", "作者"),
    ("manager", "Manager", "经理"),
    ("company", "Company", "公司"),
    ("category", "Category", "类别"),
    ("keywords", "Keywords", "关键词"),
    ("comments", "Comments", "备注"),
)
RESOURCE_HEAD = {
    "en": (
        "Resource Name",
        "Type",
        "Max Units",
        "Base Calendar",
        "Group",
        "E-mail",
        "Code",
        "Initials",
        "Notes",
    ),
    "zh": ("资源名称", "类型", "最大单位", "基准日历", "组", "电子邮件", "代码", "缩写", "备注"),
}
RESOURCE_TYPES = {"WORK": ("Work", "工时"), "MATERIAL": ("Material", "材料"), "COST": ("Cost", "成本")}
RESOURCE_FIELDS = ("group", "email", "code", "initials", "notes")


def sheets(document: Json, language: Language = "en") -> list[Sheet]:
    """Return every sheet that a document fills: tasks, resources, calendars, project.

    Parameters
    ----------
    document : mapping
        In the neutral form.
    language : {"en", "zh"}
        Of headings, units and names of values.
    """
    which = language == "zh"
    return [
        Sheet(TASKS[which], list(task_rows(document, language))),
        Sheet(RESOURCES[which], list(_resource_rows(document, language))),
        Sheet(CALENDARS[which], list(calendars.written(document["calendars"], language))),
        Sheet(PROJECT[which], list(_facts(document, language))),
    ]


def task_rows(document: Json, language: Language = "en") -> Iterator[Row]:
    """Return the rows of the task sheet, headings first; columns that would say nothing are left out."""
    tasks = [row for row in document["tasks"] if not row.get("project_summary")]
    known = _Known(document, tasks, language)
    used = [
        heading for heading in HEADINGS if heading.always or any(known.says(heading, row) for row in tasks)
    ]
    yield [heading.title(language) for heading in used]
    for row in tasks:
        yield [_clipped(known.cell(heading, row)) for heading in used]


class _Known:
    """What the cells of a task are looked up in."""

    def __init__(self, document: Json, tasks: list[Json], language: Language) -> None:
        self.language = language
        self.scale = Scale.of(document["project"])
        self.ids = {row["uid"]: row.get("id") or row["uid"] for row in document["tasks"]}
        self.same_ids = all(row["uid"] == row.get("id") for row in tasks)
        self.calendars = calendars.names_of(document["calendars"])
        self.levels = _levels(document["tasks"])
        names = {row["uid"]: row.get("name") for row in document["resources"]}
        self.resources: dict[int, list[str]] = {}
        for row in document["assignments"]:
            if name := names.get(row.get("resource")):
                self.resources.setdefault(row["task"], []).append(_with_units(name, row.get("units")))
        self.links: dict[int, list[Predecessor]] = {}
        for row in document["links"]:
            if row["pred"] in self.ids:
                lag = Amount.from_json(row.get("lag") or {})
                self.links.setdefault(row["succ"], []).append(
                    Predecessor(self.ids[row["pred"]], row["type"], lag)
                )

    def says(self, heading: Heading, row: Json) -> bool:
        """Tell whether a column would say something about a task that its absence does not."""
        if heading.field == "uid":
            return not self.same_ids
        if heading.field in {"outline", "wbs"}:
            return bool(row.get("wbs")) and heading.field == "wbs"
        return says(heading.field, value_at(row, heading.field))

    def cell(self, heading: Heading, row: Json) -> Cell:
        """Return the cell of a task."""
        if heading.kind is Kind.PREDECESSORS:
            return format_predecessors(self.links.get(row["uid"], ()), language=self.language) or None
        if heading.kind is Kind.RESOURCES:
            return _joined(self.resources.get(row["uid"], []))
        if heading.kind is Kind.LEVEL:
            return self.levels.get(row["uid"])
        value = value_at(row, heading.field)
        if heading.field == "id":
            return int(self.ids[row["uid"]])
        if value is None or value == "":
            return None
        if heading.kind is Kind.CALENDAR:
            return str(self.calendars.get(value) or "") or None
        if heading.kind in {Kind.DURATION, Kind.WORK}:
            mark = "?" if heading.field == "duration" and row.get("estimated") else ""
            return f"{written(heading.kind, self.exact(value), self.language)}{mark}"
        return written(heading.kind, value, self.language)

    def exact(self, value: Json) -> Json:
        """Return an amount in minutes where the decimals of its own unit do not tell it exactly."""
        factor = self.scale.minutes(value.get("u") or "DAYS")
        minutes = value.get("min")
        if factor is None or minutes is None or abs(value["v"] * factor - minutes) <= ROUNDING:
            return value
        return {"v": minutes, "u": "ELAPSED_MINUTES" if value["u"].startswith("ELAPSED") else "MINUTES"}


def says(field: str, value: Any) -> bool:
    """Tell whether a value of a task says something that its absence does not."""
    if isinstance(value, Mapping):
        return bool(value.get("v"))
    return value is False if field == "active" else value not in {None, "", 0, DEFAULTS.get(field)}


def _levels(tasks: list[Json]) -> dict[int, int]:
    """Return the outline level of each task, 1 for those that stand under nothing or under the project."""
    levels: dict[int, int] = {}
    for row in tasks:
        parent = row.get("parent")
        above = 0 if parent is None else levels.get(parent, 0)
        levels[row["uid"]] = 0 if row.get("project_summary") else above + 1
    return levels


def _with_units(name: str, units: float | None) -> str:
    return name if units is None or units == 100 else f"{name}[{units:g}%]"


def _joined(names: list[str]) -> str | None:
    """Join names by semicolons; one at the end tells that a comma is part of a name."""
    if not names:
        return None
    return ";".join(names) + (";" if len(names) == 1 and any(mark in names[0] for mark in ",，、") else "")


def _clipped(cell: Cell) -> Cell:
    return cell[:LONGEST] if isinstance(cell, str) else cell


def _resource_rows(document: Json, language: Language) -> Iterator[Row]:
    yield RESOURCE_HEAD[language]
    names = calendars.names_of(document["calendars"])
    for row in document["resources"]:
        if not row.get("name"):
            continue
        units = row.get("max_units")
        yield [
            row["name"],
            RESOURCE_TYPES.get(row.get("type") or "WORK", RESOURCE_TYPES["WORK"])[language == "zh"],
            None if units is None else f"{units:g}%",
            names.get(row.get("calendar")),
            *(_clipped(row.get(field)) for field in RESOURCE_FIELDS),
        ]


def _facts(document: Json, language: Language) -> Iterator[Row]:
    names = calendars.names_of(document["calendars"])
    yield ("Property", "Value") if language == "en" else ("属性", "值")
    for field, english, chinese in FACTS:
        value = document["project"].get(field)
        if value is None or value == "" or (value == 0 and not isinstance(value, bool)):
            continue
        if field == "default_calendar":
            value = names.get(value)
        elif field == "critical_slack_limit":
            value = written(Kind.DURATION, value, "en")
        elif field in {"start", "finish", "status_date"}:
            value = written(Kind.START, value, language)
        elif isinstance(value, bool):
            value = written(Kind.FLAG, value, language)
        yield [chinese if language == "zh" else english, _clipped(value)]
