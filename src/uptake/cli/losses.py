"""Losses of a conversion as sentences."""

from uptake.cli.grid import plain
from uptake.cli.words import spoken
from uptake.interchange import words
from uptake.interchange.losses import Loss


def loss_sentence(loss: Loss) -> str:
    """Return a loss as one line: what it is, what became of it, and whose."""
    return words.loss_sentence(loss, spoken().value, clean=plain)
