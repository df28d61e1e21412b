"""Drafts beside the plan: what each leads to, and what can be done with each."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from uptake.insight import whatif
from uptake.insight.files import TYPES
from uptake.insight.whatif import Row
from uptake.platform.jobs import Refused
from uptake.projects.access import Forbidden, may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule.models import Draft
from uptake.schedule.views import answers
from uptake.ui.answers import whole


def _chosen(request: ProjectRequest, offered: list[Draft]) -> list[Draft]:
    """Return the drafts that the address names; the latest ones when it names none."""
    numbers = {whole(text) for text in request.GET.getlist("draft")}
    return [one for one in offered if one.pk in numbers] if "draft" in request.GET else offered[: whatif.FEW]


def _rows(request: ProjectRequest) -> tuple[list[Draft], list[Row]]:
    offered = whatif.open_drafts(request.project, request.user)
    return offered, whatif.side_by_side(request.project, request.user, _chosen(request, offered))


@require_GET
def page(request: ProjectRequest) -> HttpResponse:
    """Show the plan and drafts of it beside each other."""
    offered, rows = _rows(request)
    visit = Visit(request.project, request.user)
    there = "risk" in visit.configured.sections
    context = {
        "rows": rows,
        "plan": rows[0],
        "offered": offered,
        "chosen": {one.draft.pk for one in rows if one.draft},
        "query": _query([one.draft for one in rows if one.draft]),
        "waiting": any(one.waiting for one in rows),
        "run": there and may(request.user, "risk.view", request.project) and not request.project.archived,
        "simulation": there,
        "apply": may(request.user, "plan.edit", request.project) and not request.project.archived,
        "money": may(request.user, "money.view", request.project),
        "most": whatif.MOST,
        "tabs": tabs_of(visit, "insight"),
    }
    part = request.GET.get("part") == "1"
    return answers.page(request, "insight/_whatif_table.html" if part else "insight/whatif.html", context)


@require_POST
def simulate(request: ProjectRequest) -> HttpResponse:
    """Ask for a simulation of the plan and of the drafts that the page shows."""
    if request.project.archived:
        raise Forbidden("risk.view")
    chosen = _chosen(request, whatif.open_drafts(request.project, request.user))
    try:
        whatif.simulate(request.project, request.user, chosen)
    except Refused as why:
        messages.error(request, str(why))
    return redirect(f"{reverse('whatif', args=[request.project.pk])}?{_query(chosen)}")


def _query(chosen: list[Draft]) -> str:
    """Return what of an address names these drafts; 0 stands for none."""
    return urlencode([("draft", 0), *(("draft", one.pk) for one in chosen)])


@require_GET
def export(request: ProjectRequest) -> HttpResponse:
    """Give the table as a workbook."""
    _offered, rows = _rows(request)
    money = may(request.user, "money.view", request.project)
    answer = HttpResponse(whatif.workbook(rows, money=money), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="drafts.xlsx"'
    return answer
