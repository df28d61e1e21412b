"""How each kind of field is typed, kept and shown.

A *plain* value is what JSON can hold: text, number, true or false, a list; a date as YYYY-MM-DD, a person as number,
money in hundredths. History, files, interface and custom fields speak plain values; columns are made of them.
"""

import datetime
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from uptake.registers.spec import Field, Kind
from uptake.ui import dates

LONGEST_TEXT = 1_000
LONGEST_LONG = 20_000
LARGEST = Decimal(10) ** 15
MOST_ROWS = 500
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
YES = frozenset({"1", "true", "yes", "y", "x", "on", "是", "√", "✓", "对"})
NO = frozenset({"0", "false", "no", "n", "off", "否", "×", "-"})
DATE_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%Y年%m月%d日", "%Y%m%d")


class Wrong(ValueError):
    """What was typed is not a value of the field; the text is a sentence."""


def tidy(text: object) -> str:
    """Return text without what no page and no database should be given."""
    return NO_TEXT.sub("", unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n")).strip()


def parse(field: Field, given: Any, people: Mapping[int, str]) -> Any:
    """Return what was typed, imported or sent as a plain value; None for nothing.

    Parameters
    ----------
    field : Field
    given : object
        Text, or what a file or the interface gave.
    people : mapping of int to str
        Who can be named.

    Raises
    ------
    Wrong
    """
    if given is None or (isinstance(given, str) and not tidy(given)) or given == []:
        return False if field.kind is Kind.CHECKBOX else None
    return _PARSE[field.kind](field, given, people)


def _text(field: Field, given: Any, people: Mapping[int, str]) -> str:
    most = LONGEST_LONG if field.kind is Kind.LONG_TEXT else LONGEST_TEXT
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if isinstance(given, datetime.datetime) and given.time() == datetime.time(0):
        given = given.date()
    text = tidy(given)
    if field.kind is Kind.TEXT:
        text = " ".join(text.split())
    if len(text) > most:
        raise Wrong(_("Say it in %d characters.") % most)
    return text


def _number(field: Field, given: Any, people: Mapping[int, str]) -> int | float:
    found = _decimal(given)
    if field.low is not None and found < Decimal(str(field.low)):
        raise Wrong(_("Not less than %s.") % field.low)
    if field.high is not None and found > Decimal(str(field.high)):
        raise Wrong(_("Not more than %s.") % field.high)
    return plain_number(found)


def plain_number(found: Decimal) -> int | float:
    """Return a number as JSON holds it.

    Examples
    --------
    >>> plain_number(Decimal("3.0")), plain_number(Decimal("0.25"))
    (3, 0.25)
    """
    return int(found) if found == found.to_integral_value() else float(found)


def _decimal(given: Any) -> Decimal:
    text = unicodedata.normalize("NFKC", str(given)).replace(",", "").replace(" ", "").replace("−", "-")
    try:
        found = Decimal(text.rstrip("%"))
    except InvalidOperation:
        raise Wrong(_("Write a number, like 12 or 0.5.")) from None
    if not found.is_finite() or found.copy_abs() >= LARGEST:  # abs() would compute, and overflow
        raise Wrong(_("That number is too large."))
    return found


def _money(field: Field, given: Any, people: Mapping[int, str]) -> int:
    text = unicodedata.normalize("NFKC", str(given)).strip()
    text = re.sub(r"^[¥￥$€£]|^[A-Za-z]{3}|[A-Za-z]{3}$|元$", "", text).strip()
    factor = {"万": 10_000, "亿": 100_000_000}.get(text[-1:], 1)
    found = _decimal(text.rstrip("万亿")) * factor * 100
    if abs(found) >= LARGEST:
        raise Wrong(_("That amount is too large."))
    return int(found.to_integral_value())


def _date(field: Field, given: Any, people: Mapping[int, str]) -> str:
    if isinstance(given, datetime.datetime):
        return given.date().isoformat()
    if isinstance(given, datetime.date):
        return given.isoformat()
    text = unicodedata.normalize("NFKC", str(given)).strip().split("T")[0].split(" ")[0]
    for form in DATE_FORMS:
        try:
            found = datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if found.year >= 1900:
            return found.isoformat()
    raise Wrong(_("Write a date, like 2027-03-18."))


def _choice(field: Field, given: Any, people: Mapping[int, str]) -> str:
    wanted = _folded(int(given) if isinstance(given, float) and given.is_integer() else given)
    for one in field.choices:
        if wanted in {_folded(one.value), _folded(one.label)}:
            return one.value
    words = ", ".join(str(one.label) for one in field.choices[:12])
    raise Wrong(_("“%(text)s” is not one of: %(words)s.") % {"text": tidy(given)[:60], "words": words})


def _folded(word: object) -> str:
    return unicodedata.normalize("NFKC", str(word)).strip().casefold()


def _choices(field: Field, given: Any, people: Mapping[int, str]) -> list[str] | None:
    parts = given if isinstance(given, (list, tuple)) else re.split(r"[,;、，；\n]", str(given))
    found = {_choice(field, one, people) for one in parts if tidy(one)}
    return [one.value for one in field.choices if one.value in found] or None


def _person(field: Field, given: Any, people: Mapping[int, str]) -> int:
    text = str(int(given)) if isinstance(given, float) and given.is_integer() else tidy(given)
    if text.isascii() and text.isdigit() and len(text) < 19 and int(text) in people:
        return int(text)
    wanted = _folded(text)
    found = [pk for pk, name in people.items() if wanted in _names(name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise Wrong(_("There are several people called “%s”. Choose one from the list.") % text[:60])
    raise Wrong(_("Nobody in the team is called “%s”. Add the person to the team first.") % text[:60])


def _names(name: str) -> set[str]:
    """Return what a person may be called: the whole name, and each part of one written in two scripts."""
    whole = _folded(name)
    first, _space, rest = whole.partition(" ")
    return {whole, first, rest} if not first.isascii() else {whole}


def _codes(field: Field, given: Any, people: Mapping[int, str]) -> list[str] | None:
    """Return what links name, as it was written: only a project knows what there is."""
    parts = given if isinstance(given, (list, tuple)) else re.split(r"[,;、，；\s]+", str(given))
    return list(dict.fromkeys(tidy(one).upper() for one in parts if tidy(one))) or None


def _check(field: Field, given: Any, people: Mapping[int, str]) -> bool:
    if isinstance(given, (bool, int, float)):
        return bool(given)
    word = _folded(given)
    if word in YES or word in NO:
        return word in YES
    raise Wrong(_("Write yes or no."))


def _file(field: Field, given: Any, people: Mapping[int, str]) -> int:
    raise Wrong(_("A file can only be chosen on the page of the record."))


class WrongRows(Wrong):
    """Some cells of a table cannot be taken.

    Attributes
    ----------
    cells : dict
        Row id to column key to sentence.
    """

    def __init__(self, cells: dict[str, dict[str, str]]) -> None:
        super().__init__(_("Look at the marked cells of the table."))
        self.cells = cells


def _rows(field: Field, given: Any, people: Mapping[int, str]) -> list[dict[str, Any]] | None:
    rows = given
    if isinstance(given, str):
        try:
            rows = json.loads(given)
        except (ValueError, RecursionError):
            raise Wrong(_("The table cannot be read.")) from None
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise Wrong(_("The table cannot be read."))
    if len(rows) > MOST_ROWS:
        raise Wrong(_("A table has room for %d rows.") % MOST_ROWS)
    found, wrong = [], {}
    for row in rows:
        name = tidy(row.get("id") or "")[:12] or get_random_string(8)
        values, errors = _row(field, row, people)
        if errors:
            wrong[name] = errors
        if values:
            found.append({"id": name, **values})
    if wrong:
        raise WrongRows(wrong)
    return found or None


def _row(
    field: Field, row: Mapping[str, Any], people: Mapping[int, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    values, errors = {}, {}
    for column in field.columns:
        try:
            value = parse(column, row.get(column.key), people)
        except Wrong as why:
            errors[column.key] = str(why)
            continue
        if value is not None and value is not False:  # 0 is a value
            values[column.key] = value
    if values:
        for column in field.columns:
            if column.required and column.key not in values and column.key not in errors:
                errors[column.key] = _("Fill this in.")
    return values, errors


_PARSE = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.MULTI_CHOICE: _choices,
    Kind.PERSON: _person,
    Kind.LINK: _codes,
    Kind.FILE: _file,
    Kind.CHECKBOX: _check,
    Kind.ROWS: _rows,
}


# ---- showing


def text_of(field: Field, value: Any, people: Mapping[int, str]) -> str:
    """Return a plain value as people read it, in a page or a file of text."""
    if value is None or value == []:
        return ""
    show = _SHOW.get(field.result if field.kind is Kind.FORMULA else field.kind)
    try:
        return show(field, value, people) if show else str(value)
    except (TypeError, ValueError, AttributeError):  # history: the field was of another kind then
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def page_text(field: Field, value: Any, people: Mapping[int, str]) -> str:
    """Return a plain value as a page shows it: days as the house writes them, else as `text_of`."""
    if value and (field.result if field.kind is Kind.FORMULA else field.kind) is Kind.DATE:
        try:
            return dates.short_text(datetime.date.fromisoformat(value), timezone.localdate())
        except (TypeError, ValueError):  # as in `text_of`
            return text_of(field, value, people)
    return text_of(field, value, people)


_SHOW: dict[Kind, Callable[[Field, Any, Mapping[int, str]], str]] = {
    Kind.NUMBER: lambda field, value, people: number_text(value),
    Kind.MONEY: lambda field, value, people: money_text(value),
    Kind.DATE: lambda field, value, people: date_format(
        datetime.date.fromisoformat(value), "SHORT_DATE_FORMAT"
    ),
    Kind.CHOICE: lambda field, value, people: field.label_of(value),
    Kind.MULTI_CHOICE: lambda field, value, people: ", ".join(field.label_of(one) for one in value),
    Kind.PERSON: lambda field, value, people: people.get(value, _("Somebody")),
    Kind.CHECKBOX: lambda field, value, people: _("Yes") if value else _("No"),
    Kind.LINK: lambda field, value, people: ", ".join(map(str, value)),
    Kind.ROWS: lambda field, value, people: "\n".join(_row_text(field, row, people) for row in value),
}


def _row_text(field: Field, row: Mapping[str, Any], people: Mapping[int, str]) -> str:
    cells = (text_of(column, row.get(column.key), people) for column in field.columns)
    return " | ".join(cells)


def number_text(value: float) -> str:
    """Write a number with thousands marks and no more digits than it has.

    Examples
    --------
    >>> number_text(12345.5), number_text(3)
    ('12,345.5', '3')
    """
    return f"{Decimal(str(round(value, 6))):,f}".rstrip("0").rstrip(".") if value % 1 else f"{int(value):,}"


def money_text(value: int) -> str:
    """Write an amount of hundredths.

    Examples
    --------
    >>> money_text(1234550), money_text(-5)
    ('12,345.50', '-0.05')
    """
    sign, amount = "-" if value < 0 else "", abs(value)
    return f"{sign}{amount // 100:,}.{amount % 100:02d}"
