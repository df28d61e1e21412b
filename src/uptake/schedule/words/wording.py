"""Parts of sentences: names, lists, columns."""

from collections.abc import Callable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NAME_SHOWN = 60

COLUMNS: dict[str, Callable[[], str]] = {
    "name": lambda: _("name"),
    "duration": lambda: _("duration"),
    "start": lambda: _("start"),
    "finish": lambda: _("finish"),
    "percent": lambda: _("progress"),
    "predecessors": lambda: _("predecessors"),
    "resources": lambda: _("resources"),
    "constraint": lambda: _("constraint"),
    "constraint_date": lambda: _("constraint date"),
    "deadline": lambda: _("deadline"),
    "calendar": lambda: _("calendar"),
    "owner": lambda: _("owner"),
    "priority": lambda: _("priority"),
    "work": lambda: _("work"),
    "type": lambda: _("task type"),
    "notes": lambda: _("notes"),
    "mode": lambda: _("task mode"),
    "optimistic": lambda: _("optimistic estimate"),
    "likely": lambda: _("likely estimate"),
    "pessimistic": lambda: _("pessimistic estimate"),
    "distribution": lambda: _("shape of the spread"),
    "category": lambda: _("category"),
    "units": lambda: _("units"),
    "email": lambda: _("e-mail"),
    "group": lambda: _("group"),
    "lead_time": lambda: _("lead time"),
}
"""What a column or field is called inside a sentence."""


def column_word(column: str) -> str:
    """Return what a column is called inside a sentence."""
    word = COLUMNS.get(column)
    return word() if word else column.replace("_", " ")


def shown(text: str, limit: int = NAME_SHOWN) -> str:
    """Return a text that is part of a sentence: on one line, and not too long."""
    flat = "".join(letter if letter.isprintable() else " " for letter in text[: 4 * limit])
    flat = " ".join(flat.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def quoted(name: str) -> str:
    """Return a name in quotation marks."""
    return _("‘%(name)s’") % {"name": shown(name) or _("unnamed")}


def chinese() -> bool:
    """Tell whether the language in use is Chinese."""
    return (get_language() or "en").startswith("zh")


def listed(words: Sequence[str]) -> str:
    """Join words as a list is written."""
    return ("、" if chinese() else ", ").join(words)
