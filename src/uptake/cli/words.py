"""Says the messages of the catalogue in the language in use."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from uptake.cli.catalogue import CATALOGUE


class Language(StrEnum):
    """A language that the command line speaks."""

    en = "en"
    zh = "zh"


class _Spoken:
    """The language in use; one process speaks one."""

    language = Language.en


def speak(language: Language) -> None:
    """Choose the language of all further messages."""
    _Spoken.language = language


def spoken() -> Language:
    """Return the language in use."""
    return _Spoken.language


def preferred(environment: Mapping[str, str]) -> Language:
    """Return the language that the environment asks for (LC_ALL, LC_MESSAGES, LANG); English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if locale := environment.get(name):
            return Language.zh if locale.lower().startswith("zh") else Language.en
    return Language.en


def say(key: str, **values: object) -> str:
    """Return a message, with its values filled in."""
    return CATALOGUE[key][0 if _Spoken.language is Language.en else 1].format(**values)


def count(key: str, n: int, **values: object) -> str:
    """Return a message about `n` things, which it may name as ``{n}``."""
    return say(key + ".one" if n == 1 else key, n=f"{n:,}", **values)


def listed(words: Sequence[str]) -> str:
    """Join words as a list is written."""
    return ("、" if _Spoken.language is Language.zh else ", ").join(words)


def sentences(*parts: str) -> str:
    """Join whole sentences."""
    return ("" if _Spoken.language is Language.zh else " ").join(part for part in parts if part)
