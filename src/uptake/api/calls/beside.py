"""What stands beside a record: comments and links."""

from typing import Any

from ninja import Path, Router, Status

from uptake.api.calls.records import ONE, visit_of
from uptake.api.shapes import AtLink, AtRecord, CommentIn, CommentOut, LinkIn, LinkOut
from uptake.projects.requests import ProjectRequest
from uptake.registers.beside.comments import comments_of, write_comment
from uptake.registers.beside.relating import relate, related, unrelate

router = Router(tags=["beside"])
COMMENTS, LINKS = f"{ONE}/comments", f"{ONE}/links"


@router.get(COMMENTS, url_name="api_record_comments", response=list[CommentOut])
def comments(request: ProjectRequest, at: Path[AtRecord]) -> list[dict[str, Any]]:
    """Return what was written about a record, oldest first."""
    visit, spec = visit_of(request, at)
    return [
        {"id": one.pk, "author": one.author, "at": one.at, "edited": one.edited, "text": one.text}
        for one in comments_of(visit, visit.record(spec, at.number))
    ]


@router.post(COMMENTS, url_name="api_record_comments", response={201: CommentOut})
def comment(request: ProjectRequest, at: Path[AtRecord], given: CommentIn) -> Status[dict[str, Any]]:
    """Write about a record, in Markdown; who is named behind an @ is asked to look."""
    visit, spec = visit_of(request, at)
    made = write_comment(visit, spec, visit.record(spec, at.number), given.text)
    told = {"id": made.pk, "author": str(visit.person), "at": made.at, "edited": False, "text": made.text}
    return Status(201, told)


@router.get(LINKS, url_name="api_record_links", response=list[LinkOut])
def links(request: ProjectRequest, at: Path[AtRecord]) -> list[dict[str, Any]]:
    """Return what leads to a record, and what was linked beside its fields."""
    visit, spec = visit_of(request, at)
    return _links(visit, visit.record(spec, at.number))


def _links(visit: Any, record: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk, "code": one.end.code, "title": one.end.label, "kind": one.end.kind,
            "state": one.end.state, "url": one.end.url, "field": one.by,
        }
        for group in related(visit, record).values()
        for one in group
    ]  # fmt: skip


@router.post(LINKS, url_name="api_record_links", response={201: list[LinkOut]})
def link(request: ProjectRequest, at: Path[AtRecord], given: LinkIn) -> Status[list[dict[str, Any]]]:
    """Link a record with others or with tasks, by their codes; links that are fields are changed as values."""
    visit, spec = visit_of(request, at)
    record = visit.record(spec, at.number)
    relate(visit, spec, record, given.to)
    return Status(201, _links(visit, record))


@router.delete(f"{LINKS}/{{int:link}}", url_name="api_record_link", response={204: None})
def unlink(request: ProjectRequest, at: Path[AtLink]) -> Status[None]:
    """Take away a link that was made beside the fields."""
    visit, spec = visit_of(request, at)
    unrelate(visit, spec, visit.record(spec, at.number), at.link)
    return Status(204, None)
