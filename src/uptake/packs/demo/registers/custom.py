"""The register that the demonstration project made for itself: how ready each site is."""

from dataclasses import dataclass
from typing import Any

from uptake.packs.demo.registers.reading import CUSTOM, written
from uptake.packs.words import Language


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of a custom register.

    Attributes
    ----------
    key, label, help : str
    kind : str
        ``"text"``, ``"long_text"``, ``"number"``, ``"money"``, ``"date"``, ``"choice"``, ``"multi_choice"``,
        ``"person"``, ``"checkbox"`` or ``"formula"``.
    required : bool
    unit : str
        Of a number; the currency of money.
    choices : tuple of (str, str)
        Key and label.
    formula : str
        Over the keys of other fields.
    """

    key: str
    label: str
    kind: str
    help: str = ""
    required: bool = False
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class CustomState:
    """A state of a record; nothing more is to be done in one that is `closed`."""

    key: str
    name: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class CustomMove:
    """A step from one state to another; some ask for a `reason`."""

    source: str
    target: str
    name: str
    reason: bool = False


@dataclass(frozen=True, slots=True)
class CustomRegister:
    """A register made in the browser.

    Attributes
    ----------
    key, name, plural, about : str
    prefix : str
        Stands before the numbers of its records.
    title : str
        What the title of a record is called.
    columns : tuple of str
        Fields that the list shows beside the title.
    fields : tuple of CustomField
        The title is not among them.
    states : tuple of CustomState
        A new record is in the first.
    moves : tuple of CustomMove
    """

    key: str
    name: str
    plural: str
    about: str
    prefix: str
    title: str
    columns: tuple[str, ...]
    fields: tuple[CustomField, ...]
    states: tuple[CustomState, ...]
    moves: tuple[CustomMove, ...]


def build_custom_register(language: Language = "en") -> CustomRegister:
    """Make the definition of the custom register; its records are among those of `build_registers`.

    Examples
    --------
    >>> register = build_custom_register()
    >>> register.name, register.prefix
    ('Site readiness', 'SR')
    """
    file = written(CUSTOM, language)
    about = file["definition"]
    return CustomRegister(
        key=CUSTOM,
        name=about["name"],
        plural=about["plural"],
        about=about["about"],
        prefix=about["prefix"],
        title=about["title"],
        columns=tuple(about["columns"].split()),
        fields=tuple(_field(row) for row in file["field"]),
        states=tuple(CustomState(**row) for row in file["state"]),
        moves=tuple(CustomMove(**row) for row in file["move"]),
    )


def _field(row: dict[str, Any]) -> CustomField:
    choices = tuple((one["key"], one["text"]) for one in row.pop("choices", ()))
    return CustomField(choices=choices, **row)
