"""Drafts beside the plan: what each leads to, and what can be done with each."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from uptake.insight import whatif
from uptake.insight.files import TYPES
from uptake.insight.whatif import Row
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule.models import Draft
from uptake.schedule.views import answers


def _chosen(request: ProjectRequest, offered: list[Draft]) -> list[Draft]:
    """Return the drafts that the address names; the latest ones when it names none."""
    numbers = {answers.whole(text) for text in request.GET.getlist("draft")}
    return [one for one in offered if one.pk in numbers] if "draft" in request.GET else offered[: whatif.MOST]


def _rows(request: ProjectRequest) -> tuple[list[Draft], list[Row]]:
    offered = whatif.open_drafts(request.project, request.user)
    return offered, whatif.side_by_side(request.project, request.user, _chosen(request, offered))


@require_GET
def page(request: ProjectRequest) -> HttpResponse:
    """Show the plan and drafts of it beside each other."""
    offered, rows = _rows(request)
    context = {
        "rows": rows,
        "plan": rows[0],
        "offered": offered,
        "chosen": {one.draft.pk for one in rows if one.draft},
        "money": may(request.user, "money.view", request.project),
        "most": whatif.MOST,
        "tabs": tabs_of(Visit(request.project, request.user), "insight"),
    }
    return answers.page(request, "insight/whatif.html", context)


@require_GET
def export(request: ProjectRequest) -> HttpResponse:
    """Give the table as a workbook."""
    _offered, rows = _rows(request)
    money = may(request.user, "money.view", request.project)
    answer = HttpResponse(whatif.workbook(rows, money=money), content_type=TYPES["xlsx"])
    answer["Content-Disposition"] = 'attachment; filename="drafts.xlsx"'
    return answer
