"""Deviations: find them, make their correction a task, see what it would bring."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from uptake.monitoring import deviations, effects
from uptake.monitoring.forms import ActionForm, EffectForm
from uptake.projects.requests import ProjectRequest
from uptake.registers.linking import record_url
from uptake.registers.models import Link
from uptake.registers.spec import RegisterSpec
from uptake.registers.visit import Visit
from uptake.schedule import services as plans
from uptake.schedule.asking import refuse_archived
from uptake.schedule.editing.changes import Problem
from uptake.schedule.models import Draft
from uptake.schedule.tasks.adding import NewTask, summaries
from uptake.schedule.versions import drafts
from uptake.schedule.views.answers import told
from uptake.ui.answers import form_page, saved

EDITABLE_ROWS = 3_000
"""So many tasks does the choice of a row hold; in larger plans only tasks that are not done."""


@require_POST
def find(request: ProjectRequest) -> HttpResponse:
    """Look for tasks that are late or over, and write them down."""
    url = reverse("register", args=[request.project.pk, deviations.REGISTER])
    visit = Visit(request.project, request.user)
    try:
        refuse_archived(request.project)
        found = deviations.find(visit)
    except Problem as why:
        return told(request, why, url)
    if not found.made:
        said = _("Nothing new is late or over. %d known deviations are up to date.") % found.updated
    else:
        said = ngettext("%(n)d deviation found.", "%(n)d deviations found.", found.made) % {"n": found.made}
    messages.success(request, said)
    return redirect(url)


def _deviation(request: ProjectRequest, number: int) -> tuple[Visit, RegisterSpec, Any]:
    visit = Visit(request.project, request.user)
    spec = visit.spec(deviations.REGISTER)
    visit.need_edit(spec)
    return visit, spec, visit.record(spec, number)


@require_http_methods(["GET", "POST"])
def action(request: ProjectRequest, number: int) -> HttpResponse:
    """Make a task of what corrects a deviation."""
    visit, spec, found = _deviation(request, number)
    begins = {"name": (found.remedy or found.title).split("\n")[0][:300], "start": timezone.localdate()}
    given = request.POST if request.method == "POST" else None
    form = ActionForm(summaries(request.project), given, begins)
    if form.is_bound and form.is_valid():
        try:
            uid = effects.make_action(visit, found, NewTask(deadline=found.due, **form.cleaned_data))
        except Problem as why:
            form.add_error("duration" if why.column == "duration" else None, str(why))
        else:
            return saved(request, _("T%(uid)d is in the plan.") % {"uid": uid}, record_url(found))
    context = {"form": form, "deviation": found, "code": spec.code(number), "back": record_url(found)}
    return form_page(request, "monitoring/action.html", context)


@require_http_methods(["GET", "POST"])
def effect(request: ProjectRequest, number: int) -> HttpResponse:
    """Say what corrects a deviation, and see what that would bring."""
    visit, spec, found = _deviation(request, number)
    rows = drafts.visible(request.project, request.user).filter(state=Draft.State.OPEN)
    form = EffectForm(
        request.POST if request.method == "POST" else None,
        initial={"draft": found.draft},
        drafts=dict(rows.values_list("pk", "name")),
    )
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            effects.expect(visit, found, given["draft"], given["measures"])
        except Problem as why:
            form.add_error("draft" if why.column == "draft" else None, why.sentence)
        else:
            return saved(request, _("The expected effect is worked out."), record_url(found))
    context = {
        "form": form,
        "deviation": found,
        "code": spec.code(number),
        "back": record_url(found),
        "columns": _columns(request),
        "rows": form.rows if form.is_bound else _rows(found),
        "wrong": form.wrong,
    }
    return form_page(request, "monitoring/effect.html", context)


def _rows(found: Any) -> list[dict[str, Any]]:
    """Return the changes of a deviation as rows; of one without any, a row for its task."""
    if found.measures:
        return [{**one, "task": str(one["task"])} for one in found.measures]
    uid = Link.objects.filter(source_id=found.pk, field="task").values_list("task", flat=True).first()
    return [{"id": "first", "task": str(uid), "column": "duration"}] if uid is not None else []


def _columns(request: ProjectRequest) -> list[dict[str, Any]]:
    plan = plans.current(request.project).plan
    open_tasks = [
        [str(task.uid), f"T{task.uid} {task.name}"]
        for i, task in enumerate(plan.tasks)
        if task.active and not plan.structure.summary[i] and task.percent < 100
    ]
    kinds = [[key, str(label)] for key, label in effects.COLUMNS.items()]
    return [
        {
            "key": "task",
            "label": _("Task"),
            "kind": "choice",
            "choices": open_tasks[:EDITABLE_ROWS],
            "required": True,
        },
        {"key": "column", "label": _("What changes"), "kind": "choice", "choices": kinds, "required": True},
        {"key": "text", "label": _("As in the plan"), "kind": "text", "required": True, "max_length": 500},
    ]
