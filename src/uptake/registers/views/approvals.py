"""The approval of a record: who is asked, and what they answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers.approval import approvals
from uptake.registers.approval.approval_page import approval_of
from uptake.registers.linking import record_url
from uptake.registers.page import below
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.ui.answers import UNPROCESSABLE, saved, whole


@require_GET
def approval(request: ProjectRequest, register: str, number: int) -> HttpResponse:
    """Show the approval of a record by itself."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    return render(request, "registers/approval.html", _context(visit, spec, visit.record(spec, number)))


@require_POST
def act(request: ProjectRequest, register: str, number: int, action: str) -> HttpResponse:
    """Answer, hand the answer to somebody else, withdraw the request, or ask again."""
    visit = Visit(request.project, request.user)
    spec = visit.spec(register)
    found = visit.record(spec, number)
    try:
        said = _done(visit, spec, found, action, request.POST)
    except Unfit as why:
        context = _context(visit, spec, found) | {"errors": why.errors, "typed": request.POST}
        return render(request, "registers/approval.html", context, status=UNPROCESSABLE)
    return saved(request, said, record_url(found))


def _done(visit: Visit, spec: RegisterSpec, record: Any, action: str, given: Any) -> str:
    remark = given.get("remark", "")
    match action:
        case "answer" if given.get("answer") in {"yes", "no"}:
            yes = given["answer"] == "yes"
            approvals.answer(visit, spec, record, yes=yes, remark=remark, seen=given.get("seen"))
            return _("You agreed.") if yes else _("You did not agree.")
        case "delegate":
            approvals.delegate(visit, spec, record, whole(given.get("person")) or 0, remark)
            return _("Handed over.")
        case "stop":
            approvals.stop(visit, spec, record, given.get("reason", ""))
            return _("The request is withdrawn.")
        case "again":
            approvals.ask_again(visit, spec, record)
            return _("Asked again.")
    raise Http404


def _context(visit: Visit, spec: RegisterSpec, record: Any) -> dict[str, Any]:
    return below(visit, spec, record, approval=approval_of(visit, spec, record))
