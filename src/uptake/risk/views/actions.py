"""A risk becomes an issue, an issue a task of the plan."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from uptake.projects.requests import ProjectRequest
from uptake.registers.linking import record_url
from uptake.registers.services import LONGEST_TITLE, Unfit
from uptake.registers.visit import Visit
from uptake.risk import services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.tasks.adding import summaries
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


class ActionForm(forms.Form):
    """What corrects an issue, as a task."""

    name = forms.CharField(label=gettext_lazy("Task"), max_length=LONGEST_TITLE)
    duration = forms.CharField(
        label=gettext_lazy("Duration"), max_length=50, initial="1d", help_text=gettext_lazy("Like 3d or 2w.")
    )
    start = forms.DateField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    under = forms.TypedChoiceField(
        label=gettext_lazy("Stands below"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, places: list[tuple[int, int, str]], given: Any, initial: dict[str, Any]) -> None:
        super().__init__(given, initial=initial, label_suffix="")
        field: Any = self.fields["under"]
        named = [(uid, f"{'– ' * (depth - 1)}{name}") for uid, depth, name in places]
        field.choices = [("", _("At the end of the plan")), *named]


def action(request: ProjectRequest, number: int) -> HttpResponse:
    """Make a task of what corrects an issue."""
    visit = Visit(request.project, request.user)
    spec = visit.spec("issue")
    visit.need_edit(spec)
    issue = visit.record(spec, number)
    begins = {"name": issue.title, "start": timezone.localdate()}
    form = ActionForm(summaries(request.project), request.POST if request.method == "POST" else None, begins)
    if request.method == "POST" and form.is_valid():
        try:
            uid = services.make_action(visit, issue, services.Action(**form.cleaned_data))
        except Problem as why:
            form.add_error("duration" if why.column == "duration" else None, str(why))
        except Unfit as why:
            form.add_error(None, " ".join(str(one) for one in why.errors.values()))
        else:
            return saved(request, _("T%(uid)d is in the plan.") % {"uid": uid}, record_url(issue))
    context = {"form": form, "issue": issue, "code": spec.code(number), "back": record_url(issue)}
    return form_page(request, "risk/action.html", context)
