"""What makes a review fail; apart from it, so that ``--help`` need not wait for the engine."""

from enum import StrEnum


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    never = "never"
