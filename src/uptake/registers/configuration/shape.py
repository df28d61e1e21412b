"""The outer form of a configuration document: which names there are, of what type and length.

What passes here can be read by `configured` without a surprise; whether it makes sense is asked by `check`.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.projects.models import Role
from uptake.registers.kinds import NO_TEXT
from uptake.registers.spec import Kind

Found = Iterator[tuple[tuple[str | int, ...], str]]
TONES = ("", "good", "warn", "bad", "info")
OPERATORS = ("=", "<>", ">", ">=", "<", "<=", "contains", "empty", "filled")
RESULTS = (Kind.NUMBER, Kind.MONEY, Kind.TEXT, Kind.DATE, Kind.CHECKBOX)

MOST_FIELDS, MOST_REGISTERS, MOST_CHOICES, MOST_COLUMNS = 60, 40, 200, 12
MOST_STATES, MOST_MOVES, MOST_FLOWS, MOST_STEPS, MOST_SCALES = 20, 100, 40, 6, 20
LONGEST_KEY, LONGEST_LABEL, LONGEST_FORMULA = 40, 100, 2_000
LARGEST = 10**15


@dataclass(frozen=True, slots=True)
class Text:
    most: int
    needed: bool = False

    def wrong(self, value: Any) -> Found:
        if not isinstance(value, str):
            yield (), _("This has to be a text.")
        elif len(value) > self.most:
            yield (), _("Say it in %d characters.") % self.most
        elif NO_TEXT.search(value):
            yield (), _("There are signs in it that no page can show. Type it again.")
        elif self.needed and not value.strip():
            yield (), _("Fill this in.")


@dataclass(frozen=True, slots=True)
class OneOf:
    words: tuple[str, ...]

    def wrong(self, value: Any) -> Found:
        if not isinstance(value, str) or value not in self.words:
            yield (), _("This has to be one of: %s.") % ", ".join(one for one in self.words if one)


@dataclass(frozen=True, slots=True)
class Yes:
    def wrong(self, value: Any) -> Found:
        if not isinstance(value, bool):
            yield (), _("This has to be true or false.")


@dataclass(frozen=True, slots=True)
class Number:
    low: float = -LARGEST
    high: float = LARGEST
    whole: bool = False
    empty: bool = False

    def wrong(self, value: Any) -> Found:
        if value is None and self.empty:
            return
        if isinstance(value, bool) or not isinstance(value, int if self.whole else (int, float)):
            yield (), _("This has to be a number.")
        elif not self.low <= value <= self.high:  # not a number is not between either
            yield (), _("This has to be between %(low)s and %(high)s.") % {"low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain value of a field: what exactly, only the field knows."""

    def wrong(self, value: Any) -> Found:
        parts = value if isinstance(value, list) else [value]
        if len(parts) > MOST_CHOICES:
            yield (), _("There is room for %d values.") % MOST_CHOICES
        for one in parts[:MOST_CHOICES]:
            if isinstance(one, float) and not math.isfinite(one):
                yield (), _("This has to be a number.")
            elif isinstance(one, int) and abs(one) > LARGEST:
                yield (), _("That number is too large.")
            elif one is not None and not isinstance(one, (str, int, float, bool)):
                yield (), _("This has to be a text, a number, or true or false.")
            elif isinstance(one, str):
                yield from Text(1_000).wrong(one)


@dataclass(frozen=True, slots=True)
class Many:
    """A list; each of its parts has the same shape."""

    of: Any
    most: int

    def wrong(self, value: Any) -> Found:
        if not isinstance(value, list):
            yield (), _("This has to be a list.")
            return
        if len(value) > self.most:
            yield (), _("There is room for %d of them. Remove some.") % self.most
        for place, one in enumerate(value[: self.most]):
            for path, sentence in self.of.wrong(one):
                yield (place, *path), sentence


@dataclass(frozen=True, slots=True)
class Parts:
    """An object with known names."""

    names: Mapping[str, Any]
    needed: tuple[str, ...] = ()
    empty: bool = False

    def wrong(self, value: Any) -> Found:
        if value is None and self.empty:
            return
        if not isinstance(value, dict):
            yield (), _("This has to be an object with names.")
            return
        for name in self.needed:
            if name not in value:
                yield (name,), _("Fill this in.")
        for name, one in value.items():
            known = self.names.get(name) if isinstance(name, str) else None
            if known is None:
                yield (str(name)[:60],), _("Nothing is called like this here. Remove it.")
                continue
            for path, sentence in known.wrong(one):
                yield (name, *path), sentence


