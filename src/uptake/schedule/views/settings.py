"""Settings of a project: what it is called, what holds for its plan, and its end."""

from datetime import time
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from uptake.engine.instants import HOUR, MINUTE
from uptake.projects import services as projects
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import PlanForm, ProjectForm
from uptake.schedule.pages import plan_settings
from uptake.schedule.tasks.task_page import date_text
from uptake.schedule.views import answers


@require_http_methods(["GET", "POST"])
def settings(request: ProjectRequest) -> HttpResponse:
    """What the project is called; POST changes it."""
    project = request.project
    if request.method == "GET":
        return _page(request, services.current(project))
    form = ProjectForm(request.POST, person=request.user)
    if project.archived:
        form.add_error(None, _("This project is archived: it can be read only. Bring it back to change it."))
    if not form.is_valid():
        return _page(request, services.current(project), status=422, form=form)
    projects.describe(project, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("project_settings", project.pk)


@require_POST
def plan_settings_save(request: ProjectRequest) -> HttpResponse:
    """Change what holds for the whole plan; asks when that moves a milestone."""
    project, state = request.project, services.current(request.project)
    form = _plan_form(state, request.POST)
    if not form.is_valid():
        return _page(request, state, status=422, plan_form=form)
    given = form.cleaned_data
    try:
        done = plan_settings.change(
            project, request.user, _values(given), go_live=given["go_live"], sure=answers.sure(request)
        )
    except Problem as why:
        answers.blame(form, why)
        return _page(request, state, status=422, plan_form=form)
    if (asked := answers.question(done)) is not None:
        return _page(request, state, plan_form=form, plan_question=asked)
    messages.success(request, _("Saved."))
    return redirect("project_settings", project.pk)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """Return the form's values as typed or as the engine holds them."""
    per_day = round(given["minutes_per_day"] * 60)
    return {
        "start": given["start"],
        "status_date": given["status_date"],
        "calendar": given["calendar"],
        "minutes_per_day": per_day,
        "minutes_per_week": round(given["minutes_per_week"] * 60),
        "days_per_month": given["days_per_month"],
        "default_start": _of_day(given["default_start"]),
        "default_finish": _of_day(given["default_finish"]),
        "critical_limit": round(given["critical_limit"] * per_day * MINUTE),
    }


def _of_day(at: time) -> int:
    return at.hour * HOUR + at.minute * MINUTE


def _plan_form(state: State, data: Any = None) -> PlanForm:
    facts = state.plan.project
    initial = {
        "start": date_text(facts.start),
        "status_date": date_text(facts.status_date),
        "calendar": facts.calendar,
        "go_live": state.go_live if state.go_live is not None else "",
        "minutes_per_day": _short(Decimal(facts.minutes_per_day) / 60),
        "minutes_per_week": _short(Decimal(facts.minutes_per_week) / 60),
        "days_per_month": facts.days_per_month,
        "default_start": _clock(facts.default_start),
        "default_finish": _clock(facts.default_finish),
        "critical_limit": _short(Decimal(facts.critical_limit) / MINUTE / facts.minutes_per_day),
    }
    return PlanForm(data, initial=initial, state=state, milestones=plan_settings.milestones(state))


def _short(number: Decimal) -> str:
    return f"{round(number, 2):f}".rstrip("0").rstrip(".") or "0" if number % 1 else f"{number:.0f}"


def _clock(at: int) -> time:
    minutes = min(at // MINUTE, 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)


def _page(request: ProjectRequest, state: State, *, status: int = 200, **extra: Any) -> HttpResponse:
    project = request.project
    context = {
        "state": state,
        "form": ProjectForm(initial=ProjectForm.values_of(project), person=request.user),
        "plan_form": _plan_form(state),
        **extra,
    }
    return answers.page(request, "schedule/settings.html", context, status=status)
