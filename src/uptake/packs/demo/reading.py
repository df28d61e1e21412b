"""The files of the demonstration project: one row a line, cells between bars."""

from collections.abc import Iterator
from importlib.resources import files

FOLDER = files("uptake.packs.demo")


def rows(name: str) -> Iterator[str]:
    """Yield the rows of a file, indented as they are; empty lines and comments left out."""
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return (row for row in text.splitlines() if row.strip() and not row.startswith("#"))


def cells(name: str) -> Iterator[list[str]]:
    """Yield the rows of a file, cut into cells."""
    return (cut(row) for row in rows(name))


def cut(row: str) -> list[str]:
    """Return the cells of a row."""
    return [cell.strip() for cell in row.split("|")]
