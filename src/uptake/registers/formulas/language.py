"""The formula language of custom fields: text to a checked, typed formula, and values to its result.

A tokenizer, and a Pratt parser that checks kinds as it goes and builds functions of a record's values.
docs/methods/formulas.md has the grammar.
"""

from __future__ import annotations

import graphlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from uptake.registers.formulas.tokens import NAME, WORDS, Circular, FormulaError, Token, What, tokens
from uptake.registers.formulas.values import (
    BINARY,
    BOOL,
    FUNCTIONS,
    NUMBER,
    PREFIX,
    Function,
    Kind,
    Run,
    Value,
    arithmetic,
    as_text,
    given,
    number,
    taken,
)

__all__ = [
    "Circular", "Formula", "FormulaError", "Kind", "Value", "as_text", "compile_all", "compile_formula", "order",
    "rename",
]  # fmt: skip

DEEPEST = 80

Compute = Callable[[Mapping[str, Any]], Value]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was understood.

    Attributes
    ----------
    text : str
    kind : Kind
        Of its result.
    uses : frozenset of str
        The keys of the fields that it needs.
    """

    text: str
    kind: Kind
    uses: frozenset[str]
    _compute: Compute = field(repr=False, compare=False)

    def value(self, values: Mapping[str, Any]) -> Value:
        """Return the result for the values of a record, by key; None when it is empty. Never raises.

        Numbers may also be stored as texts, dates as ISO texts; what is missing or of another kind is empty.
        """
        with arithmetic():
            return given(self._compute(values))


def compile_formula(
    text: str, fields: Mapping[str, Kind], labels: Mapping[str, str] | None = None
) -> Formula:
    """Understand a formula.

    Parameters
    ----------
    text : str
    fields : mapping of str to Kind
        The fields that it may name, by key.
    labels : mapping of str to str, optional
        Other names of the fields: label to key. A key goes before a label.

    Raises
    ------
    FormulaError

    Examples
    --------
    >>> risk = compile_formula("[影响] * probability", {"impact": "number", "probability": "number"},
    ...                        {"影响": "impact"})
    >>> risk.kind, sorted(risk.uses), risk.value({"impact": 4, "probability": "0.5"})
    ('number', ['impact', 'probability'], Decimal('2.0'))
    """
    parser = _Parser(text, fields, labels or {})
    node = parser.whole()
    return Formula(text, node.kind, frozenset(parser.uses), node.compute)


def compile_all(
    texts: Mapping[str, str], fields: Mapping[str, Kind], labels: Mapping[str, str] | None = None
) -> dict[str, Formula]:
    """Understand the formulas of a register, which may need each other, in the order of computing them.

    Parameters
    ----------
    texts : mapping of str to str
        The formula of each formula field, by key.
    fields : mapping of str to Kind
        The other fields.
    labels : mapping of str to str, optional
        As for `compile_formula`; may also name formula fields.

    Raises
    ------
    FormulaError, Circular
        A note on it (``__notes__``) is the key of the formula that is wrong.
    """
    names = _Names((*fields, *texts), labels or {})
    needs: dict[str, frozenset[str]] = {}
    known: dict[str, Kind] = {key: kind for key, kind in fields.items() if key not in texts}
    done: dict[str, Formula] = {}
    key = ""
    try:
        for key, text in texts.items():
            keys = (names.key_of(one.name) for one in tokens(text) if one.is_field)
            needs[key] = frozenset(one for one in keys if one is not None)
        for key in _ordered(needs):
            done[key] = compile_formula(texts[key], known, labels)
            known[key] = done[key].kind
    except FormulaError as error:
        error.add_note(error.found if isinstance(error, Circular) else key)
        raise
    return done


def order(formulas: Mapping[str, Formula]) -> list[str]:
    """Return the keys of formula fields so that each comes after those that it needs.

    Raises
    ------
    Circular

    Examples
    --------
    >>> fields = {"a": "number", "b": "number", "c": "number"}
    >>> order({"a": compile_formula("b + 1", fields), "b": compile_formula("c * 2", fields)})
    ['b', 'a']
    """
    return _ordered({key: formula.uses for key, formula in formulas.items()})


def _ordered(needs: Mapping[str, frozenset[str]]) -> list[str]:
    inner = {key: sorted(one for one in uses if one in needs) for key, uses in needs.items()}
    try:
        return list(graphlib.TopologicalSorter(inner).static_order())
    except graphlib.CycleError as error:
        # graphlib names each before the one that needs it, and the first one twice.
        raise Circular(error.args[1][:0:-1]) from None


def rename(text: str, old: str, new: str) -> str:
    """Return a formula in which a field has another key, or another label; all else stays as it was typed.

    Raises
    ------
    FormulaError
        When the text cannot be taken apart.

    Examples
    --------
    >>> rename("impact * [Impact] & 'impact'", "impact", "cost impact")
    "[cost impact] * [cost impact] & 'impact'"
    """
    parts, end = [], 0
    for token in tokens(text):
        if token.is_field and token.name.casefold() == old.casefold():
            parts += [text[end : token.start], _written(new, bracketed=token.form == "field")]
            end = token.end
    return "".join([*parts, text[end:]])


def _written(name: str, *, bracketed: bool) -> str:
    plain = NAME.fullmatch(name) and name.casefold() not in WORDS
    return name if plain and not bracketed else f"[{name.replace(']', ']]')}]"


_POWERS = {
    "or": 1, "and": 2,
    "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "&": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7, "^": 9,
}  # fmt: skip
_PREFIX_POWERS = {"not": 3, "-": 8, "+": 8}
_CLOCKS = {"today", "now"}


class _Names:
    """Finds the key for a name that somebody typed: as a key, then as a label, then in another case."""

    def __init__(self, keys: Sequence[str], labels: Mapping[str, str]) -> None:
        there = set(keys)
        exact = {label: key for label, key in labels.items() if key in there} | {key: key for key in keys}
        self.known = tuple(exact)
        self._keys = {name.strip().casefold(): key for name, key in exact.items()} | exact

    def key_of(self, name: str) -> str | None:
        return self._keys.get(name) or self._keys.get(name.casefold())


@dataclass(frozen=True, slots=True)
class _Node:
    kind: Kind
    depth: int
    compute: Compute


class _Parser:
    """Pratt's method: an expression goes on as long as the next operator binds more tightly than the last."""

    def __init__(self, text: str, fields: Mapping[str, Kind], labels: Mapping[str, str]) -> None:
        self._tokens = tokens(text)
        self._fields = fields
        self._names = _Names(tuple(fields), labels)
        self._at = 0
        self._depth = 0
        self.uses: set[str] = set()

    def whole(self) -> _Node:
        """Parse all of the text. An equals sign before it is a habit from spreadsheets, and means nothing."""
        if self._is_sign("="):
            self._at += 1
        if self._is_end():
            raise FormulaError("nothing")
        node = self._expression(0)
        if not self._is_end():
            raise self._refusal("extra_bracket" if self._is_sign(")") else "operator_expected")
        return node

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _is_sign(self, sign: str) -> bool:
        return self._next.form == "sign" and self._next.name == sign

    def _is_end(self) -> bool:
        return self._next.form == "end"

    def _taken(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _refusal(self, what: What) -> FormulaError:
        return FormulaError(what, self._next.start, self._next.name)

    def _expression(self, least: int) -> _Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refusal("too_complex")
        left = self._operand()
        while self._next.form in {"sign", "word"} and (power := _POWERS.get(self._next.name, 0)) > least:
            sign = self._taken()
            right = self._expression(power - 1 if sign.name == "^" else power)
            left = self._joined(sign, left, right)
        self._depth -= 1
        return left

    def _joined(self, sign: Token, left: _Node, right: _Node) -> _Node:
        known = BINARY.get((sign.name, left.kind, right.kind))
        if known is None:
            raise FormulaError("operator_kinds", sign.start, sign.name, got=(left.kind, right.kind))
        return self._node(known[0], known[1], [left, right], sign)

    def _operand(self) -> _Node:
        token = self._taken()
        match token.form:
            case "number":
                return self._number(token)
            case "text":
                return _constant("text", token.name)
            case "name" | "field":
                return self._field(token)
            case "call":
                return self._call(token)
            case "word" if token.name in {"true", "false"}:
                return _constant("bool", token.name == "true")
            case "sign" if token.name == "(":
                node = self._expression(0)
                self._close()
                return node
        if token.name in _PREFIX_POWERS and token.form != "end":
            return self._prefixed(token)
        self._at -= 1
        raise self._refusal("value_expected")

    def _number(self, token: Token) -> _Node:
        value = number(token.name)
        if value is None or value != Decimal(token.name):
            raise FormulaError("number_size", token.start, token.name)
        return _constant("number", value)

    def _prefixed(self, token: Token) -> _Node:
        inner = self._expression(_PREFIX_POWERS[token.name])
        kind, run = PREFIX[token.name]
        if inner.kind != kind:
            wanted = BOOL if kind == "bool" else NUMBER
            raise FormulaError(
                "argument_kind", token.start, token.name, wanted=tuple(wanted), got=(inner.kind,)
            )
        return self._node(kind, run, [inner], token)

    def _field(self, token: Token) -> _Node:
        key = self._names.key_of(token.name)
        if key is None:
            called = token.form == "name" and token.name.casefold() in FUNCTIONS
            what: What = "call_expected" if called else "unknown_name"
            raise FormulaError(what, token.start, token.name, self._names.known)
        self.uses.add(key)
        kind = self._fields[key]
        return _Node(kind, 1, lambda values: taken(kind, values.get(key)))

    def _call(self, token: Token) -> _Node:
        function = FUNCTIONS.get(token.name.casefold())
        if function is None:
            what: What = "no_clock" if token.name.casefold() in _CLOCKS else "unknown_function"
            raise FormulaError(what, token.start, token.name, tuple(FUNCTIONS))
        self._at += 1
        starts: list[int] = []
        arguments: list[_Node] = []
        while not self._is_sign(")"):
            starts.append(self._next.start)
            arguments.append(self._expression(0))
            if not self._is_sign(","):
                break
            self._at += 1
            if self._is_sign(")"):
                raise self._refusal("value_expected")
        self._close()
        kind = _checked(function, token, arguments, starts)
        return self._node(kind, function.run, arguments, token)

    def _close(self) -> None:
        if not self._is_sign(")"):
            raise self._refusal("bracket_expected")
        self._at += 1

    def _node(self, kind: Kind, run: Run, parts: list[_Node], token: Token) -> _Node:
        depth = 1 + max(one.depth for one in parts)
        if depth > DEEPEST:
            raise FormulaError("too_complex", token.start)
        computes = [one.compute for one in parts]
        empty = "" if kind == "text" else None

        def compute(values: Mapping[str, Any]) -> Value:
            result = run(*[one(values) for one in computes])
            return empty if result is None else result

        return _Node(kind, depth, compute)


def _constant(kind: Kind, value: Decimal | str | bool) -> _Node:
    return _Node(kind, 1, lambda _values: value)


def _checked(function: Function, token: Token, arguments: list[_Node], starts: list[int]) -> Kind:
    """Check a function's arguments; return the kind of its result."""
    count = len(arguments)
    if count < function.fewest or (function.most is not None and count > function.most):
        limit = (function.fewest, function.most)
        raise FormulaError("argument_count", token.start, token.name, limit=limit)
    kinds = [one.kind for one in arguments]
    for index, kind in enumerate(kinds):
        wanted = function.kinds_of(index)
        if kind not in wanted:
            raise FormulaError(
                "argument_kind", starts[index], token.name, wanted=tuple(sorted(wanted)), got=(kind,)
            )
        if function.alike is not None and index > function.alike and kind != kinds[function.alike]:
            got = (kinds[function.alike], kind)
            raise FormulaError("unlike_arguments", starts[index], token.name, got=got)
    return function.gives or kinds[function.alike or 0]
