"""What is different between two configurations, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.configuration.document import all_fields, name_of, tidied, whole
from uptake.registers.configuration.scales import standard
from uptake.registers.configuration.words import PROPERTIES, kind_word, value_words
from uptake.registers.spec import SECTIONS

ADDED, REMOVED, CHANGED = "+", "−", "~"
Part = Mapping[str, Any]
OWN_PARTS = frozenset({"key", "fields", "states", "moves"})


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: `sign` tells whether something was added, removed or changed."""

    sign: str
    where: str
    text: str


def difference(old: Part, new: Part) -> list[Line]:
    """Return what is different, in the order of the pages."""
    before, after = whole(tidied(old)), whole(tidied(new))
    return [
        *_modules(before, after),
        *_fields(before, after),
        *_registers(before, after),
        *_flows(before, after),
        *_scales(before, after),
    ]


def _modules(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Line]:
    for key in sorted(old["modules"].keys() ^ new["modules"].keys()):
        name = str(SECTIONS[key].label) if key in SECTIONS else key
        yield Line(
            CHANGED,
            _("Modules"),
            (_("%s is switched off") if key in new["modules"] else _("%s is switched on")) % name,
        )


def _fields(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Line]:
    before, after = all_fields(old), all_fields(new)
    made = {one["key"] for one in new["registers"]} - {one["key"] for one in old["registers"]}
    gone = {one["key"] for one in old["registers"]} - {one["key"] for one in new["registers"]}
    for of in dict.fromkeys([*before, *after]):
        if of not in made | gone:
            name = name_of(new if of in after else old, of)
            yield from _parts(name, before.get(of, []), after.get(of, []), _field_word)


def _field_word(one: Part) -> str:
    return _("%(label)s (%(kind)s)") % {"label": one["label"], "kind": kind_word(one["kind"])}


def _label(one: Part) -> str:
    return str(one.get("label") or one.get("name") or one.get("key"))


def _parts(where: str, old: Sequence[Part], new: Sequence[Part], word: Any = _label) -> Iterator[Line]:
    """Compare two lists of things that have a key."""
    before, after = {one["key"]: one for one in old}, {one["key"]: one for one in new}
    for key, one in after.items():
        if key not in before:
            yield Line(ADDED, where, word(one))
        else:
            yield from properties(f"{where} › {_label(one)}", before[key], one)
    for key, one in before.items():
        if key not in after:
            yield Line(REMOVED, where, word(one))
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Line(CHANGED, where, _("The order is another one"))


def properties(where: str, old: Part, new: Part) -> Iterator[Line]:
    """Compare the properties of one thing."""
    for name in dict.fromkeys([*old, *new]):
        if name in OWN_PARTS or old.get(name) == new.get(name) or not (old.get(name) or new.get(name)):
            continue
        before, after = value_words(name, old.get(name)), value_words(name, new.get(name))
        word = str(PROPERTIES.get(name, name))
        if before == after:
            yield Line(CHANGED, where, _("%s: details") % word)
        else:
            words = {"what": word, "old": before[:200], "new": after[:200]}
            yield Line(CHANGED, where, _("%(what)s: %(old)s → %(new)s") % words)


def _registers(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Line]:
    before = {one["key"]: one for one in old["registers"]}
    for one in new["registers"]:
        was = before.pop(one["key"], None)
        if was is None:
            count = len(one.get("fields", ()))
            words = {"name": one["plural"], "count": count}
            yield Line(ADDED, _("Registers"), _("%(name)s, with %(count)d fields") % words)
            continue
        where = one["plural"]
        yield from properties(where, was, one)
        yield from _parts(_("%s › States") % where, was.get("states", []), one.get("states", []))
        yield from _parts(_("%s › Ways") % where, _ways(was), _ways(one))
    for one in before.values():
        yield Line(REMOVED, _("Registers"), one["plural"])


def _ways(register: Part) -> list[Part]:
    return [{**one, "key": f"{one['source']} {one['target']}"} for one in register.get("moves", ())]


def _flows(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Line]:
    yield from _parts(_("Approval flows"), old["flows"], new["flows"])


def _scales(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Line]:
    known = standard()
    for name in dict.fromkeys([*old["scales"], *new["scales"]]):
        where = str(known[name].label) if name in known else name
        before, after = (one["scales"].get(name) for one in (old, new))
        if before is None or after is None:
            yield Line(
                CHANGED,
                _("Scales"),
                (_("%s: words of its own") if after else _("%s: standard words")) % where,
            )
            continue
        yield from _parts(
            where, *([{**one, "key": one["value"]} for one in steps] for steps in (before, after))
        )
