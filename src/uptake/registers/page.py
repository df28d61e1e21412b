"""What the page of a record shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from uptake.projects.access import may
from uptake.projects.models import Role
from uptake.projects.requests import ProjectRequest
from uptake.registers import linking, services
from uptake.registers.approval import approval_page, approvals
from uptake.registers.beside.attachments import files_of
from uptake.registers.beside.comments import comments_of
from uptake.registers.beside.relating import related
from uptake.registers.kinds import page_text
from uptake.registers.linking import ends_of
from uptake.registers.lists.listing import shown_kind
from uptake.registers.models import Attachment, Entry, Link, Record
from uptake.registers.sections import tabs_of
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit, plain

MOST_ENTRIES = 200
MOST_MOVES = 2
"""More moves than these go into a menu."""
LONG = frozenset({Kind.LONG_TEXT, Kind.ROWS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a record as its page shows it."""

    field: Field
    value: Any
    text: str
    ends: list[linking.End]
    file: Attachment | None
    rows: list[list[str]]

    @property
    def long(self) -> bool:
        return self.field.kind in LONG

    @property
    def there(self) -> bool:
        return bool(self.text or self.ends or self.file or self.rows)

    @property
    def chosen(self) -> bool:
        """Whether it is one of several choices, which may have colours."""
        return shown_kind(self.field) is Kind.CHOICE


@dataclass(slots=True)
class Part:
    """Facts under one heading: short ones side by side, long ones below each other."""

    heading: str
    short: list[Fact] = field(default_factory=list)
    long: list[Fact] = field(default_factory=list)


def record_at(request: ProjectRequest, register: str, number: int) -> tuple[Visit, RegisterSpec, Any]:
    """Return who asks, a register and one of its records, for a page below the record."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    return visit, spec, visit.record(spec, number)


def below(visit: Visit, spec: RegisterSpec, record: Any, **more: Any) -> dict[str, Any]:
    """Return the context of a page below a record: which it is, and the way back to it."""
    head = {
        "visit": visit,
        "spec": spec,
        "record": record,
        "code": spec.code(record.number),
        "back": linking.record_url(record),
        "tabs": tabs_of(visit, spec.section),
    }
    return head | more


def page_of_record(visit: Visit, spec: RegisterSpec, record: Any) -> dict[str, Any]:
    """Return the context of a record's page."""
    links = ends_of(visit, Link.objects.filter(source_id=record.pk).exclude(field=""))
    approval = approval_page.approval_of(visit, spec, record)
    files = files_of(visit, spec, record)
    stays = approval is not None and approval.running
    moves = [] if stays else services.moves_of(visit, spec, record)
    return {
        "visit": visit,
        "spec": spec,
        "record": record,
        "code": spec.code(record.number),
        "state": spec.state(record.state),
        "moves": moves,
        "many_moves": len(moves) > MOST_MOVES,
        "edit": visit.may_edit(spec) and not stays,
        "relate": visit.may_edit(spec),
        "approval": approval,
        "parts": _parts(visit, spec, record, links, files),
        "related": related(visit, record),
        "comments": comments_of(visit, record),
        "files": files.get("", []),
        "may_comment": may(visit.person, "comment.write", visit.project) and not visit.project.archived,
        "may_moderate": visit.role is Role.MANAGER and not visit.project.archived,
        "people": list(visit.people.values()),
        "history": history_of(visit, spec, record),
        "panels": [{"template": one.template, **one.context(record, visit)} for one in spec.panels],
        **_neighbours(visit, spec, record),
    }


