"""Status dates: the list of what was written down, and writing one down."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from uptake.engine.instants import moment
from uptake.monitoring import fever, status
from uptake.monitoring import page as parts
from uptake.monitoring.deviations import FIND
from uptake.monitoring.forms import StatusForm
from uptake.monitoring.models import StatusPoint
from uptake.monitoring.thresholds import limits_of
from uptake.monitoring.values import HOURS, MONEY, latest_baseline
from uptake.platform.jobs import Refused, ask
from uptake.projects.access import may
from uptake.projects.models import Project
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Baseline
from uptake.schedule.views.answers import blame
from uptake.ui.answers import form_page, saved


@require_GET
def points(request: ProjectRequest) -> HttpResponse:
    """Show the status points of a project, those that were replaced below."""
    project = request.project
    money = may(request.user, "money.view", project) and request.GET.get("in") != HOURS
    earlier = status.past(project, MONEY if money else HOURS)
    unit = parts.Unit.of(
        MONEY if money else HOURS, project, max((one.total.bac for one in earlier), default=0)
    )
    baseline = latest_baseline(project)
    context = {
        "tabs": tabs_of(Visit(project, request.user), "monitoring"),
        "edit": may(request.user, "monitoring.edit", project) and not project.archived,
        "baseline": baseline,
        "unit": unit,
        "rows": parts.trend_rows(earlier, unit, limits_of(project)),
        "replaced": status.replaced(project).defer("hours", "money"),
        "may_money": may(request.user, "money.view", project),
        **(_buffers(project, baseline, [one.point for one in earlier]) if baseline and earlier else {}),
    }
    return render(request, "monitoring/status.html", context)


def _buffers(project: Project, baseline: Baseline, points: Sequence[StatusPoint]) -> dict[str, Any]:
    """Return how the buffers of milestones were used up from status date to status date."""
    state = plans.current(project)
    steps = fever.steps_of(state, fever.buffers_of(state, baseline), points)
    return {
        "fever": fever.chart(steps) if steps else None,
        "steps": steps[::-1],
        "latest": fever.latest(steps),
        "go_live": state.go_live,
    }


@require_http_methods(["GET", "POST"])
def new(request: ProjectRequest) -> HttpResponse:
    """Write down how the project stands at a date, and look for deviations."""
    project = request.project
    at = plans.current(project).plan.project.status_date
    begins = min(moment(at).date(), timezone.localdate()) if at is not None else timezone.localdate()
    form = StatusForm(
        request.POST if request.method == "POST" else None, initial={"on": begins}, label_suffix=""
    )
    if form.is_bound and form.is_valid():
        try:
            refuse_archived(project)
            status.record_point(project, request.user, form.cleaned_data["on"], form.cleaned_data["reason"])
        except Problem as why:
            blame(form, why)
        else:
            _look(request)
            return saved(
                request, _("The status is written down."), reverse("earned_value", args=[project.pk])
            )
    context = {"form": form, "baseline": latest_baseline(project), "known": status.points(project)}
    return form_page(request, "monitoring/status_new.html", context)


def _look(request: ProjectRequest) -> None:
    """Look for deviations in the background; who has too many jobs already can do it later by hand."""
    try:
        ask(FIND, request.user, project_id=request.project.pk)
    except Refused:
        return
