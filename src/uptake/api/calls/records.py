"""Records: listed, made, read, changed, moved, removed, brought back."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router, Status

from uptake.api.interface import caller
from uptake.api.plain import given_from, history_out, records_out
from uptake.api.shapes import (
    AtRecord,
    AtRegister,
    ChangeIn,
    Conflict,
    HistoryLine,
    MoveIn,
    Page,
    RecordIn,
    RecordOut,
    Records,
    Size,
)
from uptake.projects.requests import ProjectRequest
from uptake.registers import services
from uptake.registers.lists.listing import PAGE_ROWS, Listing
from uptake.registers.models import Entry
from uptake.registers.page import MOST_ENTRIES
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Changed, Unfit

router = Router(tags=["records"])
LIST = "/projects/{int:project_id}/registers/{slug:register}/records"
ONE = f"{LIST}/{{int:number}}"


def visit_of(request: ProjectRequest, at: AtRegister) -> tuple[Visit, RegisterSpec]:
    visit = Visit(request.project, caller(request))
    return visit, visit.spec(at.register_key)


def _one(visit: Visit, spec: RegisterSpec, record: Any, response: HttpResponse) -> dict[str, Any]:
    response["ETag"] = f'"{record.version}"'
    return records_out(visit, spec, [record])[0]


@router.get(LIST, url_name="api_records", response=Records)
def records(
    request: ProjectRequest,
    at: Path[AtRegister],
    page: Page = 1,
    size: Size = PAGE_ROWS,
) -> dict[str, Any]:
    """List records; `q`, `show`, `sort` and the filters `f.…` are those of the address of the list in the pages."""
    visit, spec = visit_of(request, at)
    rows = Listing(visit, spec, request.GET).rows
    return {
        "count": rows.count(),
        "page": page,
        "size": size,
        "records": records_out(visit, spec, rows[(page - 1) * size : page * size]),
    }


@router.post(LIST, url_name="api_records", response={201: RecordOut})
def make(
    request: ProjectRequest, at: Path[AtRegister], given: RecordIn, response: HttpResponse
) -> Status[dict[str, Any]]:
    """Make a record."""
    visit, spec = visit_of(request, at)
    visit.need_edit(spec)
    values = given_from(visit, spec, given.values)
    made = services.create(visit, spec, {**values, "title": given.title})
    answer = _one(visit, spec, visit.record(spec, made.number), response)
    response["Location"] = f"{request.path}/{made.number}"
    return Status(201, answer)


@router.get(ONE, url_name="api_record", response=RecordOut)
def read(request: ProjectRequest, at: Path[AtRecord], response: HttpResponse) -> dict[str, Any]:
    """Return one record; ETag is its version."""
    visit, spec = visit_of(request, at)
    return _one(visit, spec, visit.record(spec, at.number), response)


@router.patch(ONE, url_name="api_record", response={200: RecordOut, 409: Conflict})
def change(
    request: ProjectRequest, at: Path[AtRecord], given: ChangeIn, response: HttpResponse
) -> dict[str, Any] | Status[dict[str, Any]]:
    """Change what is given and nothing else; `version`, or If-Match, is the one that you have read."""
    visit, spec = visit_of(request, at)
    record = visit.record(spec, at.number)
    visit.need_edit(spec)
    told = given_from(visit, spec, given.values)
    if given.title is not None:
        told["title"] = given.title
    try:
        services.change(visit, spec, record, told, version=_version(request, given))
    except Changed as why:
        now = records_out(visit, spec, [why.record])[0]
        message = _("Somebody changed this meanwhile. Look at it as it is now, and send your change again.")
        return Status(409, {"message": message, "record": now})
    return _one(visit, spec, visit.record(spec, at.number), response)


def _version(request: ProjectRequest, given: ChangeIn) -> int:
    tag = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
    if given.version is not None:
        return given.version
    if tag.isascii() and tag.isdigit() and len(tag) < 10:
        return int(tag)
    raise Unfit({"version": _("Send the version that you have read, here or in If-Match.")})


@router.delete(ONE, url_name="api_record", response={204: None})
def remove(request: ProjectRequest, at: Path[AtRecord]) -> Status[None]:
    """Take a record out; it can be brought back."""
    visit, spec = visit_of(request, at)
    services.remove(visit, spec, visit.record(spec, at.number))
    return Status(204, None)


@router.post(f"{ONE}/restore", url_name="api_record_restore", response=RecordOut)
def restore(request: ProjectRequest, at: Path[AtRecord], response: HttpResponse) -> dict[str, Any]:
    """Bring a removed record back."""
    visit, spec = visit_of(request, at)
    visit.need_edit(spec)
    services.restore(visit, spec, visit.record(spec, at.number, removed=True))
    return _one(visit, spec, visit.record(spec, at.number), response)


@router.post(f"{ONE}/move", url_name="api_record_move", response=RecordOut)
def move(
    request: ProjectRequest, at: Path[AtRecord], given: MoveIn, response: HttpResponse
) -> dict[str, Any]:
    """Bring a record to another state; it stays where it is when this asks for an approval first."""
    visit, spec = visit_of(request, at)
    record = visit.record(spec, at.number)
    with transaction.atomic():
        services.move(visit, spec, record, given.target, reason=given.reason)
    return _one(visit, spec, visit.record(spec, at.number), response)


@router.get(f"{ONE}/history", url_name="api_record_history", response=list[HistoryLine])
def history(request: ProjectRequest, at: Path[AtRecord]) -> list[dict[str, Any]]:
    """Tell who did what to a record, newest first."""
    visit, spec = visit_of(request, at)
    record = visit.record(spec, at.number)
    entries = Entry.objects.filter(record_id=record.pk).select_related("by")[:MOST_ENTRIES]
    return history_out(visit, spec, entries)
