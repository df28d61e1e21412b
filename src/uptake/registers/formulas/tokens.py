"""The pieces of a formula: names, numbers, texts and signs, and what can be wrong with a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from uptake.registers.formulas.values import Kind

MOST_CHARACTERS = 2_000
MOST_TOKENS = 600

What = Literal[
    "too_long",
    "too_complex",
    "nothing",
    "character",
    "open_text",
    "open_name",
    "number_size",
    "value_expected",
    "operator_expected",
    "bracket_expected",
    "extra_bracket",
    "unknown_name",
    "unknown_function",
    "no_clock",
    "call_expected",
    "argument_count",
    "argument_kind",
    "unlike_arguments",
    "operator_kinds",
    "circular",
]
"""What can be wrong with a formula. The words are in `formula_words`."""


@dataclass(eq=False)
class FormulaError(Exception):
    """A text that is no formula.

    Attributes
    ----------
    what : What
    position : int
        Where, counted in characters from 0.
    found : str
        What stands there.
    known : tuple of str
        The names that would have been understood.
    wanted, got : tuple of Kind
        Kinds that were expected, and those that stand there.
    limit : tuple of int or None
        How much there may be: the fewest and the most, None if there is no limit.
    """

    what: What
    position: int = 0
    found: str = ""
    known: tuple[str, ...] = ()
    wanted: tuple[Kind, ...] = ()
    got: tuple[Kind, ...] = ()
    limit: tuple[int | None, ...] = ()

    def __str__(self) -> str:
        return repr(self)


class Circular(FormulaError):
    """Formulas that need each other.

    Attributes
    ----------
    names : tuple of str
        Each needs the next, and the last the first.
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__("circular", found=names[0], known=tuple(names))
        self.names = tuple(names)


# What a Chinese keyboard types for the signs of a formula. One character each, so that positions stay.
_WIDE = str.maketrans(
    "（），＋－−＊×／÷％＾＆＝＜＞！［］【】．０１２３４５６７８９",
    "(),+--**//%^&=<>![][].0123456789",
)
_SIGNS = {"==": "=", "!=": "<>", "≤": "<=", "≥": ">=", "≠": "<>"}
WORDS = {"and", "or", "not", "true", "false"}
NAME = re.compile(r"[^\W\d]\w*")
_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<field>\[(?:[^\]]|\]\])*\])"
    r"|(?P<text>\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|“[^”]*”|‘[^’]*’)"
    r"|(?P<sign><=|>=|<>|!=|==|[-+*/%^&=<>(),≤≥≠])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: ``name`` is a sign, a word, the name of a field or function, or what a text says."""

    form: Literal["number", "name", "field", "text", "sign", "word", "call", "end"]
    name: str
    start: int
    end: int

    @property
    def is_field(self) -> bool:
        """Whether it names a field."""
        return self.form in {"name", "field"}


def tokens(text: str) -> list[Token]:
    """Take a formula apart; the last token is its end.

    Raises
    ------
    FormulaError
    """
    if len(text) > MOST_CHARACTERS:
        raise FormulaError("too_long", MOST_CHARACTERS, limit=(None, MOST_CHARACTERS))
    plain = text.translate(_WIDE)
    found: list[Token] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            raise _refusal(text, plain, at)
        if match.lastgroup != "blank":
            found.append(_token(match, text, plain))
        at = match.end()
        if len(found) > MOST_TOKENS:
            raise FormulaError("too_complex", at)
    return [*found, Token("end", "", len(text), len(text))]


def _refusal(text: str, plain: str, at: int) -> FormulaError:
    what: What = "open_name" if plain[at] == "[" else "open_text" if plain[at] in "\"'“‘" else "character"
    return FormulaError(what, at, text[at])


def _token(match: re.Match[str], text: str, plain: str) -> Token:
    start, end = match.span()
    written = match[0]
    match match.lastgroup:
        case "number":
            return Token("number", written, start, end)
        case "name":
            word = written.casefold()
            if word in WORDS:
                return Token("word", word, start, end)
            called = plain[end:].lstrip().startswith("(")
            return Token("call" if called else "name", text[start:end], start, end)
        case "field":
            return Token("field", text[start + 1 : end - 1].replace("]]", "]").strip(), start, end)
        case "text":
            inner = text[start + 1 : end - 1]
            quote = written[0]
            return Token("text", inner.replace(quote * 2, quote) if quote in "\"'" else inner, start, end)
    return Token("sign", _SIGNS.get(written, written), start, end)