@dataclass(frozen=True, slots=True)
class Table:
    """An object whose names are keys of something."""

    of: Any
    most: int

    def wrong(self, value: Any) -> Found:
        if not isinstance(value, dict):
            yield (), _("This has to be an object with names.")
            return
        if len(value) > self.most:
            yield (), _("There is room for %d of them. Remove some.") % self.most
        for name, one in list(value.items())[: self.most]:
            for path, sentence in self.of.wrong(one):
                yield (str(name)[:60], *path), sentence


KEY = Text(LONGEST_KEY, needed=True)
LABEL = Text(LONGEST_LABEL, needed=True)
ROLES = Many(OneOf(tuple(str(role) for role in Role)), len(Role))
CHOICE = Parts(
    {"value": Text(60, needed=True), "label": LABEL, "tone": OneOf(TONES)}, needed=("value", "label")
)
_PARTS: dict[str, Any] = {
    "key": KEY,
    "label": LABEL,
    "kind": OneOf(tuple(str(kind) for kind in Kind)),
    "help": Text(500),
    "required": Yes(),
    "default": Plain(),
    "choices": Many(CHOICE, MOST_CHOICES),
    "unit": Text(20),
    "low": Number(empty=True),
    "high": Number(empty=True),
    "of": Text(LONGEST_KEY),
    "many": Yes(),
    "formula": Text(LONGEST_FORMULA),
    "result": OneOf(tuple(str(kind) for kind in RESULTS)),
    "total": OneOf(("", "sum", "mean")),
    "section": Text(LONGEST_LABEL),
}
COLUMN = Parts(_PARTS, needed=("key", "label", "kind"))
FIELD = Parts(
    {**_PARTS, "readers": ROLES, "writers": ROLES, "columns": Many(COLUMN, MOST_COLUMNS)},
    needed=("key", "label", "kind"),
)
FIELDS = Many(FIELD, MOST_FIELDS)
STATE = Parts(
    {"key": KEY, "label": Text(60, needed=True), "tone": OneOf(TONES), "open": Yes()}, needed=("key", "label")
)
MOVE = Parts(
    {"source": KEY, "target": KEY, "label": Text(60, needed=True), "roles": ROLES, "reason": Yes()},
    needed=("source", "target", "label"),
)
REGISTER = Parts(
    {
        "key": KEY,
        "prefix": Text(6, needed=True),
        "name": Text(60, needed=True),
        "plural": Text(60, needed=True),
        "about": Text(500),
        "title": Text(60),
        "icon": Text(40),
        "section": Text(LONGEST_KEY),
        "fields": FIELDS,
        "columns": Many(Text(LONGEST_KEY), MOST_FIELDS),
        "states": Many(STATE, MOST_STATES),
        "moves": Many(MOVE, MOST_MOVES),
        "view": ROLES,
        "edit": ROLES,
    },
    needed=("key", "prefix", "name", "plural"),
)
WHEN = Parts({"field": KEY, "op": OneOf(OPERATORS), "value": Plain()}, needed=("field", "op"), empty=True)
STEP = Parts(
    {
        "name": Text(60, needed=True),
        "roles": ROLES,
        "people": Many(Number(low=1, whole=True), 20),
        "rule": OneOf(("all", "any")),
        "when": WHEN,
    },
    needed=("name",),
)
FLOW = Parts(
    {
        "key": KEY,
        "name": Text(LONGEST_LABEL, needed=True),
        "register": KEY,
        "target": KEY,
        "when": WHEN,
        "steps": Many(STEP, MOST_STEPS),
        "remind_days": Number(low=0, high=60, whole=True),
    },
    needed=("key", "name", "register", "target", "steps"),
)
SCALE_STEP = Parts(
    {"value": Text(20, needed=True), "label": LABEL, "about": Text(500), "tone": OneOf(TONES)},
    needed=("value", "label"),
)
DOCUMENT = Parts(
    {
        "modules": Table(Yes(), 40),
        "fields": Table(FIELDS, 80),
        "registers": Many(REGISTER, MOST_REGISTERS),
        "flows": Many(FLOW, MOST_FLOWS),
        "scales": Table(Many(SCALE_STEP, 10), MOST_SCALES),
    }
)
