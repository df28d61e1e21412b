"""Read the registers of the demonstration project from their files.

A file is named after its register and holds ``[[entry]]`` tables. ``title = ["English", "中文"]`` is a text;
people are named by their key in people.txt, tasks by their key in outline.txt, other entries by register and
key (``goal.closing``), areas by their key in words.toml. What is not a key, state, link, comment or history of
the entry is a value.
"""

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from uptake.packs.demo.reading import FOLDER
from uptake.packs.words import Language, Text

CUSTOM = "site_readiness"
REGISTERS = (
    "goal",
    "kpi",
    "scope_item",
    "interview",
    "questionnaire",
    "process",
    "value_stream",
    "requirement",
    "risk",
    "issue",
    "decision",
    "assumption",
    "dependency",
    "change",
    "deviation",
    CUSTOM,
)
"""In the order in which they are filled: an entry's values name only entries of registers above it."""

AS_WRITTEN = frozenset({"links", "tasks", "values", "devices"})
"""What holds keys and not words: two of them in a list are no text."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote on an entry; `by` is a key of people.txt."""

    by: str
    at: datetime.datetime
    text: str


@dataclass(frozen=True, slots=True)
class Past:
    """What somebody set on a day, and why.

    Attributes
    ----------
    on : datetime.date
    by : str
        A key of people.txt.
    values : mapping of str to object
        What was set; the state among them as ``"state"``.
    why : str
        Empty for the first.
    """

    on: datetime.date
    by: str
    values: Mapping[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record of a register.

    Attributes
    ----------
    key : str
        The register and a word: ``"goal.closing"``.
    number : int
        Within the register, from 1.
    values : dict of str to object
        As they stand now. Choices are machine keys; people, tasks and other entries are named by their keys.
    state : str
        Empty where the register has none.
    links : tuple of str
        Keys of other entries.
    tasks : tuple of str
        Keys of rows of the outline that the entry is linked to.
    said : tuple of Said
        In the order in which it was written.
    past : tuple of Past
        Oldest first; the last of them is what stands now.
    """

    key: str
    number: int
    values: dict[str, Any]
    state: str
    links: tuple[str, ...]
    tasks: tuple[str, ...]
    said: tuple[Said, ...]
    past: tuple[Past, ...]


def build_registers(language: Language = "en") -> dict[str, list[Entry]]:
    """Make the records of all registers, the custom one among them.

    Parameters
    ----------
    language : Language
        Of all texts; nothing else depends on it.

    Returns
    -------
    dict of str to list of Entry
        The same each time, in the order of `REGISTERS`.

    Examples
    --------
    >>> registers = build_registers("zh")
    >>> registers["goal"][0].key, registers["goal"][0].values["title"]
    ('goal.turns', '库存周转提高 35%')
    >>> len(registers["risk"])
    25
    """
    return {name: list(_entries(name, language)) for name in REGISTERS}


def written(name: str, language: Language) -> Any:
    """Return a file of this folder, its texts in one language."""
    return _spoken(_read(name), language)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath("registers", f"{name}.toml").read_text(encoding="utf-8"))


def _spoken(value: Any, language: Language) -> Any:
    """Return a value of a file with the texts in it in one language."""
    match value:
        case [str(english), str(chinese)]:
            return Text(english, chinese).of(language)
        case list():
            return [_spoken(one, language) for one in value]
        case dict():
            return {
                key: deepcopy(one) if key in AS_WRITTEN else _spoken(one, language)
                for key, one in value.items()
            }
        case _:
            return value


def _entries(register: str, language: Language) -> Iterator[Entry]:
    areas = written("words", language)["area"]
    for number, row in enumerate(written(register, language)["entry"], 1):
        past = tuple(_past(row.pop("past", ())))
        now = {key: value for one in past for key, value in one.values.items()}
        values = row | now
        if "area" in values:
            values["area"] = areas[values["area"]]
        for answer in values.get("answers", ()):
            answer["values"] = answer["values"] | answer.pop("words", {})
        yield Entry(
            key=f"{register}.{values.pop('key')}",
            number=number,
            state=values.pop("state", ""),
            links=tuple(values.pop("links", ())),
            tasks=tuple(values.pop("tasks", ())),
            said=tuple(Said(**one) for one in values.pop("said", ())),
            past=past,
            values=values,
        )


def _past(rows: list[dict[str, Any]] | tuple[()]) -> Iterator[Past]:
    for row in rows:
        yield Past(row.pop("on"), row.pop("by"), why=row.pop("why", ""), values=row)
