"""Risks as a whole: the matrix, the worst, the overdue, and how all that moved."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.risk import charts, selectors
from uptake.risk import matrix as squares
from uptake.risk import trend as months
from uptake.risk.models import Risk
from uptake.risk.trend import Point
from uptake.risk.words import BANDS

OVERDUE_ROWS = 10


def _context(request: ProjectRequest) -> tuple[Visit, dict[str, Any]]:
    visit = Visit(request.project, request.user)
    spec = visit.spec("risk")
    context = {
        "visit": visit,
        "spec": spec,
        "tabs": tabs_of(visit, spec.section),
        "money": may(request.user, "money.view", request.project),
        "edit": visit.may_edit(spec),
    }
    return visit, context


@require_GET
def matrix(request: ProjectRequest) -> HttpResponse:
    """Show where the risks stand, before or after the response."""
    visit, context = _context(request)
    side = request.GET.get("of", "")
    side = side if side in squares.SIDES else "inherent"
    rows, today = selectors.placed(request.project), timezone.localdate()
    late = selectors.overdue(request.project, today)
    context |= {
        "side": side,
        "matrix": squares.matrix(context["spec"], rows, side),
        "worst": _rows(visit, selectors.top(request.project)),
        "overdue": _rows(visit, late[:OVERDUE_ROWS]),
        "overdue_count": late.count(),
        "overdue_url": f"{reverse('register', args=[request.project.pk, 'risk'])}?{_due_before(today)}",
        "days": selectors.exposure(rows, "days"),
        "cost": selectors.exposure(rows, "cost") if context["money"] else None,
    }
    return render(request, "risk/matrix.html", context)


def _due_before(today: date) -> str:
    """Return the query that filters the list of risks to those whose review is overdue."""
    asked = [("f.next_review.max", str(today - timedelta(days=1))), ("sort", "next_review")]
    return urlencode([*asked, *(("f.state", state) for state in selectors.LIVE)])


def _rows(visit: Visit, risks: Any) -> list[dict[str, Any]]:
    """Return risks as the short lists show them."""
    spec = visit.spec("risk")
    bands = {one.value: one for one in BANDS}
    response = spec.field("response")
    return [
        {
            "risk": one,
            "code": spec.code(one.number),
            "band": bands.get(one.band),
            "residual": bands.get(one.residual_band),
            "state": spec.state(one.state),
            "response": response.label_of(one.response) if response and one.response else "",
        }
        for one in risks
    ]


@require_GET
def trend(request: ProjectRequest) -> HttpResponse:
    """Show how the risks stood at the end of each month."""
    _visit, context = _context(request)
    known = Risk.objects.filter(project=request.project, register=context["spec"].key)
    risks = list(known.values_list("pk", "created_at", "removed_at", *months.WATCHED, named=True))
    today = timezone.localdate()
    first = months.end_of(months.month_ends(today)[0])
    points = months.trend(risks, selectors.histories(request.project, since=first), today)
    if not risks:
        return render(request, "risk/trend.html", {**context, "points": []})
    values = [one.cost / 100 if context["money"] else one.days for one in points]
    line, heights, end = charts.line(values)
    context |= {
        "points": points[::-1],
        "bands": BANDS,
        "chart": charts.bars(points),
        "count_title": count_title(points),
        "line": line,
        "heights": heights,
        "end": end,
        "last": values[-1],
        "exposure_title": exposure_title(values, money=context["money"]),
        "right": charts.WIDTH - charts.RIGHT,
    }
    return render(request, "risk/trend.html", context)


def count_title(points: list[Point]) -> str:
    """Say what the number of risks does."""
    now, before = points[-1], points[-2] if len(points) > 1 else None
    said = ngettext("%(n)d open risk", "%(n)d open risks", now.total) % {"n": now.total}
    severe = ngettext("%(n)d of them high or extreme", "%(n)d of them high or extreme", now.severe)
    said = f"{said}, {severe % {'n': now.severe}}"
    if before is None or before.severe == now.severe:
        return said
    change = abs(now.severe - before.severe)
    if now.severe > before.severe:
        return said + _(": %(n)d more than a month ago") % {"n": change}
    return said + _(": %(n)d fewer than a month ago") % {"n": change}


def exposure_title(values: list[float], *, money: bool) -> str:
    """Say what the exposure does."""
    now = f"{values[-1]:,.0f}" if money else f"{values[-1]:,.1f}"
    what = (
        _("Exposure %(now)s, the sum of all expected costs")
        if money
        else _("Exposure %(now)s working days, the sum of all expected delays")
    ) % {"now": now}
    if len(values) < 2 or not values[-2]:
        return what
    percent = round(100 * (values[-1] - values[-2]) / values[-2])
    if not percent:
        return what
    return what + (_(": up %(n)d %% in a month") if percent > 0 else _(": down %(n)d %% in a month")) % {
        "n": abs(percent)
    }
