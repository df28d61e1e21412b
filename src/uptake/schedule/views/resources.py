"""Resources of a project: list, drawer, who takes over, rates, load."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.engine.instants import HORIZON
from uptake.engine.plan import Resource as EngineResource
from uptake.engine.plan import ResourceType
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.projects.team import members_of
from uptake.schedule import selectors, services
from uptake.schedule.bridge import State
from uptake.schedule.capacity import load, load_chart, resources
from uptake.schedule.editing.changes import Problem
from uptake.schedule.forms import BesideForm, RateForm, ReplaceForm, ResourceForm
from uptake.schedule.models import Resource
from uptake.schedule.views import answers
from uptake.ui.answers import in_drawer, page_of, saved

WEEKS = 13


@require_GET
def resource_list(request: ProjectRequest) -> HttpResponse:
    """Everybody and everything that the plan needs: when, how much, how far."""
    state = services.current(request.project)
    needs, known = load.needs(state.schedule), resources.beside(request.project)
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip().casefold()
    chosen = [
        one
        for one in state.plan.resources
        if (not kind or resources.kind_of(one) == kind or (kind == "placeholder" and one.generic))
        and (not text or text in one.name.casefold() or text in one.group.casefold())
    ]
    page = page_of(request, sorted(chosen, key=lambda one: one.name.casefold()))
    now = selectors.now()
    rows = [_row(one, needs[one.uid], known.get(one.uid), now) for one in page]
    context = {
        "state": state,
        "page": page,
        "rows": rows,
        "kind": kind,
        "q": request.GET.get("q", ""),
        "kinds": [(name, word) for name, (_type, _category, word) in resources.KINDS.items()],
        "edit": _edit(request),
        "team": may(request.user, "team.view", request.project),
        "empty": not state.plan.resources,
    }
    return answers.page(request, "schedule/resources.html", context)


def _edit(request: ProjectRequest) -> bool:
    return may(request.user, "plan.edit", request.project) and not request.project.archived


def _row(one: EngineResource, need: load.Need, known: resources.Beside | None, now: int) -> dict[str, Any]:
    state = known.state if known else ""
    due = bool(one.lead_time) and need.order_by is not None and need.order_by < now and not state
    return {
        "one": one,
        "kind": resources.KINDS[resources.kind_of(one)][2],
        "need": need,
        "beside": known,
        "state": resources.STATES.get(state, ""),
        "due": due,
    }


@require_GET
def load_table(request: ProjectRequest) -> HttpResponse:
    """How much of each person's time each week takes."""
    state = services.current(request.project)
    needs = load.needs(state.schedule)
    first = answers.number(request, "from")
    if first is None:
        first = load.week_of(max(selectors.now(), state.schedule.start))
    first = min(first, load.week_of(HORIZON) - WEEKS)
    weeks = range(first, first + WEEKS)
    people = [one for one in state.plan.resources if one.type is ResourceType.WORK and needs[one.uid].work]
    page = page_of(request, sorted(people, key=lambda one: (-len(needs[one.uid].ahead), one.name.casefold())))
    rows = []
    for one in page:
        clock = load.clock_of(state.schedule, one.calendar)
        cells = [_cell(needs[one.uid], week, load.capacity(clock, one.units, week)) for week in weeks]
        rows.append({"one": one, "need": needs[one.uid], "cells": cells})
    context = {
        "state": state,
        "rows": rows,
        "page": page,
        "weeks": [load.week_start(week) for week in weeks],
        "chart": load_chart.chart_of(state.schedule, people, weeks, selectors.now()) if people else None,
        "earlier": max(first - WEEKS, 0),
        "later": first + WEEKS,
    }
    return answers.page(request, "schedule/load.html", context)


def _cell(need: load.Need, week: int, capacity: int) -> dict[str, Any]:
    work = need.weeks.get(week, 0)
    percent = round(100 * work / capacity) if capacity else 0
    return {"work": work, "capacity": capacity, "percent": percent, "over": week in need.over}


@require_http_methods(["GET", "POST"])
def resource_new(request: ProjectRequest) -> HttpResponse:
    """Add a resource."""
    state = services.current(request.project)
    start = {"kind": "people", "units": "100"}
    sent = request.POST if request.method == "POST" else None
    form = ResourceForm(sent, initial=start, state=state, language=selectors.language())
    if form.is_bound and form.is_valid():
        try:
            resources.add_resource(request.project, form.values(), request.user)
        except Problem as why:
            answers.blame(form, why)
        else:
            return saved(request, _("Added."), reverse("resources", args=[request.project.pk]))
    status = 422 if form.is_bound else 200
    return answers.page(request, "schedule/resource_new.html", {"form": form, "state": state}, status=status)


@require_http_methods(["GET", "POST"])
def resource(request: ProjectRequest, uid: int) -> HttpResponse:
    """One resource; POST changes it."""
    state = services.current(request.project)
    row = resources.in_plan(state, uid)
    if request.method == "GET":
        return _drawer(request, state, uid)
    if not _edit(request):
        return _drawer(request, state, uid, status=403)
    form = ResourceForm(request.POST, state=state, language=selectors.language())
    if not form.is_valid():
        return _drawer(request, state, uid, form=form, status=422)
    try:
        done = resources.change_resource(
            request.project, uid, form.values(row), request.user, sure=answers.sure(request)
        )
    except Problem as why:
        answers.blame(form, why)
        return _drawer(request, state, uid, form=form, status=422)
    if (asked := answers.question(done)) is not None:
        return _drawer(request, state, uid, form=form, question=asked)
    return saved(request, _("Saved."), reverse("resources", args=[request.project.pk]))


