"""The columns of a task table: the field of the neutral document, its headings and what its cells hold.

Documented in docs/reference/table-columns.md, which a test compares with this module.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What the cells of a column hold."""

    INTEGER = "number"
    TEXT = "text"
    LEVEL = "level"
    DURATION = "duration"
    WORK = "work"
    START = "date, begins the day"
    FINISH = "date, ends the day"
    FLAG = "yes or no"
    PERCENT = "percent"
    MONEY = "amount"
    MODE = "auto or manual"
    CONSTRAINT = "constraint"
    TYPE = "task type"
    SHAPE = "shape of the spread"
    CALENDAR = "calendar name"
    PREDECESSORS = "predecessors"
    RESOURCES = "resources"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column.

    Attributes
    ----------
    field : str
        Where its value stands in a task of the neutral document, dotted where nested.
    english, chinese : str
        What we write.
    kind : Kind
    aliases : tuple of str
        What we read besides; case, spaces and punctuation do not matter.
    always : bool
        Written even when every cell is empty.
    """

    field: str
    english: str
    chinese: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    always: bool = False

    def title(self, language: str) -> str:
        """Return the heading in a language."""
        return self.chinese if language == "zh" else self.english


HEADINGS = (
    Heading(
        "id", "ID", "标识号", Kind.INTEGER, ("No", "#", "Task ID", "编号", "序号", "任务编号"), always=True
    ),
    Heading("uid", "Unique ID", "唯一标识号", Kind.INTEGER, ("UID", "Task Unique ID")),
    Heading(
        "level", "Outline Level", "大纲级别", Kind.LEVEL, ("Level", "Indent", "级别", "层级"), always=True
    ),
    Heading("wbs", "WBS", "WBS", Kind.TEXT, ("WBS Code", "WBS 代码", "WBS编码")),
    Heading("outline", "Outline Number", "大纲数字", Kind.TEXT, ("Outline", "大纲编号")),
    Heading(
        "name",
        "Task Name",
        "任务名称",
        Kind.TEXT,
        (
            "Name",
            "Task",
            "Activity Name",
            "Activity",
            "Title",
            "Summary",
            "名称",
            "任务",
            "活动名称",
            "工作内容",
        ),
        always=True,
    ),
    Heading("duration", "Duration", "工期", Kind.DURATION, ("Dur", "持续时间", "历时"), always=True),
    Heading(
        "expected.start",
        "Start",
        "开始时间",
        Kind.START,
        ("Start Date", "Begin", "Start Time", "开始", "开始日期", "计划开始", "计划开始时间"),
        always=True,
    ),
    Heading(
        "expected.finish",
        "Finish",
        "完成时间",
        Kind.FINISH,
        (
            "Finish Date",
            "End",
            "End Date",
            "Due Date",
            "完成",
            "完成日期",
            "结束时间",
            "结束日期",
            "计划完成",
        ),
        always=True,
    ),
    Heading(
        "predecessors",
        "Predecessors",
        "前置任务",
        Kind.PREDECESSORS,
        ("Predecessor", "Depends On", "Dependencies", "前置", "紧前任务", "前序任务"),
        always=True,
    ),
    Heading(
        "resources",
        "Resource Names",
        "资源名称",
        Kind.RESOURCES,
        ("Resources", "Resource", "Assigned To", "Owner", "资源", "负责人", "责任人"),
        always=True,
    ),
    Heading(
        "percent_complete",
        "% Complete",
        "完成百分比",
        Kind.PERCENT,
        ("Percent Complete", "Complete", "Progress", "% Done", "完成率", "进度", "完成%"),
        always=True,
    ),
    Heading("milestone", "Milestone", "里程碑", Kind.FLAG, always=True),
    Heading(
        "manual",
        "Task Mode",
        "任务模式",
        Kind.MODE,
        ("Manual", "Mode", "Manually Scheduled", "手动", "手动计划"),
    ),
    Heading("active", "Active", "启用", Kind.FLAG, ("可用", "活动")),
    Heading(
        "constraint",
        "Constraint Type",
        "限制类型",
        Kind.CONSTRAINT,
        ("Constraint", "限制", "约束类型"),
        always=True,
    ),
    Heading("constraint_date", "Constraint Date", "限制日期", Kind.START, ("约束日期",)),
    Heading("deadline", "Deadline", "期限", Kind.FINISH, ("最后期限", "截止日期", "截止时间")),
    Heading("calendar", "Task Calendar", "任务日历", Kind.CALENDAR, ("Calendar", "日历")),
    Heading("ignore_resource_calendar", "Ignore Resource Calendar", "忽略资源日历", Kind.FLAG),
    Heading("priority", "Priority", "优先级", Kind.INTEGER),
    Heading("type", "Type", "类型", Kind.TYPE, ("Task Type", "任务类型")),
    Heading("effort_driven", "Effort Driven", "投入比导向", Kind.FLAG),
    Heading("work", "Work", "工时", Kind.WORK, ("Effort", "工作量")),
    Heading("actual_start", "Actual Start", "实际开始时间", Kind.START, ("实际开始", "实际开始日期")),
    Heading(
        "actual_finish",
        "Actual Finish",
        "实际完成时间",
        Kind.FINISH,
        ("Actual End", "实际完成", "实际完成日期"),
    ),
    Heading("actual_duration", "Actual Duration", "实际工期", Kind.DURATION),
    Heading("remaining_duration", "Remaining Duration", "剩余工期", Kind.DURATION),
    Heading("actual_work", "Actual Work", "实际工时", Kind.WORK),
    Heading("remaining_work", "Remaining Work", "剩余工时", Kind.WORK),
    Heading("stop", "Stop", "停止", Kind.FINISH, ("停止日期",)),
    Heading("resume", "Resume", "继续", Kind.START, ("继续日期", "恢复")),
    Heading("leveling_delay", "Leveling Delay", "资源调配延迟", Kind.DURATION, ("Levelling Delay",)),
    Heading("optimistic", "Optimistic Duration", "乐观工期", Kind.DURATION, ("Optimistic", "乐观估计")),
    Heading(
        "likely",
        "Likely Duration",
        "最可能工期",
        Kind.DURATION,
        ("Likely", "Most Likely", "Most Likely Duration", "Expected Duration", "最可能估计", "预期工期"),
    ),
    Heading("pessimistic", "Pessimistic Duration", "悲观工期", Kind.DURATION, ("Pessimistic", "悲观估计")),
    Heading("distribution", "Distribution", "分布形状", Kind.SHAPE, ("Shape",)),
    Heading("category", "Category", "类别", Kind.TEXT, ("Task Category", "任务类别")),
    Heading(
        "baselines.0.start", "Baseline Start", "基线开始时间", Kind.START, ("比较基准开始时间", "基准开始")
    ),
    Heading(
        "baselines.0.finish", "Baseline Finish", "基线完成时间", Kind.FINISH, ("比较基准完成时间", "基准完成")
    ),
    Heading("baselines.0.duration", "Baseline Duration", "基线工期", Kind.DURATION, ("比较基准工期",)),
    Heading("baselines.0.work", "Baseline Work", "基线工时", Kind.WORK, ("比较基准工时",)),
    Heading("baselines.0.cost", "Baseline Cost", "基线成本", Kind.MONEY, ("比较基准成本",)),
    Heading("fixed_cost", "Fixed Cost", "固定成本", Kind.MONEY),
    Heading("cost", "Cost", "成本", Kind.MONEY, ("费用",)),
    Heading("contact", "Contact", "联系人", Kind.TEXT),
    Heading("hyperlink_address", "Hyperlink Address", "超链接地址", Kind.TEXT, ("Hyperlink", "超链接")),
    Heading("notes", "Notes", "备注", Kind.TEXT, ("Note", "Comments", "Remarks", "说明", "注释")),
)

BY_FIELD = {heading.field: heading for heading in HEADINGS}
_SPACING = re.compile(r"[\s_:：.．*（）()\[\]/\\-]+")


def recognised(text: str) -> Heading | None:
    """Return the column that a heading means, whatever its case, spacing, width and language.

    Examples
    --------
    >>> recognised(" task_NAME ").field, recognised("前置任务").field, recognised("Wingspan")
    ('name', 'predecessors', None)
    """
    return _KNOWN.get(_folded(text))


def names_tasks(text: str) -> bool:
    """Tell whether a heading can only be that of task names; "Name" may head any table."""
    return _folded(text) in {_folded(BY_FIELD["name"].english), _folded(BY_FIELD["name"].chinese)}


def _folded(text: str) -> str:
    return _SPACING.sub("", unicodedata.normalize("NFKC", text[:200]).casefold())


_KNOWN = {
    _folded(word): heading
    for heading in reversed(HEADINGS)
    for word in (*heading.aliases, heading.chinese, heading.english)
}
