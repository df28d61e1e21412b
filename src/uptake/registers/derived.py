"""Values that follow from others: the columns that a register derives, and the formulas of a project."""

from uptake.registers.models import Record
from uptake.registers.spec import RegisterSpec


def calculate(record: Record, spec: RegisterSpec) -> None:
    """Set what follows from a record's other values; it is stored, so that lists can sort and filter by it."""
    spec.derive(record)
