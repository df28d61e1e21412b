"""The team of a project, and what each role may do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from uptake.projects import team
from uptake.projects.access import PERMISSIONS, may
from uptake.projects.models import Role
from uptake.projects.requests import ProjectRequest
from uptake.ui.answers import page_of

WORDS: dict[str, str | Promise] = {
    "project.view": gettext_lazy("See the project"),
    "project.manage": gettext_lazy("Change settings, archive and delete"),
    "team.view": gettext_lazy("See the team"),
    "team.manage": gettext_lazy("Change the team"),
    "plan.view": gettext_lazy("See the plan"),
    "plan.edit": gettext_lazy("Change the plan, resources and calendars"),
    "plan.progress": gettext_lazy("Report progress"),
    "plan.baseline": gettext_lazy("Take and delete baselines"),
    "plan.export": gettext_lazy("Export the plan"),
    "draft.edit": gettext_lazy("Make drafts"),
    "deliverable.edit": gettext_lazy("Change deliverables and states of resources"),
    "comment.write": gettext_lazy("Comment and attach files"),
    "registers.view": gettext_lazy("Open registers; each says itself who may see and change it"),
    "registers.configure": gettext_lazy("Change fields, registers and approval flows"),
    "scope.view": gettext_lazy("See goals, scope and requirements"),
    "scope.edit": gettext_lazy("Change goals, scope and requirements"),
    "scope.baseline": gettext_lazy("Freeze the scope"),
    "assessment.view": gettext_lazy("See interviews, questionnaires and processes"),
    "assessment.edit": gettext_lazy("Change interviews, questionnaires and processes"),
    "risk.view": gettext_lazy("See risks, issues and decisions"),
    "risk.edit": gettext_lazy("Change risks, issues and decisions"),
    "monitoring.view": gettext_lazy("Look at earned value and deviations"),
    "monitoring.edit": gettext_lazy("Write down the status, and how tasks earn their budget"),
    "change.view": gettext_lazy("See change requests"),
    "change.edit": gettext_lazy("Ask for changes"),
    "review.view": gettext_lazy("See the plan review and compare drafts"),
    "review.edit": gettext_lazy("Waive findings of the plan review"),
    "money.view": gettext_lazy("See money"),
    "money.edit": gettext_lazy("Change money"),
}
"""Each permission in words; a test keeps it complete."""


class MemberForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=150, required=False,
        help_text=gettext_lazy("For somebody who has no account yet: an invitation is sent."),
    )  # fmt: skip
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, initial=Role.CONSULTANT)
    title = forms.CharField(label=gettext_lazy("Function"), max_length=100, required=False)


@require_http_methods(["GET", "POST"])
def members(request: ProjectRequest) -> HttpResponse:
    """The team; POST adds somebody."""
    manage = may(request.user, "team.manage", request.project)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not manage:
        return _page(request, form, manage=manage, status=403)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            added, invited = team.add_member(
                request.project,
                given["email"],
                given["role"],
                request.user,
                name=given["name"],
                title=given["title"],
            )
        except team.TeamProblem as why:
            form.add_error(why.column if why.column in form.fields else None, why.sentence)
        else:
            said = _("%s is invited by e-mail.") if invited else _("%s is in the team.")
            messages.success(request, said % added.person)
            return redirect("team", request.project.pk)
    return _page(request, form, manage=manage, status=422 if form.is_bound else 200)


def _page(request: ProjectRequest, form: MemberForm, *, manage: bool, status: int) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "manage": manage,
        "page": page_of(request, team.members_of(request.project)),
        "roles": Role.choices,
        "permissions": [
            (WORDS[name], [role in allowed for role in Role]) for name, allowed in PERMISSIONS.items()
        ],
    }
    return render(request, "projects/team.html", context, status=status)


@require_POST
def member_change(request: ProjectRequest, pk: int) -> HttpResponse:
    """Give somebody another role or function."""
    role, title = (request.POST.get(name, "").replace("\0", "") for name in ("role", "title"))
    try:
        team.change_member(request.project, pk, role, title)
    except team.TeamProblem as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("Saved."))
    return redirect("team", request.project.pk)


@require_POST
def member_remove(request: ProjectRequest, pk: int) -> HttpResponse:
    """Take somebody out of the team."""
    try:
        gone = team.remove_member(request.project, pk)
    except team.TeamProblem as why:
        messages.error(request, why.sentence)
    else:
        messages.success(request, _("%s is no longer in the team.") % gone.person)
        if gone.person_id == request.user.pk and not request.user.is_superuser:
            return redirect("home")
    return redirect("team", request.project.pk)