def _drawer(
    request: ProjectRequest,
    state: State,
    uid: int,
    *,
    form: ResourceForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    project, language = request.project, selectors.language()
    row = resources.in_plan(state, uid)
    beside = resources.resource_row(project, uid)
    shown = ResourceForm.values_of(row, state.plan.project, language)
    edit = _edit(request)
    see_team = may(request.user, "team.view", project)
    if form is None:
        form = ResourceForm(initial=shown, state=state, language=language)
    if not see_team:
        del form.fields["email"]
    if not edit:
        for one in form.fields.values():
            one.disabled = True
    index = state.plan.structure.index
    need = load.needs(state.schedule)[uid]
    weeks = load_chart.weeks_of(need, selectors.now())
    context = {
        "state": state,
        "resource": row,
        "form": form,
        "edit": edit,
        "need": need,
        "chart": load_chart.chart_of(state.schedule, [row], weeks, selectors.now()) if weeks else None,
        "beside_form": _beside_form(request, beside) if see_team else None,
        "may_state": may(request.user, "deliverable.edit", project) and not project.archived,
        "replace_form": ReplaceForm(state=state, uid=uid, initial={"remove": row.generic}) if edit else None,
        "tasks": [
            (state.plan.tasks[i], state.schedule.dates.start[i], one.work)
            for one in state.plan.assignments
            if one.resource == uid and (i := index[one.task]) >= 0
        ][:100],
        **_money(request, uid),
        **extra,
    }
    return answers.page(request, "schedule/resource.html", context, status=status)


def _beside_form(request: ProjectRequest, row: Resource, data: Mapping[str, Any] | None = None) -> BesideForm:
    states = Resource._meta.get_field("state").choices
    people = [one.person for one in members_of(request.project)]
    return BesideForm(
        data, states=states, people=people, initial={"state": row.state, "person": row.person_id}
    )


def _money(request: ProjectRequest, uid: int) -> dict[str, Any]:
    """Return rates for those who may see money; nothing at all for others."""
    if not may(request.user, "money.view", request.project):
        return {}
    may_edit = may(request.user, "money.edit", request.project) and not request.project.archived
    return {
        "rates": [
            (one.pk, one.since, one.hourly / 100, one.per_use / 100)
            for one in resources.rates(request.project, uid)
        ],
        "rate_form": RateForm() if may_edit else None,
        "currency": request.project.currency,
    }


@require_POST
def resource_beside(request: ProjectRequest, uid: int) -> HttpResponse:
    """Say how far getting it is, and which account it is."""
    row = resources.resource_row(request.project, uid)
    form = _beside_form(request, row, request.POST)
    url = reverse("resources", args=[request.project.pk])
    if not form.is_valid():
        return answers.told(request, Problem(_("Choose one of the list.")), url)
    try:
        resources.set_state(request.project, uid, form.cleaned_data["state"])
        if _edit(request) and form.cleaned_data["person"] != row.person_id:
            resources.link_person(request.project, uid, form.cleaned_data["person"])
    except Problem as why:
        return answers.told(request, why, url)
    return saved(request, _("Saved."), url)


@require_POST
def resource_replace(request: ProjectRequest, uid: int) -> HttpResponse:
    """Give all work of a resource to another."""
    state = services.current(request.project)
    resources.in_plan(state, uid)
    form = ReplaceForm(request.POST, state=state, uid=uid)
    if not form.is_valid():
        return _drawer(request, state, uid, status=422, replace_form=form)
    given = form.cleaned_data
    try:
        done = resources.replace_resource(
            request.project,
            uid,
            given["successor"],
            request.user,
            remove=given["remove"],
            sure=answers.sure(request),
        )
    except Problem as why:
        answers.blame(form, why)
        return _drawer(request, state, uid, status=422, replace_form=form)
    if (asked := answers.question(done)) is not None:
        return _drawer(request, state, uid, replace_form=form, replace_question=asked)
    return saved(request, _("The work has a new owner."), reverse("resources", args=[request.project.pk]))


@require_POST
def resource_remove(request: ProjectRequest, uid: int) -> HttpResponse:
    """Take a resource out of the plan."""
    state = services.current(request.project)
    url = reverse("resources", args=[request.project.pk])
    try:
        done = resources.remove_resource(request.project, uid, request.user, sure=answers.sure(request))
    except Problem as why:
        return answers.told(request, why, url)
    if (asked := answers.question(done)) is not None:
        return _drawer(request, state, uid, remove_question=asked)
    return saved(request, _("Removed. Undo brings it back."), url)


@require_POST
def rate(request: ProjectRequest, uid: int) -> HttpResponse:
    """Say what a resource costs from a day on."""
    state = services.current(request.project)
    resources.in_plan(state, uid)
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            given = form.cleaned_data
            resources.set_rate(
                request.project, uid, given["since"], form.hundredths("hourly"), form.hundredths("per_use")
            )
        except Problem as why:
            answers.blame(form, why)
    if form.errors:
        return _drawer(request, state, uid, status=422, rate_form=form)
    return _again(request, state, uid, _("Saved."))


@require_POST
def rate_remove(request: ProjectRequest, uid: int, pk: int) -> HttpResponse:
    resources.remove_rate(request.project, uid, pk)
    return _again(request, services.current(request.project), uid, _("Removed."))


def _again(request: ProjectRequest, state: State, uid: int, done: str) -> HttpResponse:
    """Show the drawer once more, or the page."""
    if in_drawer(request):
        return _drawer(request, state, uid, done=done)
    messages.success(request, done)
    return redirect("resource", request.project.pk, uid)
