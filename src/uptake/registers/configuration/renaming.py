"""A field that gets another name keeps its place in the formulas of others."""

from collections.abc import Sequence

from uptake.registers.configuration.document import Document
from uptake.registers.formulas.language import FormulaError, rename


def renamed(fields: Sequence[Document], old: str, new: str) -> None:
    """Write another name into the formulas among fields, where the old one stands."""
    if old == new:
        return
    for one in fields:
        if one.get("formula"):
            try:
                one["formula"] = rename(one["formula"], old, new)
            except FormulaError:
                continue  # what is wrong with it is said elsewhere
