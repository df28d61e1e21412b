"""A configuration as a file that another project, or another installation, can take."""

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from uptake.projects.models import Project
from uptake.registers.configuration.check import check
from uptake.registers.configuration.document import Document, tidied, whole
from uptake.registers.configuration.problem import Problem
from uptake.registers.configured import published, version_of
from uptake.registers.models import Configuration

MARK, FORMAT = "configuration", 1
LARGEST = 2_000_000
DEEPEST = 12


class Unreadable(Exception):
    """The file is no configuration; the text is a sentence."""


def write(document: Mapping[str, Any]) -> bytes:
    """Return a configuration as a file. People stay at home: another installation has others."""
    content, _names = without_people(whole(tidied(document)))
    told = {"uptake": MARK, "format": FORMAT, "configuration": tidied(content)}
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def read(data: bytes) -> tuple[Document, list[str], list[Problem]]:
    """Return the configuration in a file, what was left out of it, and what is wrong with it.

    Raises
    ------
    Unreadable
    """
    if len(data) > LARGEST:
        raise Unreadable(_("The file is larger than 2 MB. A configuration is a small file."))
    told = _parsed(data)
    if not isinstance(told, dict) or told.get("uptake") != MARK:
        raise Unreadable(_("This is no configuration of Uptake. Choose a file that “Export” made."))
    if told.get("format") != FORMAT:
        raise Unreadable(_("A newer Uptake made this file. Bring this installation up to date first."))
    unknown = sorted(str(name)[:60] for name in told.keys() - {"uptake", "format", "configuration"})
    found = told.get("configuration")
    problems = check(found)
    left = [_("“%s” means nothing here and was left out.") % name for name in unknown[:10]]
    if not isinstance(found, dict) or any(not one.unfinished for one in problems):
        return {}, left, problems
    content, steps = without_people(whole(found))
    left += [
        _("“%s” named people; they are not the same here. Choose somebody in each step.") % name
        for name in steps
    ]
    return tidied(content), left, problems


def carry(source: Project, target: Project, by: Any) -> None:
    """Give a new project what another one has published, as its first version; people are left out as in a file."""
    version = version_of(source)
    if version:
        content, _names = without_people(whole(deepcopy(published(source.pk, version))))
        Configuration.objects.create(project=target, version=1, content=tidied(content), by=by)


def _parsed(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        if _depth(text) > DEEPEST:
            raise Unreadable(_("The file is nested deeper than a configuration is."))
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable(_("This file cannot be read as JSON. Choose a file that “Export” made.")) from None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth(text: str) -> int:
    """Return how deep brackets are nested outside of texts."""
    depth = deepest = 0
    inside = escaped = False
    for one in text:
        if inside:
            inside = escaped or one != '"'
            escaped = one == "\\" and not escaped
        elif one == '"':
            inside = True
        elif one in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif one in "]}":
            depth -= 1
    return deepest


def without_people(document: Document) -> tuple[Document, list[str]]:
    """Return a document whose flows name no people, and the flows that did.

    A step that asked people only asks the project manager, so that the flow still stands.
    """
    named = []
    for flow in document["flows"]:
        for step in flow["steps"]:
            if step.pop("people", None):
                named.append(flow["name"])
                step.setdefault("roles", [])
                step["roles"] = step["roles"] or ["manager"]
    return document, list(dict.fromkeys(named))
