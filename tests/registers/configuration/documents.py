"""Configurations to test with, and random ones."""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from uptake.registers.configuration import shape
from uptake.registers.spec import Kind


def field(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": more.pop("label", key.replace("_", " ").title()), "kind": kind, **more}


def choices(*words: str) -> list[dict[str, str]]:
    return [{"value": word.lower(), "label": word} for word in words]


def site(**more: Any) -> dict[str, Any]:
    """Return a register “Site readiness”."""
    return {
        "key": "site",
        "prefix": "SR",
        "name": "Site",
        "plural": "Sites",
        "fields": [
            field("rooms", "number", low=0),
            field("ready_on", "date"),
            field("level", "choice", choices=choices("Low", "High")),
            field("budget", "money"),
            field("score", "formula", formula="rooms * 2", result="number"),
        ],
        "columns": ["rooms", "level"],
        "states": [
            {"key": "open", "label": "Open", "tone": "info", "open": True},
            {"key": "done", "label": "Done", "tone": "good", "open": False},
        ],
        "moves": [{"source": "open", "target": "done", "label": "Finish"}],
        **more,
    }


WORDS = st.sampled_from(["a", "b", "rooms", "title", "risk", "site", "task", "", "A", "影响", "x\0", "open"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=12,
)
KEYS = st.sampled_from(["a", "b", "c", "rooms", "title", "decision", "site", "9", "not a key"])
FORMULAS = st.sampled_from(["", "a + b", "b * 2", "c", "[Title]", "1 / 0", "if(", "rooms = '1'"])
PLAIN = st.sampled_from([None, "", "1", 1, 2.5, True, "2027-01-01", ["a"], "soon"])


def built(part: Any) -> st.SearchStrategy[Any]:
    """Return documents of the right shape, most of which make no sense: they get further than any JSON."""
    if isinstance(part, shape.Parts):
        needed = {name: named(name, part.names[name]) for name in part.needed}
        optional = {name: named(name, one) for name, one in part.names.items() if name not in part.needed}
        found: st.SearchStrategy[Any] = st.fixed_dictionaries(needed, optional=optional)
        return found | st.none() if part.empty else found
    if isinstance(part, shape.Table):
        return st.dictionaries(KEYS | st.sampled_from(["scope", "probability"]), built(part.of), max_size=2)
    if isinstance(part, shape.Many):
        return st.lists(built(part.of), max_size=3)
    if isinstance(part, shape.OneOf):
        return st.sampled_from(part.words)
    if isinstance(part, shape.Yes):
        return st.booleans()
    if isinstance(part, shape.Number):
        return st.integers(0, 3) | (st.none() if part.empty else st.integers(1, 2))
    return PLAIN if isinstance(part, shape.Plain) else KEYS


def named(name: str, part: Any) -> st.SearchStrategy[Any]:
    if name == "formula":
        return FORMULAS
    if name == "kind":
        return st.sampled_from([str(one) for one in Kind])
    if name == "prefix":
        return st.sampled_from(["SR", "D", "9", "A", ""])
    return built(part)


DOCUMENTS = built(shape.DOCUMENT)


KINDS = ["text", "long_text", "number", "money", "date", "choice", "multi_choice", "checkbox", "person"]


@st.composite
def right(draw: st.DrawFn) -> dict[str, Any]:
    """Return a configuration that makes sense; the same keys come back with other kinds."""
    fields = []
    for key in draw(st.lists(st.sampled_from("abcde"), unique=True, max_size=5)):
        kind = draw(st.sampled_from(KINDS))
        more: dict[str, Any] = {}
        if kind in {"choice", "multi_choice"}:
            words = draw(st.lists(st.sampled_from(["Low", "High", "1", "2"]), unique=True, min_size=1))
            more["choices"] = choices(*words)
        fields.append(field(key, kind, **more))
    numbers = [one["key"] for one in fields if one["kind"] in {"number", "money"}]
    if numbers:
        fields.append(field("z", "formula", formula=f"{numbers[0]} * 2", result="number"))
    names = draw(st.lists(st.sampled_from(["open", "busy", "done"]), unique=True, max_size=3))
    states = [{"key": one, "label": one.title()} for one in names]
    moves = [{"source": one, "target": other, "label": "Go"} for one, other in pairwise(names)]
    shown = [one["key"] for one in fields][:2]
    register = site(fields=fields, states=states, moves=moves, columns=shown)
    return {"registers": [register], "modules": draw(st.sampled_from([{}, {"risk": False}]))}