def _parts(
    visit: Visit,
    spec: RegisterSpec,
    record: Any,
    links: Mapping[tuple[int, str], list[linking.End]],
    files: Mapping[str, list[Attachment]],
) -> list[Part]:
    found: dict[str, Part] = {}
    elsewhere = {key for panel in spec.panels for key in panel.fields}
    for one in visit.fields(spec):
        if one.key in elsewhere:
            continue
        value = plain(record, one) if one.kind is not Kind.LINK else None
        fact = Fact(
            field=one,
            value=value,
            text="" if one.kind in {Kind.LINK, Kind.ROWS} else page_text(one, value, visit.people),
            ends=links.get((record.pk, one.key), []),
            file=next(iter(files.get(one.key, [])), None),
            rows=_rows(visit, one, value) if one.kind is Kind.ROWS else [],
        )
        part = found.setdefault(str(one.section), Part(str(one.section)))
        (part.long if fact.long else part.short).append(fact)
    return list(found.values())


def _rows(visit: Visit, field: Field, value: Any) -> list[list[str]]:
    return [
        [page_text(column, row.get(column.key), visit.people) for column in field.columns]
        for row in value or ()
    ]


def _neighbours(visit: Visit, spec: RegisterSpec, record: Any) -> dict[str, int | None]:
    numbers = visit.rows(spec).filter(removed_at=None).values_list("number", flat=True)
    return {
        "before": numbers.filter(number__lt=record.number).order_by("-number").first(),
        "after": numbers.filter(number__gt=record.number).order_by("number").first(),
    }


# ---- history


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One change of a field in words."""

    label: str
    old: str
    new: str
    long: bool = False


def history_of(visit: Visit, spec: RegisterSpec, record: Record) -> list[dict[str, Any]]:
    """Return a record's history in words, newest first; fields that this person does not get are left out."""
    rows = list(Entry.objects.filter(record_id=record.pk).select_related("by")[:MOST_ENTRIES])
    fields = {one.key: one for one in visit.fields(spec)}
    codes = _Codes(visit, fields, (change for one in rows for change in one.changes))
    return [
        {
            "entry": one,
            "lines": [
                line
                for change in ([] if one.kind == Entry.Kind.CREATED else one.changes)
                if (line := _line(visit, spec, fields, codes, change)) is not None
            ],
        }
        for one in rows
    ]


class _Codes:
    """What the links in a history led to: one query for records, one for tasks."""

    def __init__(
        self, visit: Visit, fields: Mapping[str, Field], changes: Iterable[Mapping[str, Any]]
    ) -> None:
        tasks: set[int] = set()
        records: set[int] = set()
        for change in changes:
            one = fields.get(change["field"])
            if one is not None and one.kind is Kind.LINK:
                both = {*(change["old"] or ()), *(change["new"] or ())}
                (tasks if one.of == linking.TASK else records).update(both)
        self.tasks = linking.tasks().named(visit.project, tasks)
        found = Record.objects.in_bulk(records)
        specs = visit.configured.registers
        self.records = {
            pk: specs[one.register].code(one.number)
            for pk, one in found.items()
            if one.register in specs and pk not in visit.withheld
        }

    def of(self, field: Field, ids: Iterable[int] | None) -> str:
        if field.of == linking.TASK:
            return ", ".join(self.tasks[one].code if one in self.tasks else f"T{one}" for one in ids or ())
        return ", ".join(self.records.get(one, "–") for one in ids or ())


def _line(
    visit: Visit, spec: RegisterSpec, fields: Mapping[str, Field], codes: _Codes, change: Mapping[str, Any]
) -> Line | None:
    key, old, new = change["field"], change["old"], change["new"]
    field = fields.get(key)
    if key == services.TITLE:
        return Line(label=str(spec.title or _("Title")), old=old or "", new=new or "")
    if key == "state":
        words = [spec.state(one) for one in (old, new)]
        before, after = (str(word.label) if word else "" for word in words)
        return Line(label=_("State"), old=before, new=after)
    if key == approvals.FIELD:
        return Line(label=approval_page.line(visit, change), old="", new="")
    if not key:
        return Line(label="", old="", new=", ".join(new or ()))
    if field is None:
        return None
    if field.kind is Kind.LINK:
        return Line(label=str(field.label), old=codes.of(field, old), new=codes.of(field, new))
    before, after = (page_text(field, one, visit.people) for one in (old, new))
    return Line(label=str(field.label), old=before, new=after, long=field.kind in LONG)
