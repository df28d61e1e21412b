"""Whether registers and scales make sense."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.configuration.check_fields import KEY
from uptake.registers.configuration.document import register_of
from uptake.registers.configuration.problem import Path, Problem
from uptake.registers.configuration.scales import standard
from uptake.registers.configured import BESIDE, CUSTOM
from uptake.registers.spec import BUILT_IN, SECTIONS
from uptake.ui.icons import ICONS

PREFIX = re.compile(r"[A-Z][A-Z0-9]*")
Found = Iterator[tuple[Path, str, bool]]


def wrong(document: dict[str, Any], previous: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong with the registers of a document of the right shape."""
    keys = Counter(one["key"] for one in document["registers"])
    prefixes = Counter(one["prefix"] for one in document["registers"])
    for told in document["registers"]:
        was = register_of(previous, told["key"])
        for path, sentence, unfinished in _of_register(told, was, keys, prefixes):
            yield Problem(("registers", told["key"], *path), told["plural"], sentence, unfinished)


def _of_register(
    told: dict[str, Any], was: dict[str, Any] | None, keys: Counter[str], prefixes: Counter[str]
) -> Found:
    key, prefix = told["key"], told["prefix"]
    if not KEY.fullmatch(key):
        yield ("key",), _("A key is made of small letters, digits and _, and begins with a letter."), False
    if key in BUILT_IN or key in BESIDE or keys[key] > 1:
        yield ("key",), _("“%s” is taken. Choose another key.") % key, False
    taken = next((one for one in BUILT_IN.values() if one.prefix == prefix), None)
    if not PREFIX.fullmatch(prefix):
        yield (
            ("prefix",),
            _("A prefix is made of up to 6 capital letters and digits, and begins with a letter."),
            False,
        )
    elif taken is not None:
        yield ("prefix",), _("%(name)s have the prefix %(prefix)s. Choose another one.") % {
            "name": taken.plural, "prefix": prefix,
        }, False  # fmt: skip
    elif prefixes[prefix] > 1:
        yield ("prefix",), _("Another register has the prefix %s. Choose another one.") % prefix, False
    elif was is not None and was["prefix"] != prefix:
        yield (
            ("prefix",),
            _("Numbers with %s are written down elsewhere already: the prefix stays.") % was["prefix"],
            False,
        )
    if told.get("section", CUSTOM) not in SECTIONS:
        yield ("section",), _("There is no such section. Choose another one."), False
    if told.get("icon", "list") not in ICONS:
        yield ("icon",), _("There is no such icon. Choose another one."), False
    there = {"number", "title", "state", *(one["key"] for one in told.get("fields", ()))}
    for one in told.get("columns", ()):
        if one not in there:
            yield ("columns",), _("The list shows “%s”, which is no field of it.") % one, False
    yield from _states(told)


def _states(told: dict[str, Any]) -> Found:
    states, moves = told.get("states", []), told.get("moves", [])
    keys = [one["key"] for one in states]
    labels = {one["key"]: one["label"] for one in states}
    for key, count in Counter(keys).items():
        if count > 1 or not KEY.fullmatch(key):
            yield ("states",), _("“%s” is taken. Choose another key.") % key, False
    for label, count in Counter(one["label"].strip().casefold() for one in states).items():
        if count > 1:
            yield ("states",), _("“%s” is there twice. Remove one.") % label, False
    ways = Counter((one["source"], one["target"]) for one in moves)
    for (source, target), count in ways.items():
        if source not in labels or target not in labels:
            gone = source if source not in labels else target
            yield ("moves",), _("A way leads from or to “%s”, which is no state.") % gone, False
        elif source == target or count > 1:
            words = {"source": labels[source], "target": labels[target]}
            yield ("moves",), _("There may be one way from “%(source)s” to “%(target)s”.") % words, False
    reached = {target for _source, target in ways}
    for key in keys[1:]:
        if key not in reached:
            yield ("moves",), _("No way leads to “%s”. Add one.") % labels[key], True


def wrong_scales(document: dict[str, Any]) -> Iterator[Problem]:
    """Find what is wrong with scales: their values are what records hold, so only words change."""
    known = standard()
    for name, steps in document["scales"].items():
        path: Path = ("scales", name)
        if name not in known:
            yield Problem(path, name, _("There is no such scale here. Remove it."))
            continue
        scale = known[name]
        if [one["value"] for one in steps] != [one.value for one in scale.steps]:
            yield Problem(path, str(scale.label), _("The steps of a scale stay; only their words change."))
        twice = Counter(one["label"].strip().casefold() for one in steps)
        for label, count in twice.items():
            if count > 1:
                yield Problem(path, str(scale.label), _("“%s” is there twice. Remove one.") % label)
