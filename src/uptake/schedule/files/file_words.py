"""Files in words: what is wrong with one, and what it loses, in the language of who asks."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from uptake.interchange.errors import InterchangeError
from uptake.interchange.losses import Loss
from uptake.interchange.words import error_sentence, loss_sentence
from uptake.schedule.words.amounts import language_of

FORMATS = {
    "mpp": "Microsoft Project (.mpp)",
    "mpt": "Microsoft Project (.mpt)",
    "mspdi": "Microsoft Project (.xml)",
    "mpx": "Microsoft Project (.mpx)",
    "xer": "Primavera P6 (.xer)",
    "pmxml": "Primavera P6 (.xml)",
    "gan": "GanttProject (.gan)",
}
"""What the programs call their formats: names, the same in every language."""


def refusal(error: InterchangeError) -> str:
    """Return why a file cannot be read or written, as a sentence."""
    language = language_of(translation.get_language() or "en")
    return error_sentence(error, language) or _("The file cannot be used. Save it again, and try once more.")


def loss_sentences(losses: Iterable[Loss | dict[str, Any]]) -> list[str]:
    """Return losses as sentences."""
    language = language_of(translation.get_language() or "en")
    found = (one if isinstance(one, Loss) else Loss.from_json(one) for one in losses)
    return [loss_sentence(one, language) for one in found]


def format_name(kind: str) -> str:
    """Return what people call a kind of file."""
    if kind.lower() == "table":
        return _("Table (Excel or CSV)")
    return FORMATS.get(kind.lower(), kind)
