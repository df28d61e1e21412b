"""Baselines: take, list with variance, compare, rename, delete."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import NameForm
from uptake.schedule.versions import baselines
from uptake.schedule.views import answers
from uptake.ui.answers import page_of


@require_http_methods(["GET", "POST"])
def baseline_list(request: ProjectRequest) -> HttpResponse:
    """The baselines and how far the plan has moved; POST takes one."""
    project = request.project
    take = may(request.user, "plan.baseline", project) and not project.archived
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if not may(request.user, "plan.baseline", project):
            return _list(request, form, take=take, status=403)
        if form.is_valid():
            try:
                refuse_archived(project)
                baselines.take_baseline(project, form.cleaned_data["name"], request.user)
            except Problem as why:
                answers.blame(form, why)
            else:
                messages.success(request, _("The schedule is kept as a baseline."))
                return redirect("baselines", project.pk)
    return _list(request, form, take=take, status=422 if form.is_bound else 200)


def _list(request: ProjectRequest, form: NameForm, *, take: bool, status: int) -> HttpResponse:
    state = services.current(request.project)
    context = {
        "state": state,
        "form": form,
        "take": take,
        "rows": baselines.variances(request.project, state),
    }
    return answers.page(request, "schedule/baselines.html", context, status=status)


@require_GET
def baseline(request: ProjectRequest, number: int) -> HttpResponse:
    """The plan beside a baseline, task by task; what moved furthest first."""
    state = services.current(request.project)
    found = baselines.baseline_of(request.project, number)
    rows = baselines.compared(found, state)
    if request.GET.get("moved") != "0":
        rows = [one for one in rows if one.shift or one.finish is None or one.was_finish is None]
    context = {
        "state": state,
        "baseline": found,
        "variance": baselines.variance(found, state),
        "page": page_of(request, rows),
        "all": request.GET.get("moved") == "0",
    }
    return answers.page(request, "schedule/baseline.html", context)


@require_POST
def baseline_rename(request: ProjectRequest, number: int) -> HttpResponse:
    url = reverse("baselines", args=[request.project.pk])
    try:
        refuse_archived(request.project)
        baselines.rename_baseline(request.project, number, request.POST.get("name", ""))
    except Problem as why:
        return answers.told(request, why, url)
    messages.success(request, _("Renamed."))
    return redirect(url)


@require_POST
def baseline_remove(request: ProjectRequest, number: int) -> HttpResponse:
    url = reverse("baselines", args=[request.project.pk])
    try:
        refuse_archived(request.project)
    except Problem as why:
        return answers.told(request, why, url)
    baselines.delete_baseline(request.project, number)
    messages.success(request, _("The baseline is deleted."))
    return redirect(url)
