"""A process: its confirmation by key users, its diagram."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.assessment import diagrams, rounds
from uptake.assessment.panels import confirmation_panel, diagram_panel
from uptake.interchange.bpmn import MAX_BYTES
from uptake.projects.requests import ProjectRequest
from uptake.registers.linking import record_url
from uptake.registers.page import below, record_at
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.registers.writing import Unfit
from uptake.ui.answers import UNPROCESSABLE, saved

CONFLICT = 409
MOST_BYTES = MAX_BYTES * 6 + 1_000
"""A diagram as JSON: every letter may be escaped."""


@require_POST
def confirm(request: ProjectRequest, number: int) -> HttpResponse:
    """Write down what a key user says of a process."""
    visit, spec, record = record_at(request, "process", number)
    typed = {key: request.POST.get(key, "") for key in ("answer", "remark")}
    try:
        rounds.confirm(visit, spec, record, **typed, seen=request.POST.get("seen", ""))
    except Unfit as why:
        record = visit.record(spec, number)
        context = below(visit, spec, record) | {
            "panel": {**confirmation_panel(record, visit), "errors": why.errors, "typed": typed}
        }
        return render(request, "assessment/confirm.html", context, status=UNPROCESSABLE)
    return saved(
        request, _("Thank you. Your answer is noted with your name and today's date."), record_url(record)
    )


@require_GET
def diagram_page(request: ProjectRequest, number: int) -> HttpResponse:
    """Draw the diagram of a process, over the whole page."""
    visit, spec, record = record_at(request, "process", number)
    context = below(visit, spec, record) | {"panel": diagram_panel(record, visit)}
    return render(request, "assessment/diagram.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def diagram(request: ProjectRequest, number: int) -> HttpResponse:
    """Give and take the diagram of a process."""
    visit, spec, record = record_at(request, "process", number)
    if request.method == "POST":
        return _keep(request, visit, spec, record)
    now = diagrams.diagram_of(record)
    if now is None:
        return HttpResponse(status=204, headers={"X-Base": "0", "Cache-Control": "no-store"})
    response = HttpResponse(now.xml.encode(), content_type="application/xml; charset=utf-8")
    response["X-Base"] = str(now.base)
    response["Cache-Control"] = "no-store"
    # Opened by itself it is a file: markup of a stranger is never shown as a page of ours.
    response["Content-Disposition"] = f'attachment; filename="{spec.code(record.number)}.bpmn"'
    return response


def _keep(request: ProjectRequest, visit: Visit, spec: RegisterSpec, record: Any) -> JsonResponse:
    told = request.META.get("CONTENT_LENGTH") or "0"
    if told.isascii() and told.isdigit() and int(told[:12]) > MOST_BYTES:
        return _refused(_("The diagram is larger than 1 MB. Split it into several processes."))
    try:
        sent = json.loads(request.body)
        xml, base = sent["xml"], int(sent["base"] or 0)
        xml.encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return _refused(diagrams.unreadable())
    try:
        new = diagrams.keep(visit, spec, record, xml, base)
    except Unfit as why:
        return _refused(" ".join(map(str, why.errors.values())))
    except diagrams.Overtaken:
        message = _("Somebody else has saved this diagram since you opened it.")
        return JsonResponse({"message": message}, status=CONFLICT)
    return JsonResponse({"base": str(new)})


def _refused(message: str) -> JsonResponse:
    return JsonResponse({"message": message}, status=UNPROCESSABLE)
