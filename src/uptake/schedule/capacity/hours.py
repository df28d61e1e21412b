"""Working hours as people write them: ``08:00-12:00, 13:00-17:00``."""

import re
import unicodedata
from itertools import pairwise

from django.utils.translation import gettext as _

from uptake.engine.calendars import Shifts
from uptake.engine.edits.values import MAX_SHIFTS
from uptake.engine.instants import DAY, HOUR, MINUTE
from uptake.schedule.editing.changes import Problem

LONGEST = 400
OFF = frozenset({"", "-", "off", "none", "休", "休息", "不上班"})
_SEPARATOR = re.compile(r"[,;、\n]|\s+(?=\d{1,2}(?::\d\d)?\s*(?:-|to|至|到))")
_INTERVAL = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:-|to|至|到)\s*(\d{1,2})(?::(\d{2}))?")


def parse_hours(text: str, column: str = "hours") -> Shifts:
    """Read the working hours of a day; nothing means a day off.

    Raises
    ------
    Problem
        With the part at fault.

    Examples
    --------
    >>> parse_hours("8-12，13:00–17:30") == ((4800, 7200), (7800, 10500))
    True
    >>> parse_hours("off")
    ()
    """
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1])
    for mark in "‐‑‒–—−~〜～":
        plain = plain.replace(mark, "-")
    plain = plain.strip().casefold()
    if plain in OFF:
        return ()
    parts = [part.strip() for part in _SEPARATOR.split(plain) if part.strip()]
    if len(plain) > LONGEST or len(parts) > MAX_SHIFTS:
        raise Problem(_("A day can have %d stretches of working time.") % MAX_SHIFTS, column=column)
    found = sorted(_interval(part, column) for part in parts)
    for (_a, until), (since, _b) in pairwise(found):
        if since < until:
            raise Problem(
                _("“%s”: these hours overlap. Let each begin after the one before.") % text, column=column
            )
    return tuple(found)


def _interval(part: str, column: str) -> tuple[int, int]:
    found = _INTERVAL.fullmatch(part)
    if found is None:
        raise Problem(
            _("“%s”: write hours as 08:00-12:00, 13:00-17:00; leave it empty for a day off.") % part,
            column=column,
        )
    hour, minute, until_hour, until_minute = (int(one or 0) for one in found.groups())
    start, end = hour * HOUR + minute * MINUTE, until_hour * HOUR + until_minute * MINUTE
    if minute > 59 or until_minute > 59 or end > DAY:
        raise Problem(_("“%s”: a day goes from 00:00 to 24:00.") % part, column=column)
    if start >= end:
        raise Problem(
            _("“%s” ends before it begins. Put what lies after midnight on the next day.") % part,
            column=column,
        )
    return start, end


def hours_text(shifts: Shifts) -> str:
    """Write the working hours of a day so that `parse_hours` reads them back.

    Examples
    --------
    >>> hours_text(((4800, 7200), (7800, 10500)))
    '08:00-12:00, 13:00-17:30'
    """
    return ", ".join(f"{clock_text(start)}-{clock_text(end)}" for start, end in shifts)


def clock_text(at: int) -> str:
    """Write a time of day."""
    return f"{at // HOUR:02d}:{at % HOUR // MINUTE:02d}"
