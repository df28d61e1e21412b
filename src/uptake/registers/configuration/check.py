"""Whether a configuration makes sense; see docs/reference/configuration.md."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.configuration import check_fields, check_flows, check_registers, shape
from uptake.registers.configuration.document import whole
from uptake.registers.configuration.problem import Path, Problem
from uptake.registers.spec import BUILT_IN, SECTIONS

MOST_PROBLEMS = 100


def check(document: Any, previous: Mapping[str, Any] | None = None) -> list[Problem]:
    """Return what is wrong with a document, in words; never raises.

    Parameters
    ----------
    document : object
        Anything that JSON can hold.
    previous : mapping, optional
        The configuration that was published last: what may not change is held against it.
    """
    found = []
    for path, sentence in shape.DOCUMENT.wrong(document):
        found.append(Problem(_named(document, path), where_of(document, path), sentence))
        if len(found) >= MOST_PROBLEMS:
            return found
    if found:
        return found
    was = whole(previous or {})
    now = whole(document)
    for problem in _senses(now, was):
        found.append(problem)
        if len(found) >= MOST_PROBLEMS:
            break
    return found


def _senses(document: dict[str, Any], previous: dict[str, Any]) -> Iterator[Problem]:
    for key in document["modules"]:
        if key not in SECTIONS:
            yield Problem(("modules", key), key, _("There is no such module here. Remove it."))
    yield from check_registers.wrong(document, previous)
    yield from check_fields.wrong(document, previous)
    yield from check_flows.wrong(document)
    yield from check_registers.wrong_scales(document)


def _named(document: Any, path: Path) -> Path:
    """Return a path in which things that have a key are named by it."""
    found: list[str | int] = []
    at = document
    for step in path:
        at = _inside(at, step)
        key = at.get("key") if isinstance(step, int) and isinstance(at, dict) else None
        found.append(key if isinstance(key, str) else step)
    return tuple(found)


def _inside(at: Any, step: str | int) -> Any:
    if isinstance(at, dict):
        return at.get(step)
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None


def where_of(document: Any, path: Path) -> str:
    """Return the way to a place in a document, in the words of its labels."""
    words: list[str] = []
    at = document
    for step in path:
        at = _inside(at, step)
        word = _word(at, step)
        if word:
            words.append(word[:60])
    return " › ".join(words)


def _word(at: Any, step: str | int) -> str:
    if isinstance(at, dict) and isinstance(step, int):
        names = (at.get(name) for name in ("plural", "label", "name", "key"))
        return next((one for one in names if isinstance(one, str) and one), str(step + 1))
    if isinstance(step, int):
        return str(step + 1)
    return str(BUILT_IN[step].plural) if step in BUILT_IN else step
