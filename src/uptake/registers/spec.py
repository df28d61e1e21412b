"""What a register is, as a value: from one declaration come its pages, forms, history, files and interface."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from uptake.projects.models import Role
from uptake.registers.models import Record

Words = str | Promise
EVERYBODY = frozenset(Role)
WITHOUT_GUESTS = EVERYBODY - {Role.GUEST}


class Kind(StrEnum):
    """What a field holds. How each is read, stored and shown stands in `kinds`."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    MULTI_CHOICE = "multi_choice"
    PERSON = "person"
    LINK = "link"
    FILE = "file"
    CHECKBOX = "checkbox"
    FORMULA = "formula"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values of a field; `tone` is a colour of the house: good, warn, bad, info."""

    value: str
    label: Words
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a register.

    Attributes
    ----------
    key : str
        Name of the model's column, or of the value when `stored` is False.
    kind : Kind
    choices : tuple of Choice
    scale : str
        Name of the project's scale that gives the choices.
    unit : str
        Of a number, shown behind it.
    low, high : float or None
        Bounds of a number.
    of : str
        Of a link: the register that it leads to, or ``task``.
    many : bool
        Of a link: more than one.
    columns : tuple of Field
        Of rows: what each row holds.
    formula : str
        Of a formula: see `formula`.
    result : Kind
        Of a formula: what comes out.
    stored : bool
        In a column of the model; False: in `Record.values`.
    computed : bool
        Nobody types it: the register's `derive` sets it.
    readers, writers : frozenset of Role
        Who gets it at all, in any page, file or answer; who may change it.
    total : str
        ``sum`` or ``mean`` in the foot of the list.
    wide : bool
        Takes the room that is left in a list.
    section : str
        Heading under which a form shows it.
    aliases : tuple of str
        Further headings by which an import recognises it.
    """

    key: str
    label: Words
    kind: Kind = Kind.TEXT
    help: Words = ""
    required: bool = False
    default: Any = None
    choices: tuple[Choice, ...] = ()
    scale: str = ""
    unit: Words = ""
    low: float | None = None
    high: float | None = None
    of: str = ""
    many: bool = False
    columns: tuple["Field", ...] = ()
    formula: str = ""
    result: Kind = Kind.NUMBER
    stored: bool = True
    computed: bool = False
    readers: frozenset[Role] = EVERYBODY
    writers: frozenset[Role] = EVERYBODY
    total: str = ""
    wide: bool = False
    section: Words = ""
    aliases: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether somebody fills it in."""
        return not self.computed and self.kind is not Kind.FORMULA

    def label_of(self, value: Any) -> str:
        """Return the word for one of its choices; the value itself when it is none of them."""
        return next((str(one.label) for one in self.choices if one.value == str(value)), str(value))


@dataclass(frozen=True, slots=True)
class State:
    """`tone` as of a choice; `open` tells whether there is still something to do."""

    key: str
    label: Words
    tone: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A way from one state to another, and who may go it."""

    source: str
    target: str
    label: Words
    roles: frozenset[Role] = EVERYBODY
    reason: bool = False
    """Whether it needs a reason."""
    asks: str = ""
    """State for which approval is asked as soon as the record has moved, where a flow leads there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A comparison of a field with a plain value; `flows.COMPARISONS` knows each `op`."""

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who is asked at once in an approval.

    Attributes
    ----------
    roles : frozenset of Role
        Everybody who has one of them when the step begins.
    people : tuple of int
        Who is asked besides.
    rule : str
        ``all`` have to say yes, or ``any`` one.
    when : tuple of Condition
        One of them has to hold, or the step is skipped; none: it always takes place.
    """

    name: Words
    roles: frozenset[Role] = frozenset()
    people: tuple[int, ...] = ()
    rule: str = "any"
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What has to be agreed to before a record of a register gets to a state; `when` as of a step."""

    key: str
    name: Words
    target: str
    steps: tuple[Step, ...]
    when: tuple[Condition, ...] = ()
    remind_days: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of a record's page that a register adds: a template, and what makes its context."""

    key: str
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]
    """Called with the record and the visit."""
    fields: tuple[str, ...] = ()
    """Keys of fields that it shows itself."""
    first: bool = False
    """On the overview: above the others, over the whole width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a section beside its registers: a tab. `need` is a permission of the project.

    `leads`: it stands before the registers, so that the section opens with it.
    """

    route: str
    label: Words
    need: str
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Registers that belong together: one entry of the navigation, one module that can be switched off."""

    key: str
    label: Words
    icon: str
    letter: str = ""
    about: Words = ""
    pages: tuple[Page, ...] = ()
    folders: tuple[str, ...] = ()
    """Folders of the addresses of its pages, below the project's."""
    overview: tuple[Panel, ...] = ()
    """Parts of the project's overview; the context is made of the project and the visit, none without one."""


