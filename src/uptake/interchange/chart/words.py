"""What stands on a chart, in English and Chinese."""

from datetime import date

from uptake.engine.instants import moment
from uptake.interchange.durations import Language

WORDS: dict[str, tuple[str, str]] = {
    "plan": ("Plan", "计划"),
    "id": ("ID", "序号"),
    "name": ("Task name", "任务名称"),
    "duration": ("Duration", "工期"),
    "start": ("Start", "开始"),
    "finish": ("Finish", "完成"),
    "percent": ("%", "%"),
    "predecessors": ("Predecessors", "前置任务"),
    "resources": ("Resources", "资源"),
    "task": ("Task", "任务"),
    "progress": ("Progress", "进度"),
    "critical": ("Critical", "关键"),
    "summary": ("Summary", "摘要"),
    "milestone": ("Milestone", "里程碑"),
    "baseline": ("Baseline", "基线"),
    "deadline": ("Deadline", "期限"),
    "status": ("Status date", "状态日期"),
    "today": ("Today", "今天"),
    "some": (
        "{shown} of {all} rows: down to level {level}",
        "显示 {all} 行中的 {shown} 行（到第 {level} 级）",
    ),
    "first": ("The first {shown} of {all} rows", "显示前 {shown} 行（共 {all} 行）"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = {"en": "MTWTFSS", "zh": "一二三四五六日"}


def say(key: str, language: Language, **values: object) -> str:
    """Return the words for a key."""
    return WORDS[key][language == "zh"].format(**values)


def short_date(at: int, language: Language) -> str:
    """Write the day of an instant.

    Examples
    --------
    >>> short_date(19200, "en"), short_date(19200, "zh")
    ('2 Jan 1984', '1984/1/2')
    """
    return written_day(moment(at).date(), language)


def written_day(day: date, language: Language) -> str:
    """Write a day."""
    if language == "zh":
        return f"{day.year}/{day.month}/{day.day}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
