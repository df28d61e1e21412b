"""Amounts of time as people write them: `5d`, `3ed`, `+2d`, `-50%`."""

from functools import lru_cache

from uptake.engine.instants import MINUTE
from uptake.engine.plan import LagKind, Link, Project, Task
from uptake.interchange.durations import ELAPSED, NAMED, Amount, Language, Scale, format_duration

WHOLE_UNITS = ("d", "h", "m")


def language_of(code: str) -> Language:
    """Return the language of durations for one of the web application."""
    return "zh" if code.startswith("zh") else "en"


def scale_of(project: Project) -> Scale:
    """Return how long a day, a week and a month are in a project."""
    return Scale(project.minutes_per_day, project.minutes_per_week, project.days_per_month)


def duration_text(task: Task, scale: Scale, language: Language) -> str:
    """Write a task's duration in the unit in which it was typed."""
    return _text(task.duration, task.unit, task.elapsed, task.estimated, scale, language)


def estimate_text(task: Task, field: str, scale: Scale, language: Language) -> str:
    """Write an estimate of a task's duration in the unit of the duration; nothing when nobody gave one."""
    value = getattr(task, field)
    return (
        "" if value is None else _text(value, task.unit, task.elapsed, False, scale, language)
    )  # cached by position


def work_text(amount: int, project: Project, language: Language) -> str:
    """Write an amount of work in hours."""
    return _text(amount, "h", False, False, scale_of(project), language)  # cached by position


def span_text(amount: int, scale: Scale, language: Language) -> str:
    """Write an amount of working time in days."""
    return _text(amount, "d", False, False, scale, language)  # cached by position


@lru_cache(maxsize=4096)
def _text(  # noqa: PLR0917 - cached by position
    tenths: int, unit: str, elapsed: bool, estimated: bool, scale: Scale, language: Language
) -> str:
    name = (ELAPSED if elapsed else "") + NAMED.get(unit, "DAYS")
    value = round(tenths / MINUTE / (scale.minutes(name) or 1), 2)
    return format_duration(Amount(value, name, estimated), language=language)


def lag_text(link: Link, project: Project, language: Language) -> str:
    """Write a lag with its sign; nothing when there is none."""
    if not link.lag:
        return ""
    return _lag(link.lag, link.kind, scale_of(project), language)


@lru_cache(maxsize=1024)
def _lag(lag: int, kind: LagKind, scale: Scale, language: Language) -> str:
    if kind in {LagKind.PERCENT, LagKind.ELAPSED_PERCENT}:
        word = "e%" if kind is LagKind.ELAPSED_PERCENT else "%"
        text = f"{lag / 10:g}{word}"
    else:
        text = _lag_amount(lag, scale, language, elapsed=kind is LagKind.ELAPSED)
    return text if text.startswith("-") else f"+{text}"


def _lag_amount(lag: int, scale: Scale, language: Language, *, elapsed: bool) -> str:
    for unit in WHOLE_UNITS:
        name = (ELAPSED if elapsed else "") + NAMED[unit]
        value = lag / MINUTE / (scale.minutes(name) or 1)
        if unit == "m" or (value * 4).is_integer():
            return format_duration(Amount(value, name), language=language)
    raise AssertionError(lag)
