"""Looks into a BPMN 2.0 file: refuses what is not safe or no diagram, and says what it holds.

The XML is read once, as a stream of events: nothing is built that could grow beyond the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from xml.parsers import expat

from uptake.interchange.errors import EmptyFile, FileTooLarge, UnreadableFile, UnsafeFile
from uptake.interchange.guard import check_markup

MAX_BYTES = 1_000_000
MAX_DEPTH = 64

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWING = "http://www.omg.org/spec/BPMN/20100524/DI"
TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "scriptTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "adHocSubProcess",
        "transaction",
    }
)
"""Elements of BPMN that are work: its tasks, and what stands for several of them."""


@dataclass(frozen=True, slots=True)
class Task:
    """An element that is work.

    Attributes
    ----------
    id, name : str
        As in the file; empty when it has none.
    kind : str
        The element: `task`, `userTask` …, `subProcess`.
    """

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane, and the ids of the elements in it."""

    id: str
    name: str
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagram:
    """What a BPMN file holds.

    Attributes
    ----------
    name : str
        Of the definitions, else of the first pool, else of the first process that has one.
    counts : mapping of str to int
        How many there are of each element of the model, by its name: `task`, `sequenceFlow` …
    tasks : tuple of Task
        In the order of the file.
    lanes : tuple of Lane
        In the order of the file.
    drawn : bool
        Whether it has shapes; a model without them cannot be shown.
    """

    name: str
    counts: Mapping[str, int]
    tasks: tuple[Task, ...]
    lanes: tuple[Lane, ...]
    drawn: bool


def check(data: bytes, *, max_bytes: int = MAX_BYTES) -> Diagram:
    """Read a BPMN file as far as it takes to know that it is one.

    Parameters
    ----------
    data : bytes
    max_bytes : int

    Returns
    -------
    Diagram

    Raises
    ------
    EmptyFile, FileTooLarge
    UnsafeFile
        A document type, entities, a rare encoding, elements nested too deeply.
    UnreadableFile
        `markup`: not well-formed; `no_diagram`: XML, but not BPMN 2.0.

    Examples
    --------
    >>> found = check(
    ...     b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process name="Order">'
    ...     b'<userTask id="a" name="Check"/></process></definitions>'
    ... )
    >>> found.name, found.tasks, found.drawn
    ('Order', (Task(id='a', kind='userTask', name='Check'),), False)
    """
    if not data.strip():
        raise EmptyFile
    if len(data) > max_bytes:
        raise FileTooLarge(len(data), max_bytes)
    check_markup(data)
    return _Reader().read(data)


@dataclass(slots=True)
class _OpenLane:
    id: str
    name: str
    members: list[str] = field(default_factory=list)


class _Reader:
    """Handlers of one parse. A name is `namespace name`, as expat gives it."""

    def __init__(self) -> None:
        self.depth = 0
        self.counts: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.tasks: list[Task] = []
        self.lanes: list[_OpenLane] = []
        self.open_lanes: list[_OpenLane] = []
        self.text: list[str] | None = None
        self.drawn = False

    def read(self, data: bytes) -> Diagram:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise UnreadableFile("markup", str(error)) from None
        return Diagram(
            name=next(
                (self.names[one] for one in ("definitions", "participant", "process") if one in self.names),
                "",
            ),
            counts=MappingProxyType(dict(self.counts)),
            tasks=tuple(self.tasks),
            lanes=tuple(Lane(one.id, one.name, tuple(one.members)) for one in self.lanes),
            drawn=self.drawn,
        )

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        space, _, kind = full.rpartition(" ")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnsafeFile("too_deep")
        if self.depth == 1 and (space, kind) != (MODEL, "definitions"):
            raise UnreadableFile("no_diagram", full[:200])
        if space == DRAWING:
            self.drawn = self.drawn or kind == "BPMNShape"
        elif space == MODEL:
            self._element(kind, attributes.get("id", ""), attributes.get("name", "").strip())

    def _element(self, kind: str, id_: str, name: str) -> None:
        self.counts[kind] += 1
        if name and kind in {"definitions", "participant", "process"}:
            self.names.setdefault(kind, name)
        if kind in TASKS:
            self.tasks.append(Task(id_, kind, name))
        elif kind == "lane":
            self.open_lanes.append(_OpenLane(id_, name))
            self.lanes.append(self.open_lanes[-1])
        elif kind == "flowNodeRef" and self.open_lanes:
            self.text = []

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def _end(self, full: str) -> None:
        self.depth -= 1
        if full == f"{MODEL} lane":
            self.open_lanes.pop()
        elif full == f"{MODEL} flowNodeRef" and self.text is not None:
            self.open_lanes[-1].members.append("".join(self.text).strip())
            self.text = None


def _refuse(*_declared: object) -> int:
    raise UnsafeFile("doctype")
