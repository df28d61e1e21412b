"""A register as a file: exactly what is seen of it, all pages; or only its headings, to be filled in."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from uptake.interchange.sheets import Cell, Sheet, write_table_bytes
from uptake.platform.jobs import Progress, Refused, job
from uptake.platform.models import Job
from uptake.projects.access import Forbidden, may
from uptake.projects.models import Project
from uptake.registers.files.wanted import targets
from uptake.registers.kinds import text_of
from uptake.registers.linking import ends_of
from uptake.registers.lists import filters
from uptake.registers.lists.listing import OPEN, OVERDUE, Listing, shown_kind
from uptake.registers.models import Attachment, Link
from uptake.registers.spec import Field, Kind, RegisterSpec
from uptake.registers.visit import Visit

EXPORT = "export_register"
FORMATS = ("xlsx", "csv")
AT_ONCE = 2_000
"""Up to so many records, a workbook is written while the person waits."""
MOST = 50_000
_BATCH = 1_000


def columns_of(listing: Listing) -> list[Field]:
    """Return the columns that are written: those that are seen, and the one by which they are grouped."""
    group = listing.known.get(listing.group)
    return list(dict.fromkeys([group, *listing.columns] if group else listing.columns))


def heading_of(field: Field) -> str:
    return f"{field.label} ({field.unit})" if field.unit else str(field.label)


def rows_of(listing: Listing) -> Iterator[list[Cell]]:
    """Return the headings, then each record that is asked for, as cells."""
    columns = columns_of(listing)
    yield [heading_of(one) for one in columns]
    for records in _batches(listing.rows):
        beside = _beside(listing, columns, [one.pk for one in records])
        for record in records:
            yield [_cell(listing, record, one, beside) for one in columns]


def _beside(listing: Listing, columns: list[Field], pks: list[int]) -> dict[tuple[int, str], list[str]]:
    """Return what is not on the records themselves, by record and field: codes of links, names of files."""
    links = [one.key for one in columns if one.kind is Kind.LINK]
    files = [one.key for one in columns if one.kind is Kind.FILE]
    found: dict[tuple[int, str], list[str]] = {}
    if links:
        rows = Link.objects.filter(source_id__in=pks, field__in=links)
        found |= {key: [one.code for one in ends] for key, ends in ends_of(listing.visit, rows).items()}
    if files:
        for one in Attachment.objects.filter(record_id__in=pks, field__in=files):
            found.setdefault((one.record_id, one.field), []).append(one.name)
    return found


def _batches(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """Return records in parts; the keys are asked for once, so that none is written twice when some come meanwhile."""
    pks = list(rows.values_list("pk", flat=True)[:MOST])
    for begin in range(0, len(pks), _BATCH):
        part = pks[begin : begin + _BATCH]
        found = rows.model.objects.in_bulk(part)
        yield [found[pk] for pk in part if pk in found]


def _cell(listing: Listing, record: Any, field: Field, beside: dict[tuple[int, str], list[str]]) -> Cell:
    if field.kind in {Kind.LINK, Kind.FILE}:
        return ", ".join(beside.get((record.pk, field.key), ())) or None
    value = listing.value(record, field)
    if value in (None, "", []):
        return None
    kind = shown_kind(field)
    if kind is Kind.NUMBER:
        return float(value) if isinstance(value, float) else int(value)
    if kind is Kind.MONEY:
        return float(value) / 100
    if kind is Kind.DATE:
        return datetime.date.fromisoformat(value)
    return text_of(field, value, listing.visit.people)


def sheets_of(listing: Listing) -> list[Sheet]:
    """Return what is seen as a table, and a second one that says what it is."""
    return [
        Sheet(str(listing.spec.plural), list(rows_of(listing)), header=0),
        Sheet(_("About"), about(listing), header=None),
    ]


def about(listing: Listing) -> list[list[Cell]]:
    """Return what a table is, for whom it reaches without the program."""
    visit = listing.visit
    order = listing.known.get(listing.sort.removeprefix("-"))
    told: list[tuple[str, Any]] = [
        (_("Project"), visit.project.name),
        (_("Register"), str(listing.spec.plural)),
        (_("Records"), listing.count),
        *_filters(listing),
        (_("Order"), f"{order.label} {'↓' if listing.sort.startswith('-') else '↑'}" if order else None),
        (_("Grouped by"), str(listing.known[listing.group].label) if listing.group else None),
        (_("Written"), date_format(timezone.localtime(), "Y-m-d H:i")),
        (_("By"), str(visit.person)),
    ]
    return [[name, value] for name, value in told if value not in (None, "")]


def _filters(listing: Listing) -> Iterable[tuple[str, str]]:
    if listing.text:
        yield _("Search"), listing.text
    if listing.show in {OPEN, OVERDUE}:
        yield _("Shown"), _("Open") if listing.show == OPEN else _("Overdue")
    for chip in filters.chips(listing):
        yield chip.label, chip.words


# ---- an empty table to be filled in


def template(visit: Visit, spec: RegisterSpec) -> bytes:
    """Return a workbook with the headings of a register, and what belongs under each."""
    fields = [one for key, one in targets(visit, spec).items()]
    rows: list[list[Cell]] = [[heading_of(one) for one in fields]]
    notes: list[list[Cell]] = [[_("Column"), _("What belongs there"), _("Has to be filled in")]]
    for one in fields:
        needed = one.required or one.key == "title"
        notes.append([heading_of(one), _note(visit, spec, one), _("Yes") if needed else None])
    sheets = [Sheet(str(spec.plural), rows, header=0), Sheet(_("About"), notes, header=0)]
    return write_table_bytes(sheets, "xlsx")[0]


def _note(visit: Visit, spec: RegisterSpec, field: Field) -> str:
    if field.key == "number":
        return _("A free number such as %s; the next one when it is empty.") % spec.code(12)
    if field.kind is Kind.PERSON:
        return _("The name of somebody in the team: %s") % ", ".join(list(visit.people.values())[:20])
    if field.kind is Kind.LINK:
        return _("Codes such as %s, with commas between them.") % ("T12" if field.of == "task" else "P-003")
    if field.choices:
        return ", ".join(str(one.label) for one in field.choices)
    words = {
        Kind.DATE: _("A date, like 2027-03-18."),
        Kind.NUMBER: _("A number, like 12 or 0.5."),
        Kind.MONEY: _("An amount, like 1,200.50."),
        Kind.CHECKBOX: _("Yes or no."),
        Kind.ROWS: " | ".join(str(one.label) for one in field.columns),
    }
    return words.get(field.kind, str(field.help) or _("A text."))


# ---- files


def file_name(visit: Visit, spec: RegisterSpec, ending: str) -> str:
    """Return what a file is called: project, register, day."""
    name = f"{visit.project.name} {spec.plural} {timezone.localdate().isoformat()}"
    safe = "".join(one if one.isalnum() or one in " -_.()" else " " for one in name)
    return f"{' '.join(safe.split())[:120]}.{ending}"


def written(listing: Listing, kind: str) -> bytes:
    """Return what is seen as the content of a file."""
    if kind == "csv":
        return write_table_bytes([Sheet("", list(rows_of(listing)), header=0)], "csv")[0]
    return write_table_bytes(sheets_of(listing), "xlsx")[0]


@job(EXPORT)
def export(found: Job, progress: Progress) -> dict[str, Any]:
    """Write the file of a long list."""
    project = Project.objects.filter(pk=found.project_id or 0, deleted_at=None).first()
    if project is None:
        raise Refused(_("The project is gone."))
    if not may(found.owner, "plan.export", project):
        raise Forbidden("plan.export")
    visit = Visit(project, found.owner)
    spec = visit.spec(found.options["register"])
    query: MultiValueDict[str, str] = QueryDict(found.options["query"])
    progress(0, 2, _("Writing the file"))
    data = written(Listing(visit, spec, query), found.options["format"])
    progress(1, 2, _("Keeping the file"))
    found.made.save(f"{found.pk}.{found.options['format']}", ContentFile(data), save=False)
    found.made_name = file_name(visit, spec, found.options["format"])
    return {"size": len(data)}
