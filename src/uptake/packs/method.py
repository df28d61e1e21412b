"""A method pack: the phases, tasks, roles, deliverables and gates of a kind of implementation, as data.

The packs are files beside this module, one for each kind, in TOML; ``words.toml`` holds what they share. Each
text stands there in every language.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from uptake.engine.plan import LinkType
from uptake.packs.words import Text

FOLDER = files("uptake.packs").joinpath("methods")
WORDS = "words.toml"
ORDER = ("generic", "erp", "crm", "oa", "mes", "his")
"""The packs that come with the product, as people should see them listed."""

AFTER = re.compile(r"(?P<id>[A-Z]\d*|\d+)(?P<type>FS|SS|FF|SF)?(?P<lag>[+-]\d+)?")
NOTHING = Text("", "")


class UnknownPack(LookupError):
    """A method pack that does not exist.

    Attributes
    ----------
    name : str
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no method pack {name!r}")
        self.name = name


@dataclass(frozen=True, slots=True)
class Question:
    """A scoping question; its answer switches tasks on and off.

    Attributes
    ----------
    key : str
    text : Text
        Answered with yes or no.
    default : bool
    """

    key: str
    text: Text
    default: bool


@dataclass(frozen=True, slots=True)
class Role:
    """Who does the work, before names are known.

    Attributes
    ----------
    key : str
    name : Text
    side : str
        ``"vendor"``, ``"customer"`` or ``"third_party"``.
    people : int
        How many usually share the role.
    """

    key: str
    name: Text
    side: str
    people: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A summary of the plan."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class After:
    """A dependency on another task of the pack; `lag` in working days."""

    id: str
    type: LinkType = LinkType.FS
    lag: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task of a pack.

    Attributes
    ----------
    id : str
        Known within the pack only.
    phase : str
    name : Text
    days : int
        Working days; a step of none is a milestone.
    after : tuple of After
    before : tuple of str
        Tasks that wait for this one when it is switched on.
    roles : tuple of str
        The first is accountable for the deliverable.
    deliverable, acceptance : Text
        What the task hands over, and by what it is recognised as done.
    when : str
        Key of the question that has to be answered with yes; empty for a task that is always there.
    gate : bool
        A milestone at which the steering group decides.
    go_live : bool
    """

    id: str
    phase: str
    name: Text
    days: int
    after: tuple[After, ...]
    before: tuple[str, ...]
    roles: tuple[str, ...]
    deliverable: Text
    acceptance: Text
    when: str
    gate: bool
    go_live: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A kind of implementation, as a template.

    Attributes
    ----------
    name : str
    title, about : Text
    questions : tuple of Question
    roles : tuple of Role
    phases : tuple of Phase
    steps : tuple of Step
        Grouped by phase.
    """

    name: str
    title: Text
    about: Text
    questions: tuple[Question, ...]
    roles: tuple[Role, ...]
    phases: tuple[Phase, ...]
    steps: tuple[Step, ...]


def packs() -> tuple[Pack, ...]:
    """Return the method packs that come with the product.

    Returns
    -------
    tuple of Pack

    Examples
    --------
    >>> [one.name for one in packs()]
    ['generic', 'erp', 'crm', 'oa', 'mes', 'his']
    """
    return tuple(pack(name) for name in ORDER)


@cache
def pack(name: str) -> Pack:
    """Return a method pack.

    Parameters
    ----------
    name : str

    Returns
    -------
    Pack

    Raises
    ------
    UnknownPack

    Examples
    --------
    >>> pack("his").title.zh
    '医院信息系统（HIS）实施'
    """
    if name not in ORDER:
        raise UnknownPack(name)
    return read_pack(name, _toml(f"{name}.toml"), _toml(WORDS))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def read_pack(name: str, written: Mapping[str, Any], words: Mapping[str, Any]) -> Pack:
    """Make a pack of what its file says.

    Parameters
    ----------
    name : str
    written, words : mapping
        The parsed file of the pack, and that of the shared words.

    Returns
    -------
    Pack

    Raises
    ------
    KeyError
        When the pack uses a word that is not among the shared ones, or lacks a part.
    """
    steps = [_step(one) for one in written["task"]]
    rank = {key: k for k, key in enumerate(written["phases"])}
    used = {role for step in steps for role in step.roles}
    return Pack(
        name=name,
        title=Text(**written["title"]),
        about=Text(**written["about"]),
        questions=tuple(
            Question(key, Text(**words["question"][key]), default)
            for key, default in written["questions"].items()
        ),
        roles=tuple(
            Role(key, Text(one["en"], one["zh"]), one["side"], one.get("people", 1))
            for key, one in words["role"].items()
            if key in used
        ),
        phases=tuple(Phase(key, Text(**words["phase"][key])) for key in rank),
        steps=tuple(sorted(steps, key=lambda step: rank[step.phase])),
    )


def _step(one: Mapping[str, Any]) -> Step:
    return Step(
        id=one["id"],
        phase=one["phase"],
        name=Text(**one["name"]),
        days=one.get("days", 0),
        after=tuple(_after(text) for text in one.get("after", "").split()),
        before=tuple(one.get("before", "").split()),
        roles=tuple(one["role"].split()),
        deliverable=Text(**one["deliverable"]),
        acceptance=Text(**one["acceptance"]) if "acceptance" in one else NOTHING,
        when=one.get("when", ""),
        gate=one.get("gate", False),
        go_live=one.get("go_live", False),
    )


def _after(text: str) -> After:
    """Read a predecessor as people type it, lags in days: ``8``, ``5SS+5``."""
    found = AFTER.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return After(found["id"], LinkType[found["type"] or "FS"], int(found["lag"] or 0))
