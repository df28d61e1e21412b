"""The simulation of a plan: what it came to, what went in, asking for it, taking it along."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from uptake.platform import jobs
from uptake.projects.access import Forbidden, may, may_end, need_end
from uptake.projects.requests import ProjectRequest
from uptake.registers.sections import tabs_of
from uptake.registers.visit import Visit
from uptake.risk import simulating
from uptake.risk.models import SimulationRun
from uptake.risk.selectors import simulation_runs
from uptake.risk.simulation import page
from uptake.risk.simulation.file import Kind, table_of
from uptake.risk.simulation.forms import SettingsForm
from uptake.risk.simulation.history import LEAST, learned
from uptake.risk.simulation.inputs import inputs_of, keep_settings, settings_of
from uptake.risk.simulation.outcome import read, read_money
from uptake.risk.simulation.panel import panel_of
from uptake.risk.simulation.settings import read as read_settings
from uptake.risk.simulation.suggestions import suggested
from uptake.schedule import services
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.versions import drafts
from uptake.ui.answers import form_page, saved, whole

EARLIER = 20


def _context(request: ProjectRequest) -> tuple[Visit, dict[str, Any]]:
    visit = Visit(request.project, request.user)
    spec = visit.spec("risk")
    archived = request.project.archived
    return visit, {
        "visit": visit,
        "spec": spec,
        "tabs": tabs_of(visit, spec.section),
        "edit": visit.may_edit(spec),
        "run": not archived,
    }


def _number(request: ProjectRequest, name: str) -> int | None:
    return whole(request.GET.get(name))


def _posted(request: ProjectRequest, name: str) -> int:
    return whole(request.POST.get(name)) or 0


def _draft(request: ProjectRequest) -> Draft | None:
    """Return the draft that the page is about, if any; 404 for one that this person may not look at."""
    if not request.GET.get("draft"):
        return None
    try:
        return drafts.open_draft(request.project, _number(request, "draft") or 0, request.user)
    except Problem:
        raise Http404 from None


def _run(request: ProjectRequest, draft: Draft | None) -> SimulationRun | None:
    """Return the run that is asked for, else the last one; money only for those who may see it."""
    rows = SimulationRun.objects.filter(project=request.project, draft=draft).select_related("by")
    if not may(request.user, "money.view", request.project):
        rows = rows.defer("money")
    if request.GET.get("run"):
        return get_object_or_404(rows, pk=_number(request, "run") or 0)
    return rows.first()


@require_GET
def simulation(request: ProjectRequest) -> HttpResponse:
    """Show what a simulation came to: dates, drivers, buffers, and cost for those who may see money."""
    _visit, context = _context(request)
    draft = _draft(request)
    found = _run(request, draft)
    job = simulating.waiting_for(request.project, None if draft is None else draft.pk)
    context |= {
        "draft": draft,
        "query": "" if draft is None else f"?draft={draft.pk}",
        "found": found,
        "state": services.current(request.project),
        "job": job,
        "may_end": job is not None and may_end(request.user, job, request.project),
    }
    if found is not None:
        context |= _shown(request, found, draft)
    return render(request, "risk/simulation.html", context)


def _shown(request: ProjectRequest, found: SimulationRun, draft: Draft | None) -> dict[str, Any]:
    outcome = read(found.outcome)
    settings = read_settings(found.inputs["settings"])
    target = outcome.target(_number(request, "of") if request.GET.get("of") else outcome.goal.uid)
    if request.GET.get("of") == "finish":
        target = outcome.target(None)
    day = _day(request.GET.get("by", ""))
    money = None
    if may(request.user, "money.view", request.project):
        money = read_money(found.money)
    order = request.GET.get("sort", "criticality")
    currency = request.project.currency
    return {
        "outcome": outcome,
        "settings": settings,
        "target": target,
        "message": page.message(target, outcome, settings.confidence),
        "facts": page.facts(target, outcome),
        "targets": [("finish" if one.uid is None else one.uid, page.name_of(one)) for one in outcome.targets],
        "chosen": "finish" if target.uid is None else target.uid,
        "lines": page.lines(target, outcome),
        "by": day,
        "by_share": None if day is None else page.asked_share(target, day),
        "distribution": page.distribution(target),
        "tornado": page.tornado(outcome) if outcome.drivers else None,
        "critical": page.critical_rows(outcome, order),
        "sort": order,
        "waves": page.waves(outcome),
        "money": money,
        "money_charts": [page.spending(money, currency), page.both(outcome.goal, money, currency)]
        if money
        else [],
        "stale": found == simulation_runs(request.project, draft).first()
        and not simulating.fresh(request.project, draft, found.digest),
        "last": not request.GET.get("run"),
        "earlier": _earlier(request, found, draft),
    }


def _earlier(request: ProjectRequest, found: SimulationRun, draft: Draft | None) -> list[dict[str, Any]]:
    """Return other runs of the same plan, each with how far its P80 is from the one that is shown."""
    rows = simulation_runs(request.project, draft).select_related("by")[:EARLIER]
    seeds = dict(
        SimulationRun.objects.filter(pk__in=[one.pk for one in rows]).values_list(
            "pk", "inputs__settings__seed"
        )
    )
    return [
        {"run": one, "seed": seeds.get(one.pk), "shift": one.p80 - found.p80, "shown": one.pk == found.pk}
        for one in rows
    ]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
def run(request: ProjectRequest) -> HttpResponse:
    """Ask for a simulation, and go where one sees it."""
    draft = _draft(request)
    here = reverse("simulation", args=[request.project.pk]) + ("" if draft is None else f"?draft={draft.pk}")
    if request.project.archived:
        raise Forbidden("risk.view")
    try:
        simulating.ask_for(request.project, request.user, draft)
    except jobs.Refused as why:
        _visit, context = _context(request)
        return render(
            request, "risk/simulation.html", context | {"refused": str(why), "found": None}, status=422
        )
    return redirect(here)


@require_GET
def progress(request: ProjectRequest) -> HttpResponse:
    """Tell a page that waits how far it is; when the result is there, the page is loaded again."""
    draft = _draft(request)
    pk = None if draft is None else draft.pk
    found = simulating.waiting_for(request.project, pk)
    if found is None:
        found = simulating.last_of(request.project, pk)
    if found is None or (found.ended and not found.message):
        response = HttpResponse(status=204)
        response["HX-Refresh"] = "true"
        return response
    context = {
        "job": found,
        "query": "" if pk is None else f"?draft={pk}",
        "may_end": may_end(request.user, found, request.project),
    }
    return render(request, "risk/_simulating.html", context)


@require_POST
def cancel(request: ProjectRequest) -> HttpResponse:
    """Stop a simulation that waits or runs; the last result stays."""
    draft = _draft(request)
    rows = jobs.runs(
        simulating.SIMULATE, request.project.pk, simulating.subject_of(None if draft is None else draft.pk)
    )
    found = get_object_or_404(rows, pk=_posted(request, "job"))
    need_end(request.user, found, request.project)
    jobs.cancel(found)
    query = "" if draft is None else f"?draft={draft.pk}"
    return redirect(reverse("simulation", args=[request.project.pk]) + query)


@require_http_methods(["GET", "HEAD", "POST"])
def inputs(request: ProjectRequest) -> HttpResponse:
    """Show what goes into the simulation, and change it."""
    visit, context = _context(request)
    project, state = request.project, services.current(request.project)
    settings = settings_of(project)
    history = learned(request.user, project)
    if request.GET.get("history"):
        settings = suggested(settings, history)
    form = SettingsForm(request.POST or None, settings=settings, milestones=_milestones(state))
    if request.method == "POST":
        visit.need_edit(context["spec"])
        if form.is_valid():
            keep_settings(project, form.told(), request.user)
            simulating.follow(project)
            return saved(request, _("Saved."), reverse("simulation", args=[project.pk]))
    known = inputs_of(project, state)
    context |= {
        "form": form,
        "state": state,
        "history": history,
        "least": LEAST,
        "suggested": bool(request.GET.get("history")),
        "enough": any(one.spread for one in history),
        "events": [(one, context["spec"].code(one.number)) for one in known.events],
        "counted": len(known.counted),
        "money": may(request.user, "money.view", project),
        "estimated": _estimated(state),
    }
    return form_page(request, "risk/simulation_inputs.html", context)


def _milestones(state: State) -> list[tuple[int, str]]:
    """Return the milestones that are still ahead."""
    summary = state.plan.structure.summary
    return [
        (task.uid, task.name)
        for task, above in zip(state.plan.tasks, summary, strict=True)
        if task.active and not above and task.percent < 100 and (task.milestone or not task.duration)
    ]


def _estimated(state: State) -> dict[str, int]:
    """Count the tasks that are still to be done: those with estimates of their own, those with a category."""
    open_tasks = [
        task
        for task, above in zip(state.plan.tasks, state.plan.structure.summary, strict=True)
        if task.active and not above and task.percent < 100 and task.duration
    ]
    ends = [(one.optimistic is not None) + (one.pessimistic is not None) for one in open_tasks]
    return {
        "tasks": len(open_tasks),
        "own": ends.count(2),
        "half": sum(
            two < 2 and (two or one.likely is not None) for two, one in zip(ends, open_tasks, strict=True)
        ),
        "category": sum(bool(one.category) for one in open_tasks),
    }


@require_GET
def table(request: ProjectRequest) -> HttpResponse:
    """Download all that a simulation came to."""
    draft = _draft(request)
    found = _run(request, draft)
    if found is None:
        raise Http404
    kind: Kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    currency = request.project.currency if may(request.user, "money.view", request.project) else ""
    name = f"{request.project.name} {pgettext('plan', 'Simulation')} {found.pk}.{kind}"
    response = HttpResponse(table_of(found, kind, currency), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def panel(request: ProjectRequest) -> HttpResponse:
    """The part of the overview that says when the goal is likely reached; it asks for what is out of date."""
    return render(request, "risk/_p80.html", {"panel": panel_of(request.project, request.user, ask=True)})
