"""Days and times in words, in the language of who reads."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

WEEK = 7


def day_text(day: date, today: date) -> str:
    """Write a day relative to today within a week, else as a date."""
    away = (day - today).days
    if away in {-1, 0, 1}:
        return {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}[away]
    if 1 < away < WEEK:
        return formats.date_format(day, "l")
    return short_text(day, today)


def short_text(day: date, today: date) -> str:
    """Write a date, with the year when it is not this year's."""
    if (get_language() or "").startswith("zh"):
        return (
            f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
        )
    return formats.date_format(day, "j M" if day.year == today.year else "j M Y")


def ago_text(then: datetime, now: datetime) -> str:
    """Write how long ago a moment was; older than a week, its date."""
    seconds = (now - then).total_seconds()
    minutes, hours, days = int(seconds // 60), int(seconds // 3600), int(seconds // 86_400)
    if minutes < 1:
        return _("just now")
    if hours < 1:
        return ngettext("%d minute ago", "%d minutes ago", minutes) % minutes
    if days < 1:
        return ngettext("%d hour ago", "%d hours ago", hours) % hours
    if days < WEEK:
        return ngettext("%d day ago", "%d days ago", days) % days
    return short_text(then.date(), now.date())
