"""Records and registers as JSON, and JSON as what the services take."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from uptake.registers.linking import ends_of, record_url
from uptake.registers.models import Entry, Link
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain
from uptake.registers.writing import Unfit

TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.LONG_TEXT: (str,),
    Kind.NUMBER: (int, float),
    Kind.MONEY: (int,),
    Kind.DATE: (str,),
    Kind.CHOICE: (str,),
    Kind.MULTI_CHOICE: (list,),
    Kind.PERSON: (int,),
    Kind.LINK: (str, list),
    Kind.CHECKBOX: (bool,),
    Kind.ROWS: (list,),
}
BESIDE = {"title", "state", "approval", ""}
"""What a line of history may be about besides fields."""


# ---- out


def records_out(visit: Visit, spec: RegisterSpec, records: Iterable[Any]) -> list[dict[str, Any]]:
    """Return records as JSON, with the fields that this person gets; the number of queries never grows."""
    fields, found = visit.fields(spec), list(records)
    keys = [one.key for one in fields if one.kind is Kind.LINK]
    rows = Link.objects.filter(source_id__in=[one.pk for one in found], field__in=keys) if keys else ()
    links = ends_of(visit, rows)

    def value(record: Any, field: Field) -> Any:
        if field.kind is not Kind.LINK:
            return _readable(visit, field, plain(record, field))
        codes = [one.code for one in links.get((record.pk, field.key), ())]
        return codes if field.many else next(iter(codes), None)

    return [
        {
            "code": spec.code(one.number),
            "number": one.number,
            "title": one.title,
            "state": one.state,
            "version": one.version,
            "created_at": one.created_at,
            "created_by": one.created_by_id,
            "changed_at": one.changed_at,
            "url": record_url(one),
            "values": {field.key: value(one, field) for field in fields},
        }
        for one in found
    ]


def _readable(visit: Visit, field: Field, value: Any) -> Any:
    """Leave out of a table the columns that this person does not get."""
    if field.kind is not Kind.ROWS or not value:
        return value
    hidden = {one.key for one in field.columns if visit.role not in one.readers}
    return [{key: cell for key, cell in row.items() if key not in hidden} for row in value]


def register_out(visit: Visit, spec: RegisterSpec) -> dict[str, Any]:
    """Return what a register declares, as far as it concerns this person."""
    typed = {one.key for one in visit.typed(spec)} if visit.may_edit(spec) else set()
    return {
        "key": spec.key,
        "prefix": spec.prefix,
        "name": str(spec.name),
        "plural": str(spec.plural),
        "about": str(spec.about),
        "section": spec.section,
        "title": str(spec.title),
        "custom": spec.custom,
        "editable": visit.may_edit(spec),
        "fields": [field_out(visit, one, writable=one.key in typed) for one in visit.fields(spec)],
        "states": [{"key": one.key, "label": str(one.label), "open": one.open} for one in spec.states],
        "moves": [
            {"source": one.source, "target": one.target, "label": str(one.label), "reason": one.reason}
            for one in spec.moves
            if visit.may_edit(spec) and visit.role in one.roles
        ],
    }


def field_out(visit: Visit, field: Field, *, writable: bool) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": str(field.label),
        "kind": str(field.kind),
        "help": str(field.help),
        "required": field.required,
        "writable": writable and field.kind is not Kind.FILE,
        "default": field.default,
        "choices": [{"value": one.value, "label": str(one.label)} for one in field.choices],
        "unit": str(field.unit),
        "low": field.low,
        "high": field.high,
        "of": field.of,
        "many": field.many,
        "result": str(field.result) if field.kind is Kind.FORMULA else "",
        "columns": [
            field_out(visit, one, writable=writable) for one in field.columns if visit.role in one.readers
        ],
    }


def history_out(visit: Visit, spec: RegisterSpec, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Return lines of history; of fields that this person does not get nothing is told."""
    fields = {one.key: one for one in visit.fields(spec)}
    return [
        {
            "at": one.at,
            "by": str(one.by) if one.by else None,
            "kind": one.kind,
            "reason": one.reason,
            "changes": [
                _change(visit, fields.get(change["field"]), change)
                for change in one.changes
                if change["field"] in fields or change["field"] in BESIDE
            ],
        }
        for one in entries
    ]


def _change(visit: Visit, field: Field | None, change: Mapping[str, Any]) -> dict[str, Any]:
    """Return a change; of links, which are kept by ids that mean nothing outside, only that there was one."""
    inside = field is not None and field.kind is Kind.LINK
    ends = (
        None if inside else _readable(visit, field, change[end]) if field else change[end]
        for end in ("old", "new")
    )  # fmt: skip
    old, new = ends
    return {"field": change["field"], "old": old, "new": new}


# ---- in


def given_from(visit: Visit, spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain values as the services take what people give; raises `Unfit` for one of another type."""
    fields = {one.key: one for one in visit.typed(spec)}
    given, errors = {}, {}
    for key, value in values.items():
        field = fields.get(key)
        try:
            given[key] = _given(field, value) if field is not None else value
        except TypeError:
            errors[key] = _(
                "This is of another type than is wanted. The description at /api/v1/openapi.json has it."
            )
    if errors:
        raise Unfit(errors)
    return given


def _given(field: Field, value: Any) -> Any:
    """Return a plain value as something that can be read; raises `TypeError`."""
    types: Any = TYPES.get(field.kind)
    if value is None or types is None:
        return value
    if not isinstance(value, types) or (isinstance(value, bool) and field.kind is not Kind.CHECKBOX):
        raise TypeError
    if field.kind is Kind.MONEY:
        return str(Decimal(value) / 100)
    if field.kind is Kind.ROWS:
        return [_row(field, one) for one in value]
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        raise TypeError
    return value


def _row(field: Field, row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("id", ""), str):
        raise TypeError
    known = {one.key: one for one in field.columns}
    cells = {key: _given(known[key], cell) for key, cell in row.items() if key in known}
    return {"id": row.get("id", ""), **cells}
