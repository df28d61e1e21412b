"""What the islands `<up-rows>` and `<up-bpmn>` are given: values as JSON, sentences in the person's language."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _


class _Encoder(DjangoJSONEncoder):
    """A decimal is a number in a cell, not a text."""

    def default(self, o: Any) -> Any:
        if isinstance(o, Decimal) and o.is_finite():
            return int(o) if o == o.to_integral_value() else float(o)
        return super().default(o)


def as_json(value: Any) -> str:
    """Write a value for an attribute or a textarea; the template escapes it. Half letters, which no page holds, go."""
    text = json.dumps(value, cls=_Encoder, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8")


def keys_as_text(errors: Mapping[Any, Any] | None) -> dict[str, Any]:
    """Return errors by the id of their row: JSON has no other keys than texts."""
    return {str(row): found for row, found in (errors or {}).items()}


def rows_words() -> dict[str, str]:
    return {
        "actions": _("Move or remove"),
        "add": _("Add row"),
        "atLeast": _("Write {n} or more."),
        "atMost": _("Write {n} or less."),
        "cell": _("{column}, row {n}"),
        "cut": _("There is room for {most} rows. Rows that were left out: {n}."),
        "date": _("Write a date such as 2026-03-31."),
        "down": _("Move row {n} down"),
        "full": _("There is room for {n} rows. Remove one first."),
        "moved": _("Now row {n} of {total}"),
        "none": _("No rows yet."),
        "number": _("Write a number."),
        "remove": _("Remove row {n}"),
        "removed": _("Removed: {name}"),
        "undo": _("Bring it back"),
        "up": _("Move row {n} up"),
        "yes": _("Yes"),
    }


def bpmn_words() -> dict[str, str]:
    return _drawing_words() | _exchange_words()


def _drawing_words() -> dict[str, str]:
    return {
        "canvas": _("Diagram {name}"),
        "download": _("Download .bpmn"),
        "fit": _("Show all of it"),
        "import": _("Import .bpmn"),
        "nobody": _("Nobody yet"),
        "palette": _("Show what can be drawn"),
        "redo": _("Redo"),
        "save": _("Save"),
        "svg": _("Download .svg"),
        "tools": _("Diagram"),
        "undo": _("Undo"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
    }


def _exchange_words() -> dict[str, str]:
    return {
        "conflict": _(
            "Somebody else has saved this diagram since you opened it. What you drew is still here: "
            "download it, then show the other version and import yours if it should replace it."
        ),
        "expired": _(
            "Your session has ended. Sign in in another tab, then save again here: nothing is lost."
        ),
        "failed": _("The server did not answer. What you drew is still here; try again in a moment."),
        "forbidden": _("Your role does not allow that."),
        "leave": _("What you drew is not saved yet. Let go of it?"),
        "loading": _("Loading …"),
        "none": _("Nothing is drawn yet."),
        "partly": _("Parts of the file that were not understood: {n}. Check the diagram before you save it."),
        "reload": _("Show the other version"),
        "retry": _("Try again"),
        "saved": _("Saved."),
        "saving": _("Saving …"),
        "tooLarge": _("The diagram is larger than 1 MB. Split it into several processes."),
        "undrawn": _(
            "The file describes a process without drawing it. Export it with its diagram, then import it."
        ),
        "unreadable": _(
            "This is no BPMN diagram that can be shown. Export it as BPMN 2.0 XML and try again."
        ),
        "unsaved": _("Not saved yet"),
    }
