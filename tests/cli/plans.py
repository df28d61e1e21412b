"""Small plans as files, written by the tests that use them."""

from pathlib import Path

HEAD = (
    "ID,Outline Level,Task Name,Duration,Start,Finish,Predecessors,Resource Names,"
    "Constraint Type,Constraint Date,Deadline"
)
ROWS = (
    "1,1,Foundations 基础,,,,,,ASAP,,",
    "2,2,Dig,2d,2025-03-03 08:00,2025-03-04 17:00,,Ann,ASAP,,",
    "3,2,Pour slab 浇筑,3d,2025-03-06 08:00,2025-03-10 17:00,2FS+1d,Ann[50%];Li Lei,ASAP,,2025-03-07",
    "4,1,Done,0d,2025-03-10 17:00,2025-03-10 17:00,3,,ASAP,,",
    "5,1,Permit,1d,2025-03-03 08:00,2025-03-03 17:00,,,Start No Earlier Than,2025-03-03 08:00,",
)
LOOP = ("1,1,Alpha,1d,,,2,,ASAP,,", "2,1,Beta,1d,,,1,,ASAP,,")


def write(folder: Path, rows: tuple[str, ...] = ROWS, name: str = "site.csv") -> Path:
    """Write a plan as delimited text."""
    path = folder / name
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return path
