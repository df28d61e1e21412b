"""A risk becomes an issue, an issue a task of the plan."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers.linking import record_url
from uptake.registers.services import Unfit
from uptake.registers.visit import Visit
from uptake.risk import services
from uptake.schedule.tasks.adding import NewTask
from uptake.schedule.tasks.for_records import TaskForm, task_for_record
from uptake.ui.answers import form_page, saved


@require_POST
def occurred(request: ProjectRequest, number: int) -> HttpResponse:
    """Make an issue of a risk that has occurred."""
    visit = Visit(request.project, request.user)
    risk = visit.record(visit.spec("risk"), number)
    try:
        issue = services.occur(visit, risk)
    except Unfit as why:
        messages.error(request, " ".join(str(one) for one in why.errors.values()))
        return redirect(record_url(risk))
    messages.success(request, _("%(code)s was made.") % {"code": visit.spec("issue").code(issue.number)})
    return redirect(record_url(issue))


def action(request: ProjectRequest, number: int) -> HttpResponse:
    """Make a task of what corrects an issue; the day on which it is due becomes the deadline."""
    visit = Visit(request.project, request.user)
    spec = visit.spec("issue")
    visit.need_edit(spec)
    issue = visit.record(spec, number)
    begins = {"name": issue.title, "start": timezone.localdate()}
    form = TaskForm(request.project, request.POST if request.method == "POST" else None, begins)
    if request.method == "POST" and form.is_valid():

        def make(task: NewTask) -> int:
            return task_for_record(visit, spec, issue, "action", replace(task, deadline=issue.due))

        uid = form.carry_out(make)
        if uid is not None:
            return saved(request, _("T%(uid)d is in the plan.") % {"uid": uid}, record_url(issue))
    context = {"form": form, "record": issue, "code": spec.code(number), "back": record_url(issue)}
    return form_page(request, "risk/action.html", context)
