"""Losses of a conversion as sentences."""

from uptake.cli.catalogue import CATALOGUE
from uptake.cli.fields import FIELDS
from uptake.cli.grid import plain
from uptake.cli.words import Language, count, say, spoken
from uptake.interchange.losses import Loss
from uptake.interchange.tables.headings import BY_FIELD

UNCOUNTED = {"project", "presentation"}


def loss_sentence(loss: Loss) -> str:
    """Return a loss as one line: what it is, what became of it, and whose."""
    owner = f"owner.{loss.object}"
    if owner not in CATALOGUE:
        owner = "owner.other"
    key = f"loss.{loss.code}"
    return say(
        key if key in CATALOGUE else "loss.other",
        whose=say(owner) if loss.object in UNCOUNTED else count(owner, loss.count, name=plain(loss.object)),
        what=_field(loss),
        example="" if _for_machines(loss.detail) else say("loss.example", detail=plain(loss.detail)),
        code=loss.code,
        reason=say(reason if (reason := f"cell.{loss.reason}") in CATALOGUE else "cell.other"),
    )


def _for_machines(detail: str) -> bool:
    """Tell whether an example says nothing to a person: there is none, or it is a structure of values."""
    return not detail or detail.startswith(("[", "{"))


def _field(loss: Loss) -> str:
    if not loss.field:
        key = f"field.{loss.object}"
        return say(key if key in CATALOGUE else "field.other")
    if loss.object == "task" and loss.field in BY_FIELD:
        return BY_FIELD[loss.field].title(spoken().value)
    name = loss.field.rstrip(".0123456789")
    if name in FIELDS:
        return FIELDS[name][0 if spoken() is Language.en else 1]
    return plain(loss.field.replace("_", " ").replace(".", " "))
