"""What stands above a list: chips of what is on, the editor of a filter, addresses that keep the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from uptake.registers.kinds import Wrong, page_text, parse
from uptake.registers.lists.listing import ME, NONE, Listing, shown_kind
from uptake.registers.spec import Field, Kind

RANGES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.DATE})
CHOSEN = frozenset({Kind.CHOICE, Kind.MULTI_CHOICE, Kind.PERSON, Kind.CHECKBOX})
NEVER = frozenset({Kind.ROWS, Kind.FILE})
NO_STATE = ("drawer", "page", "view", "csrfmiddlewaretoken")
"""What an address holds that is not part of how the list is seen."""
MOST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter that is on; `without` is the address of the list without it."""

    key: str
    label: str
    words: str
    without: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    value: str
    label: str
    on: bool


def address(query: MultiValueDict[str, str], *without: str, **changed: str) -> str:
    """Return the query of a list, some of it left out or changed; it begins with its first page."""
    kept = QueryDict(mutable=True)
    for key, values in query.lists():
        if key not in NO_STATE and key not in without and key not in changed and any(values):
            kept.setlist(key, [one for one in values if one])
    for key, value in changed.items():
        if value:
            kept[key] = value
    return kept.urlencode()


def kept(query: MultiValueDict[str, str], *without: str) -> list[tuple[str, str]]:
    """Return what a form has to carry along so that nothing of the list's state is lost."""
    pairs = QueryDict(address(query, *without))
    return [(key, one) for key, values in pairs.lists() for one in values]


def names_of(key: str) -> tuple[str, str, str]:
    """Return the parts of an address that filter by a field."""
    return f"f.{key}", f"f.{key}.min", f"f.{key}.max"


def filterable(listing: Listing) -> list[Field]:
    """Return the fields by which somebody may filter; numbers of records are found by the search."""
    return [one for key, one in listing.known.items() if one.kind not in NEVER and key != "number"]


def chips(listing: Listing) -> list[Chip]:
    """Return the filters that are on, in words."""
    found = []
    for field in filterable(listing):
        words = _words(listing, field)
        if words:
            without = address(listing.query, *names_of(field.key)) or "view="
            found.append(Chip(key=field.key, label=str(field.label), words=words, without=without))
    return found


def _words(listing: Listing, field: Field) -> str:
    name, low, high = names_of(field.key)
    given = [one for one in listing.query.getlist(name) if one]
    labels = {one.value: one.label for one in options(listing, field)}
    parts = [labels.get(one) or (_("none") if one == NONE else f"“{one[:40]}”") for one in given]
    words = ", ".join(parts[:MOST_WORDS])
    if len(parts) > MOST_WORDS:
        words += f" +{len(parts) - MOST_WORDS}"
    ends = [_shown(field, listing.query.get(end) or "") for end in (low, high)]
    if all(ends):
        words = f"{ends[0]} – {ends[1]}"
    elif any(ends):
        words = f"≥ {ends[0]}" if ends[0] else f"≤ {ends[1]}"
    return words


def _shown(field: Field, text: str) -> str:
    """Return one end of a range as people read it; nothing when it is no value."""
    kind = shown_kind(field)
    if not text.strip() or kind not in RANGES:
        return ""
    plain = Field(key=field.key, label="", kind=kind)
    try:
        return page_text(plain, parse(plain, text, {}), {})
    except Wrong:
        return ""


def options(listing: Listing, field: Field) -> list[Option]:
    """Return what can be chosen in the filter of a field; none where one types."""
    kind = shown_kind(field)
    on = set(listing.query.getlist(f"f.{field.key}"))
    if kind is Kind.PERSON:
        pairs: Iterable[tuple[Any, Any]] = [(ME, _("Me")), *listing.visit.people.items()]
    elif kind in {Kind.CHOICE, Kind.MULTI_CHOICE}:
        pairs = [(one.value, one.label) for one in field.choices]
    elif kind is Kind.CHECKBOX:
        pairs = [("1", _("Yes")), ("0", _("No"))]
    else:
        return []
    none = [] if kind is Kind.CHECKBOX or field.key == "state" else [(NONE, _("None"))]
    return [
        Option(value=str(value), label=str(label), on=str(value) in on) for value, label in (*pairs, *none)
    ]


def editor(listing: Listing, field: Field) -> dict[str, Any]:
    """Return what the editor of a filter shows."""
    kind = shown_kind(field)
    name, low, high = names_of(field.key)
    given = [one for one in listing.query.getlist(name) if one and one != NONE]
    return {
        "field": field,
        "name": name,
        "options": options(listing, field) if kind in CHOSEN else [],
        "range": kind in RANGES,
        "date": kind is Kind.DATE,
        "link": kind is Kind.LINK,
        "low": listing.query.get(low) or "",
        "high": listing.query.get(high) or "",
        "text": given[0] if given and kind not in CHOSEN else "",
        "none": NONE in listing.query.getlist(name),
        "kept": kept(listing.query, name, low, high),
    }
