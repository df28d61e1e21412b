"""Finding one's way in a configuration document."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from uptake.registers.configured import BESIDE
from uptake.registers.kinds import tidy
from uptake.registers.spec import BUILT_IN

Document = dict[str, Any]
PARTS = ("modules", "fields", "registers", "flows", "scales")
RESERVED = frozenset({
    "id", "title", "number", "state", "version", "register", "project", "values", "page", "sort", "group",
    "columns", "drawer", "reason", "new", "order", "edit",
    "created_at", "created_by", "changed_at", "removed_at", "csrfmiddlewaretoken",
})  # fmt: skip
"""Words that pages and records use themselves."""


def whole(document: Mapping[str, Any]) -> Document:
    """Return a copy that has every part."""
    found = deepcopy(dict(document))
    for name in PARTS:
        found.setdefault(name, [] if name in {"registers", "flows"} else {})
    return found


def tidied(document: Mapping[str, Any]) -> Document:
    """Return a copy without what says nothing, so that equal configurations are equal documents."""
    found = {name: deepcopy(document[name]) for name in PARTS if document.get(name)}
    if "modules" in found:
        found["modules"] = {key: False for key, on in found["modules"].items() if not on}
    if "fields" in found:
        found["fields"] = {key: fields for key, fields in found["fields"].items() if fields}
    return {name: part for name, part in found.items() if part}


def register_of(document: Document, key: str) -> Document | None:
    return by_key(document.get("registers", ()), key)


def by_key(parts: Iterable[Document], key: str) -> Document | None:
    return next((one for one in parts if one["key"] == key), None)


def targets(document: Document) -> list[str]:
    """Return what can be given fields: tasks, the project, built-in registers, and those of the document."""
    return [*BESIDE, *BUILT_IN, *(one["key"] for one in document.get("registers", ()))]


def fields_of(document: Document, of: str) -> list[Document]:
    """Return the declared fields of a register, of tasks, or of the project, to be changed in place."""
    register = register_of(document, of)
    if register is not None:
        found: list[Document] = register.setdefault("fields", [])
    else:
        found = document.setdefault("fields", {}).setdefault(of, [])
    return found


def all_fields(document: Document) -> dict[str, list[Document]]:
    """Return the declared fields by what they belong to."""
    found = {of: list(fields) for of, fields in document.get("fields", {}).items()}
    for one in document.get("registers", ()):
        found[one["key"]] = list(one.get("fields", ()))
    return found


def name_of(document: Document, of: str) -> str:
    """Return what a register is called, or the word for tasks and the project."""
    if of in BESIDE:
        return _("Tasks") if of == "task" else _("Project")
    register = register_of(document, of)
    if register is not None:
        return str(register.get("plural", of))
    return str(BUILT_IN[of].plural) if of in BUILT_IN else of


def new_key(label: str, taken: Iterable[str]) -> str:
    """Return a key for something new: of the label where it can be written so, else of letters by chance.

    Examples
    --------
    >>> new_key("Cost (k€)", ["cost_k"])
    'cost_k_2'
    """
    taken = {*taken, *RESERVED}
    word = re.sub(r"[^a-z0-9]+", "_", tidy(label).lower()).strip("_")[:30]
    if not word or not word[0].isalpha() or (not label.isascii() and len(word) < 3):
        word = f"f_{get_random_string(6, 'abcdefghijkmnpqrstuvwxyz23456789')}"
    found, number = word, 2
    while found in taken:
        found, number = f"{word}_{number}", number + 1
    return found


def mark_of(part: Any) -> str:
    """Return a short mark that is another one when a part of a document has changed."""
    text = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
