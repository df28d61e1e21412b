"""Values that follow from others: the columns that a register derives, and the formulas of a project."""

from typing import Any

from uptake.registers.computing import FIXED, Calculator, out_of
from uptake.registers.models import Record
from uptake.registers.spec import Kind, RegisterSpec
from uptake.registers.visit import plain, put


def calculate(record: Record, spec: RegisterSpec) -> None:
    """Set what follows from a record's other values; it is stored, so that lists can sort and filter by it."""
    spec.derive(record)
    if any(one.kind is Kind.FORMULA for one in spec.fields):
        compute(record, spec, calculator_of(spec))


_kept: dict[int, tuple[RegisterSpec, Calculator]] = {}
MOST_KEPT = 256


def calculator_of(spec: RegisterSpec) -> Calculator:
    """Return what computes a register's formulas; kept, because a spec lives as long as its configuration."""
    found = _kept.get(id(spec))
    if found is None or found[0] is not spec:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[id(spec)] = (spec, Calculator(spec.fields, spec.states))
    return found[1]


def compute(record: Record, spec: RegisterSpec, calculator: Calculator) -> bool:
    """Set the results of a record's formulas; tell whether one of them is another now."""
    values: dict[str, Any] = {key: getattr(record, key) for key in FIXED}
    values |= {one.key: plain(record, one) for one in spec.fields if out_of(one) is not None}
    changed = False
    for key, value in calculator.results(values).items():
        field = calculator.fields[key]
        if plain(record, field) != value:
            put(record, field, value)
            changed = True
    return changed
