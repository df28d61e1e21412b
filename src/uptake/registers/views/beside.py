"""What stands beside the fields of a record: comments, files, links."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from uptake.platform import uploads
from uptake.projects.requests import ProjectRequest
from uptake.registers.beside import attachments, comments, relating
from uptake.registers.linking import record_url
from uptake.registers.spec import RegisterSpec
from uptake.registers.views.answers import visit_of
from uptake.registers.views.records import shown
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.ui.answers import UNPROCESSABLE, in_drawer, search_text

Act = Callable[[Visit, RegisterSpec, Any], Any]


def _then(
    request: ProjectRequest, register: str, number: int, act: Act, done: str, **typed: Any
) -> HttpResponse:
    """Do something beside the fields and show the record again: with what was typed, when it could not be done."""
    visit, spec = visit_of(request, register)
    found = visit.record(spec, number)
    try:
        act(visit, spec, found)
    except Unfit as why:
        return shown(request, visit, spec, found, status=UNPROCESSABLE, wrong=why.errors, **typed)
    if in_drawer(request):
        return shown(request, visit, spec, found, done=done)
    messages.success(request, done)
    return redirect(record_url(found))


@require_POST
def comment(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Write about a record."""
    text = request.POST.get("text", "")

    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        return comments.write_comment(visit, spec, found, text)

    return _then(request, register, number, act, _("Saved."), comment_text=text, comment_open="new")


@require_POST
def comment_change(request: ProjectRequest, register: str, number: int, comment: int) -> HttpResponse:
    """Say one's own comment differently."""
    text = request.POST.get("text", "")

    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        return comments.change_comment(visit, spec, found, comment, text)

    return _then(request, register, number, act, _("Saved."), comment_text=text, comment_open=comment)


@require_POST
def comment_remove(request: ProjectRequest, register: str, number: int, comment: int) -> HttpResponse:
    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        comments.remove_comment(visit, found, comment)

    return _then(request, register, number, act, _("Removed."))


@require_POST
def attach(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Put a file beside a record."""

    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        return attachments.attach(visit, found, request.FILES.get("file"))

    return _then(request, register, number, act, _("Attached."))


@require_GET
def file(request: ProjectRequest, register: str, number: int, file: int) -> FileResponse:
    """Send a file of a record."""
    visit, spec = visit_of(request, register)
    found = attachments.file_of(visit, spec, visit.record(spec, number), file)
    return uploads.download(found.file, found.name)


@require_POST
def file_remove(request: ProjectRequest, register: str, number: int, file: int) -> HttpResponse:
    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        attachments.remove_attachment(visit, spec, found, file)

    return _then(request, register, number, act, _("Removed."))


@require_POST
def link(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Link a record with others, or with tasks, by their codes."""
    codes = request.POST.get("codes", "")

    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        return relating.relate(visit, spec, found, codes)

    return _then(request, register, number, act, _("Linked."), codes=codes)


@require_POST
def link_remove(request: ProjectRequest, register: str, number: int, link: int) -> HttpResponse:
    def act(visit: Visit, spec: RegisterSpec, found: Any) -> Any:
        relating.unrelate(visit, spec, found, link)

    return _then(request, register, number, act, _("The link was removed."))


@require_GET
def targets(request: ProjectRequest) -> JsonResponse:
    """Find what a link can lead to: code, label, kind and state of records and tasks."""
    visit = Visit(request.project, request.user)
    found = relating.found_ends(visit, search_text(request), request.GET.get("of", ""))
    rows = [{"code": one.code, "label": one.label, "kind": one.kind, "state": one.state} for one in found]
    return JsonResponse({"targets": rows})
