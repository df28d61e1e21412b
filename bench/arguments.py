"""Numbers on the command line of a bench."""

import argparse
from collections.abc import Callable
from typing import TypeVar

N = TypeVar("N", int, float)


def at_least(least: N) -> Callable[[str], N]:
    """Return how an option is read that has a smallest value.

    Examples
    --------
    >>> at_least(1)("12"), at_least(0.0)("0.5")
    (12, 0.5)
    """
    kind = type(least)

    def number(text: str) -> N:
        try:
            value = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not a number of that kind") from None
        if not value >= least:
            raise argparse.ArgumentTypeError(f"{text} is too small: at least {least}")
        return value

    return number