def nothing(record: Any) -> None:
    """Derive nothing."""


def nothing_happens(visit: Any, record: Any, more: Any = None) -> None:
    """Leave it at that."""


def no_check(values: Mapping[str, Any]) -> Mapping[str, str]:
    """Find nothing wrong."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Records that only some roles may know of: those where a stored choice has a value."""

    field: str
    value: str
    readers: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSpec:
    """A register.

    Attributes
    ----------
    key : str
        Its name in addresses, files and links.
    prefix : str
        Of its numbers: ``R`` gives R-012.
    title : Words
        What the title of a record is called.
    fields : tuple of Field
        In the order of the form. The title is not among them.
    columns : tuple of str
        Keys that a list shows at first.
    states : tuple of State
        The first is where a record begins; none for a register without states.
    view, edit : frozenset of Role
    reserved : tuple of Reserved
        Records that some who see the register may not know of: not in any list, count, file, answer, search or link.
    derive : callable
        Sets the computed columns of a record before it is written.
    check : callable
        Called with what a form would store; returns sentences by key for what does not go together.
    flows : tuple of Flow
        Approvals that hold where a project declares none of its own for the same state.
    made : callable
        Called with the visit and a record that was just made, in the same transaction.
    moved : callable
        Called with the visit, the record and the state that it left, before it is written. Raises `Unfit` to refuse.
    written : callable
        Called with the visit, records that were just made or changed, and the line of history of each, in the same
        transaction: brings up to date what follows from them, in other records too.
    refresh : callable
        Called with the visit and the record before conditions of a flow are looked at: brings computed columns up
        to date that follow from more than the record.
    next_due : str
        Key of a date that is overdue when it has passed and the record is open.
    """

    key: str
    prefix: str
    name: Words
    plural: Words
    section: str
    about: Words = ""
    title: Words = ""
    icon: str = "list"
    model: type[Record] = Record
    fields: tuple[Field, ...] = ()
    columns: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    moves: tuple[Move, ...] = ()
    view: frozenset[Role] = EVERYBODY
    edit: frozenset[Role] = WITHOUT_GUESTS
    reserved: tuple[Reserved, ...] = ()
    derive: Callable[[Any], None] = nothing
    check: Callable[[Mapping[str, Any]], Mapping[str, Any]] = no_check
    panels: tuple[Panel, ...] = ()
    flows: tuple[Flow, ...] = ()
    made: Callable[[Any, Any], None] = nothing_happens
    moved: Callable[[Any, Any, str], None] = nothing_happens
    written: Callable[[Any, Sequence[Any], Sequence[Any]], None] = nothing_happens
    refresh: Callable[[Any, Any], None] = nothing_happens
    next_due: str = ""
    order: str = "number"
    custom: bool = False

    def field(self, key: str) -> Field | None:
        return next((one for one in self.fields if one.key == key), None)

    def state(self, key: str) -> State | None:
        return next((one for one in self.states if one.key == key), None)

    def code(self, number: int) -> str:
        """Return the number of a record as people write it.

        Examples
        --------
        >>> RegisterSpec(key="risk", prefix="R", name="", plural="", section="").code(12)
        'R-012'
        """
        return f"{self.prefix}-{number:03d}"

    def with_fields(self, fields: tuple[Field, ...]) -> "RegisterSpec":
        return replace(self, fields=fields)


SECTIONS: dict[str, Section] = {}
BUILT_IN: dict[str, RegisterSpec] = {}


def declare_section(section: Section) -> None:
    SECTIONS[section.key] = section


def declare(*specs: RegisterSpec) -> None:
    """Make built-in registers known; called when their package is loaded."""
    for spec in specs:
        if spec.section not in SECTIONS:
            raise ValueError(f"{spec.key}: there is no section {spec.section}")
        taken = next((one for one in BUILT_IN.values() if one.prefix == spec.prefix), None)
        if taken is not None and taken.key != spec.key:
            raise ValueError(f"{spec.key}: {taken.key} has the prefix {spec.prefix}")
        BUILT_IN[spec.key] = spec
