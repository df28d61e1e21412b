"""What the page of a record shows."""

from collections.abc import Iterable
from typing import Any

from uptake.registers import approval_page, approvals, services
from uptake.registers.kinds import text_of
from uptake.registers.listing import end_of, ends_of
from uptake.registers.models import Entry, Link, Record
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain

MOST_ENTRIES = 200


def page_of_record(visit: Visit, spec: RegisterSpec, record: Any) -> dict[str, Any]:
    """Return the context of a record's page."""
    outgoing = ends_of(visit, Link.objects.filter(source_id=record.pk))
    approval = approval_page.approval_of(visit, spec, record)
    return {
        "visit": visit,
        "spec": spec,
        "record": record,
        "code": spec.code(record.number),
        "state": spec.state(record.state),
        "moves": [] if approval and approval.running else services.moves_of(visit, spec, record),
        "edit": visit.may_edit(spec) and not (approval and approval.running),
        "approval": approval,
        "facts": [
            {"field": one, "value": plain(record, one) if one.kind is not Kind.LINK else None,
             "ends": outgoing.get((record.pk, one.key), []), "text": _text(visit, record, one)}
            for one in visit.fields(spec)
        ],
        "links": outgoing.get((record.pk, ""), []),
        "from": incoming(visit, record),
        "history": history_of(visit, spec, record),
        "panels": [
            {"template": one.template, **one.context(record, visit)} for one in spec.panels
        ],
    }  # fmt: skip


def _text(visit: Visit, record: Any, field: Field) -> str:
    return "" if field.kind is Kind.LINK else text_of(field, plain(record, field), visit.people)


def incoming(visit: Visit, record: Record) -> list[Any]:
    """Return the records that lead here, as far as this person may see them."""
    rows = Link.objects.filter(target_id=record.pk).select_related("source")
    return [end for row in rows if (end := end_of(visit, row.source)) is not None]


def history_of(visit: Visit, spec: RegisterSpec, record: Record) -> list[dict[str, Any]]:
    """Return a record's history in words, newest first; fields that this person does not get are left out."""
    fields = {one.key: one for one in visit.fields(spec)}
    rows = Entry.objects.filter(record_id=record.pk).select_related("by")[:MOST_ENTRIES]
    return [
        {
            "entry": one,
            "changes": list(_changes(visit, spec, fields, one.changes)) if one.kind != "created" else [],
        }
        for one in rows
    ]


def _changes(
    visit: Visit, spec: RegisterSpec, fields: dict[str, Field], changes: list[dict[str, Any]]
) -> Iterable[dict[str, Any]]:
    for one in changes:
        field = fields.get(one["field"])
        if one["field"] == "title":
            yield {"label": spec.title, "old": one["old"], "new": one["new"]}
        elif one["field"] == "state":
            words = [spec.state(key) for key in (one["old"], one["new"])]
            old, new = (str(word.label) if word else "" for word in words)
            yield {"label": "", "old": old, "new": new}
        elif one["field"] == approvals.FIELD:
            yield {"label": approval_page.line(visit, one), "old": "", "new": ""}
        elif field is not None and field.kind is Kind.LINK:
            yield {"label": field.label, "old": "", "new": ""}
        elif field is not None:
            old, new = (text_of(field, one[end], visit.people) for end in ("old", "new"))
            yield {"label": field.label, "old": old, "new": new}
