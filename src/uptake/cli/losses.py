"""Losses of a conversion as sentences."""

from uptake.cli.grid import plain
from uptake.cli.words import CATALOGUE, count, say
from uptake.interchange.losses import Loss

UNCOUNTED = {"project", "presentation"}


def loss_sentence(loss: Loss) -> str:
    """Return a loss as one line: whose, what, and what became of it."""
    owner = f"owner.{loss.object}"
    if owner not in CATALOGUE:
        owner = "owner.other"
    whose = say(owner) if loss.object in UNCOUNTED else count(owner, loss.count, name=plain(loss.object))
    return say(
        f"loss.{loss.code}" if f"loss.{loss.code}" in CATALOGUE else "loss.other",
        whose=whose,
        what=_field(loss.field),
        example=say("loss.example", detail=plain(loss.detail)) if loss.detail else "",
        code=loss.code,
    )


def _field(name: str) -> str:
    key = f"field.{name}"
    if not name:
        return say("field")
    return say(key) if key in CATALOGUE else plain(name.replace("_", " ").replace(".", " "))
