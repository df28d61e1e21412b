"""The page of earned value, the same as a file, and what it is held against."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.interchange.sheets import write_table_bytes
from uptake.monitoring import budgets, export, status
from uptake.monitoring import page as parts
from uptake.monitoring.curve import index_chart, value_chart
from uptake.monitoring.forms import ThresholdsForm
from uptake.monitoring.thresholds import limits_of, set_limits
from uptake.monitoring.values import HOURS, MONEY, Standing, has_money, latest_baseline, standing
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Baseline
from uptake.schedule.views.answers import number, told
from uptake.ui.answers import form_page, page_of, saved

VIEWS = ("wbs", "resource", "period")
DEPTHS = ("1", "2", "3", "all")
"""So many levels of the tree are shown; the first unless somebody asks for another."""
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def _asked(request: ProjectRequest) -> tuple[Standing, parts.Unit, bool] | None:
    """Return what the address asks for: a standing, its unit, whether there is money; None without a baseline."""
    project = request.project
    baseline = latest_baseline(project, number(request, "baseline"))
    if baseline is None:
        if request.GET.get("baseline"):
            raise Http404
        return None
    state = plans.current(project)
    money = may(request.user, "money.view", project) and has_money(project, baseline, state)
    unit = HOURS if request.GET.get("in") == HOURS or not money else MONEY
    found = standing(project, baseline, unit, state=state)
    return found, parts.Unit.of(unit, project, found.total.bac), money


def _choice(request: ProjectRequest, name: str, known: tuple[str, ...]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in known else known[0]


def _rows(request: ProjectRequest, found: Standing, by: str, period: str) -> list[parts.Row]:
    limits = limits_of(request.project)
    if by == "resource":
        return parts.by_resources(found, request.project, limits)
    if by == "period":
        return parts.by_period(found, period, limits)
    depth = _choice(request, "depth", DEPTHS)
    rows = parts.by_wbs(found, request.project, limits)
    return rows if depth == "all" else [row for row in rows if row.level <= int(depth)]


@require_GET
def page(request: ProjectRequest) -> HttpResponse:
    """Show how the project stands against a baseline."""
    project, visit = request.project, Visit(request.project, request.user)
    context: dict[str, Any] = {
        "tabs": tabs_of(visit, "monitoring"),
        "edit": may(request.user, "monitoring.edit", project) and not project.archived,
        "manage": may(request.user, "project.manage", project) and not project.archived,
        "take_baseline": may(request.user, "plan.baseline", project) and not project.archived,
    }
    asked = _asked(request)
    if asked is None:
        return render(request, "monitoring/earned.html", context | {"found": None})
    found, unit, money = asked
    context |= _told(request, found, unit)
    context |= {"money": money, "pay": _pay(request, found, money=money)}
    return render(request, "monitoring/earned.html", context)


def _pay(request: ProjectRequest, found: Standing, *, money: bool) -> bool:
    """Tell whether to say that there are no rates: to those who could enter some."""
    return not money and may(request.user, "money.edit", request.project) and found.total.bac > 0


def _told(request: ProjectRequest, found: Standing, unit: parts.Unit) -> dict[str, Any]:
    by, period = _choice(request, "by", VIEWS), _choice(request, "period", parts.PERIODS)
    limits, earlier = limits_of(request.project), status.past(request.project, unit.key)
    return {
        "found": found,
        "unit": unit,
        "by": by,
        "period": period,
        "depth": _choice(request, "depth", DEPTHS),
        "depths": sorted(DEPTHS),
        "headline": parts.headline(found),
        "warnings": list(parts.warnings(found, limits)),
        "key_figures": parts.figures_of(found, unit, limits, parts.KEY_FIGURES),
        "more_figures": parts.figures_of(found, unit, limits, parts.MORE_FIGURES),
        "cost_forecasts": parts.figures_of(found, unit, limits, parts.COST_FORECASTS),
        "time_forecasts": parts.figures_of(found, unit, limits, parts.TIME_FORECASTS),
        "rows": page_of(request, _rows(request, found, by, period)),
        "total": parts.total_row(found, limits),
        "chart": value_chart(found, unit, earlier),
        "trend": parts.trend_rows(earlier, unit, limits),
        "trend_chart": index_chart(earlier, limits),
        "baselines": Baseline.objects.filter(plan__project=request.project)
        .defer("columns")
        .order_by("-number"),
    }


@require_GET
def file(request: ProjectRequest) -> HttpResponse:
    """Give what the page shows as a workbook or as text."""
    asked = _asked(request)
    if asked is None:
        raise Http404
    found, unit, _money = asked
    kind = request.GET.get("format", "xlsx")
    if kind not in MEDIA:
        raise Http404
    by, period = _choice(request, "by", VIEWS), _choice(request, "period", parts.PERIODS)
    rows = _rows(request, found, by, period)
    earlier = status.past(request.project, unit.key)
    sheets = export.sheets(request.project, found, unit, rows, earlier)
    data, _cut = write_table_bytes(sheets if kind == "xlsx" else sheets[:1], kind)  # type: ignore[arg-type]  # one of two
    name = f"{request.project.name} {_('earned value')} {timezone.localdate().isoformat()}.{kind}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=MEDIA[kind], headers={"Content-Disposition": disposition})


@require_POST
def budget(request: ProjectRequest) -> HttpResponse:
    """Work the budget of a baseline out again, at the rates there are now."""
    url = reverse("earned_value", args=[request.project.pk])
    baseline = latest_baseline(request.project, number(request, "baseline"))
    if baseline is None:
        raise Http404
    try:
        refuse_archived(request.project)
    except Problem as why:
        return told(request, why, url)
    budgets.work_out(baseline)
    messages.success(request, _("The budget of “%s” was worked out at today's rates.") % baseline.name)
    return redirect(url)


@require_http_methods(["GET", "POST"])
def thresholds(request: ProjectRequest) -> HttpResponse:
    """From where on figures are a warning, and an alarm."""
    project = request.project
    initial = {key: f"{value:g}" for key, value in limits_of(project).values.items()}
    form = ThresholdsForm(
        request.POST if request.method == "POST" else None, initial=initial, label_suffix=""
    )
    if form.is_bound and form.is_valid():
        try:
            refuse_archived(project)
        except Problem as why:
            form.add_error(None, why.sentence)
        else:
            set_limits(project, form.cleaned_data)
            return saved(request, _("Saved."), reverse("earned_value", args=[project.pk]))
    return form_page(request, "monitoring/thresholds.html", {"form": form})
