"""What is wrong with a formula, as a sentence that says what to do."""

import difflib
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from uptake.registers.formulas.tokens import MOST_CHARACTERS, Circular, FormulaError, What
from uptake.registers.formulas.values import MOST_DIGITS, Kind

_SHOWN = 40


def formula_sentence(error: FormulaError) -> str:
    """Return what is wrong, at which character (counted from 1), and the name that may have been meant."""
    said = _SENTENCES[error.what](error)
    if error.what in _NOWHERE:
        return said
    return _("At character %(position)d: %(said)s") % {"position": error.position + 1, "said": said}


def formula_caret(text: str, error: FormulaError) -> str:
    """Return the line of a formula in which something is wrong, and below it a caret that points there."""
    start = text.rfind("\n", 0, error.position) + 1
    line = text[start:].split("\n", 1)[0]
    before = line[: error.position - start]
    # A character of Chinese is two wide, and so is the ideographic space.
    blank = "".join("\u3000" if one > "\u2e7f" else "\t" if one == "\t" else " " for one in before)
    return f"{line}\n{blank}^"


def _quoted(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def kind_word(kind: Kind) -> str:
    """Return the name of a kind, as it stands in a sentence."""
    words = {"number": _("a number"), "text": _("a text"), "date": _("a date"), "bool": _("yes or no")}
    return words[kind]


def _one_of(kinds: Iterable[Kind]) -> str:
    return _(" or ").join(kind_word(one) for one in kinds)


def _meant(error: FormulaError) -> str | None:
    folded = {one.casefold(): one for one in reversed(error.known)}
    near = difflib.get_close_matches(error.found.casefold()[:200], folded, n=1, cutoff=0.5)
    return folded[near[0]] if near else None


def _too_long(_error: FormulaError) -> str:
    return _("A formula can have %(most)d characters. Move a part of it into a field of its own.") % {
        "most": MOST_CHARACTERS
    }


def _unknown_name(error: FormulaError) -> str:
    values = {"name": _quoted(error.found), "meant": _meant(error) or ""}
    if values["meant"]:
        return _("There is no field “%(name)s”. Did you mean “%(meant)s”?") % values
    if not error.known:
        return _("There is no field “%(name)s”. Add the fields first that the formula needs.") % values
    values["known"] = "，".join(error.known[:8]) if _is_wide(error.known) else ", ".join(error.known[:8])
    return _("There is no field “%(name)s”. Use one of these: %(known)s.") % values


def _is_wide(names: Iterable[str]) -> bool:
    return all(name[:1] > "\u2e7f" for name in names)


def _unknown_function(error: FormulaError) -> str:
    values = {"name": _quoted(error.found), "meant": _meant(error) or "", "known": ", ".join(error.known)}
    if values["meant"]:
        return _("There is no function “%(name)s”. Did you mean “%(meant)s”?") % values
    return _("There is no function “%(name)s”. There are: %(known)s.") % values


def _argument_count(error: FormulaError) -> str:
    fewest, most = error.limit[0] or 0, error.limit[1]
    values = {"name": error.found, "fewest": fewest, "most": most}
    if most is None:
        return (
            ngettext(
                "“%(name)s” needs at least %(fewest)d value in its brackets.",
                "“%(name)s” needs at least %(fewest)d values in its brackets.",
                fewest,
            )
            % values
        )
    if most == fewest:
        return (
            ngettext(
                "“%(name)s” needs %(fewest)d value in its brackets.",
                "“%(name)s” needs %(fewest)d values in its brackets, with commas between them.",
                fewest,
            )
            % values
        )
    return (
        _("“%(name)s” needs %(fewest)d to %(most)d values in its brackets, with commas between them.")
        % values
    )


def _argument_kind(error: FormulaError) -> str:
    values = {"name": error.found, "wanted": _one_of(error.wanted), "got": kind_word(error.got[0])}
    return _("“%(name)s” needs %(wanted)s here, and this is %(got)s.") % values


def _unlike_arguments(error: FormulaError) -> str:
    values = {"name": error.found, "first": kind_word(error.got[0]), "other": kind_word(error.got[1])}
    return (
        _("The values of “%(name)s” must be of one kind: the first is %(first)s, this is %(other)s.") % values
    )


def _operator_kinds(error: FormulaError) -> str:
    values = {"sign": error.found, "one": kind_word(error.got[0]), "other": kind_word(error.got[1])}
    if error.found == "+" and "text" in error.got:
        return _("“+” adds numbers. To join texts, write “&” instead.")
    return _("“%(sign)s” cannot stand between %(one)s and %(other)s.") % values


def _circular(error: FormulaError) -> str:
    names = error.names if isinstance(error, Circular) else error.known
    if len(names) == 1:
        return _("The formula of “%(name)s” needs its own result. Take the field out of it.") % {
            "name": names[0]
        }
    return _("These formulas need each other: %(names)s. Take one of them out of another.") % {
        "names": " → ".join((*names, names[0]))
    }


def _value_expected(error: FormulaError) -> str:
    if not error.found:
        return _("The formula ends too early. Add the field, number or text that is missing.")
    return _("A field, a number or a text is missing before “%(found)s”.") % {"found": _quoted(error.found)}


def _bracket_expected(error: FormulaError) -> str:
    if not error.found:
        return _("A bracket is open at the end. Add “)”.")
    return _("“)”, a comma or an operator is missing before “%(found)s”.") % {"found": _quoted(error.found)}


_NOWHERE: set[What] = {"nothing", "too_long", "circular"}
_SENTENCES: dict[What, Callable[[FormulaError], str]] = {
    "too_long": _too_long,
    "too_complex": lambda _error: _(
        "The formula is nested too deeply or has too many parts. Move a part of it into a field of its own."
    ),
    "nothing": lambda _error: _("Write a formula, such as: probability * impact"),
    "character": lambda error: (
        _("“%(found)s” means nothing in a formula. Put texts in quotation marks, and unusual names in [ ].")
        % {"found": error.found}
    ),
    "open_text": lambda _error: _("The text that begins here does not end. Add a quotation mark."),
    "open_name": lambda _error: _("The name that begins here does not end. Add “]”."),
    "number_size": lambda _error: (
        _("A number in a formula can have %(most)d digits. Shorten this one.") % {"most": MOST_DIGITS}
    ),
    "value_expected": _value_expected,
    "operator_expected": lambda error: (
        _("An operator is missing before “%(found)s”, such as + or &.") % {"found": _quoted(error.found)}
    ),
    "bracket_expected": _bracket_expected,
    "extra_bracket": lambda _error: _("This “)” closes nothing. Remove it, or add “(” before."),
    "unknown_name": _unknown_name,
    "unknown_function": _unknown_function,
    "no_clock": lambda _error: _(
        "A result is stored, so it cannot depend on today's date. Use a date field of the record."
    ),
    "call_expected": lambda error: (
        _("“%(name)s” is a function. Write its values in brackets behind it.") % {"name": error.found}
    ),
    "argument_count": _argument_count,
    "argument_kind": _argument_kind,
    "unlike_arguments": _unlike_arguments,
    "operator_kinds": _operator_kinds,
    "circular": _circular,
}
