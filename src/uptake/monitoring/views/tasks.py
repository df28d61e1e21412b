"""What a task earns and costs: its rule, what was planned and spent on it beside work."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from uptake.engine.earned import Rule
from uptake.monitoring.costs import enter, take_out
from uptake.monitoring.forms import CostForm, RuleForm
from uptake.monitoring.models import Cost, TaskEarning
from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services as plans
from uptake.schedule.bridge import State
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Task
from uptake.schedule.views.answers import told
from uptake.ui.answers import form_page, saved


def _task(request: ProjectRequest, uid: int) -> tuple[State, Task]:
    state = plans.current(request.project)
    if uid not in state.plan.structure.index:
        raise Http404
    return state, Task.objects.get(plan_id=request.project.pk, uid=uid)


@require_http_methods(["GET", "POST"])
def task(request: ProjectRequest, uid: int) -> HttpResponse:
    """How a task earns, and what it costs; POST sets the rule."""
    state, row = _task(request, uid)
    edit = may(request.user, "monitoring.edit", request.project) and not request.project.archived
    kept = TaskEarning.objects.filter(task=row).first()
    summary = state.plan.is_summary(uid)
    form = RuleForm(
        request.POST if request.method == "POST" else None, initial=_initial(kept), others=_others(state, uid)
    )
    if form.is_bound:
        if not edit or summary:
            form.add_error(None, _("You may look at this rule, and not change it."))
        elif form.is_valid():
            _keep(row, form.cleaned_data)
            return saved(request, _("Saved."), reverse("earned_value", args=[request.project.pk]))
    rows = form.rows if form.is_bound else (kept.milestones if kept is not None else [])
    context = {
        "form": form,
        "task": row,
        "edit": edit,
        "summary": summary,
        "rows": rows,
        "columns": _columns(),
    }
    return form_page(request, "monitoring/task.html", context | _costs(request, row))


def _initial(kept: TaskEarning | None) -> dict[str, Any]:
    if kept is None:
        return {"rule": Rule.PERCENT}
    return {"rule": kept.rule, "done": kept.done or None, "total": kept.total or None, "base": kept.base}


def _others(state: State, uid: int) -> list[tuple[int, str]]:
    summary = state.plan.structure.summary
    return [
        (one.uid, one.name or f"T{one.uid}")
        for i, one in enumerate(state.plan.tasks)
        if one.uid != uid and not summary[i] and one.active
    ]


def _keep(row: Task, given: dict[str, Any]) -> None:
    if given["rule"] == Rule.PERCENT:
        TaskEarning.objects.filter(task=row).delete()
        return
    rule = given["rule"]
    TaskEarning.objects.update_or_create(
        task=row,
        defaults={
            "rule": rule,
            "milestones": given["milestones"] if rule == Rule.MILESTONES else [],
            "done": (given["done"] or 0) if rule == Rule.UNITS else 0,
            "total": (given["total"] or 0) if rule == Rule.UNITS else 0,
            "base": given["base"] if rule == Rule.APPORTIONED else None,
        },
    )


def _columns() -> list[dict[str, Any]]:
    return [
        {
            "key": "name",
            "label": _("Milestone"),
            "kind": "text",
            "required": True,
            "wide": True,
            "max_length": 200,
        },
        {
            "key": "weight",
            "label": _("Weight"),
            "kind": "number",
            "required": True,
            "min": 1,
            "max": 1_000_000,
        },
        {"key": "done", "label": _("Reached"), "kind": "checkbox"},
    ]


def _costs(request: ProjectRequest, row: Task, form: CostForm | None = None) -> dict[str, Any]:
    """Return what was planned and spent on a task beside work; nothing at all for those who may not see money."""
    if not may(request.user, "money.view", request.project):
        return {}
    pay = may(request.user, "money.edit", request.project) and not request.project.archived
    return {
        "costs": Cost.objects.filter(task=row).select_related("by"),
        "cost_form": (form or CostForm(label_suffix="")) if pay else None,
        "currency": request.project.currency,
    }


@require_POST
def cost(request: ProjectRequest, uid: int) -> HttpResponse:
    """Enter a cost of a task."""
    state, row = _task(request, uid)
    form = CostForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            enter(request.project, request.user, row, **form.cleaned_data)
        except Problem as why:
            form.add_error(None, why.sentence)
        else:
            return saved(
                request, _("The cost is entered."), reverse("earned_value", args=[request.project.pk])
            )
    kept = TaskEarning.objects.filter(task=row).first()
    rule = RuleForm(initial=_initial(kept), others=_others(state, uid))
    edit = may(request.user, "monitoring.edit", request.project) and not request.project.archived
    context = {
        "form": rule, "task": row, "edit": edit, "summary": state.plan.is_summary(uid), "columns": _columns(),
        "rows": kept.milestones if kept is not None else [],
    }  # fmt: skip
    answer = form_page(request, "monitoring/task.html", context | _costs(request, row, form))
    answer.status_code = 422
    return answer


@require_POST
def cost_remove(request: ProjectRequest, uid: int, pk: int) -> HttpResponse:
    """Take a cost out."""
    _state, row = _task(request, uid)
    url = reverse("earned_value", args=[request.project.pk])
    found = Cost.objects.filter(task=row, pk=pk).first()
    if found is None:
        raise Http404
    try:
        take_out(request.project, found)
    except Problem as why:
        return told(request, why, url)
    return saved(request, _("Removed."), url)
