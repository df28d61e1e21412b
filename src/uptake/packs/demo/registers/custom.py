"""The register that the demonstration project made for itself: how ready each site is."""

from dataclasses import dataclass

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
    """A state of a record, and the states that it may be moved to."""

    key: str
    name: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CustomRegister:
    """A register made in the browser; `prefix` stands before the numbers of its records."""

    key: str
    name: str
    plural: str
    about: str
    prefix: str
    fields: tuple[CustomField, ...]
    states: tuple[CustomState, ...]


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
        fields=tuple(_field(row) for row in file["field"]),
        states=tuple(
            CustomState(row["key"], row["name"], tuple(row["moves"].split())) for row in file["state"]
        ),
    )


def _field(row: dict[str, object]) -> CustomField:
    choices = row.pop("choices", [])
    assert isinstance(choices, list)
    return CustomField(**row, choices=tuple((one["key"], one["text"]) for one in choices))  # type: ignore[arg-type]
