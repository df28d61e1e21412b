"""Drafts: list, begin, compare side by side, apply, discard."""

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
from uptake.schedule.models import Draft
from uptake.schedule.pages import conversation
from uptake.schedule.versions import comparison, drafts
from uptake.schedule.views import answers
from uptake.ui.answers import page_of, whole


@require_http_methods(["GET", "POST"])
def draft_list(request: ProjectRequest) -> HttpResponse:
    """All drafts; POST begins one and opens it on the plan."""
    project = request.project
    edit = may(request.user, "draft.edit", project) and not project.archived
    form = NameForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422 if edit else 403
        if edit and form.is_valid():
            found = drafts.start_draft(project, form.cleaned_data["name"], request.user)
            return redirect(f"{reverse('plan', args=[project.pk])}?draft={found.pk}")
    page = page_of(request, comparison.drafts_of(project, request.user))
    context = {
        "form": form,
        "edit": edit,
        "apply": edit and may(request.user, "plan.edit", project),
        "page": page,
        "open": sum(1 for one in page if one.state == Draft.State.OPEN),
    }
    return answers.page(request, "schedule/drafts.html", context, status=status)


@require_GET
def compare(request: ProjectRequest) -> HttpResponse:
    """What several drafts would do, beside each other."""
    chosen = [number for text in request.GET.getlist("draft") if (number := whole(text)) is not None]
    found = list(
        comparison.drafts_of(request.project, request.user).filter(pk__in=chosen, state=Draft.State.OPEN)
    )
    columns, milestones = comparison.side_by_side(request.project, found)
    told = [(one, conversation.impact(one.outcome) if one.outcome else None) for one in columns]
    state = services.current(request.project)
    context = {"state": state, "columns": told, "milestones": milestones, "go_live": request.project.go_live}
    return answers.page(request, "schedule/compare_drafts.html", context)


@require_http_methods(["GET", "POST"])
def apply(request: ProjectRequest, pk: int) -> HttpResponse:
    """Show what applying a draft does; POST applies it."""
    url = reverse("drafts", args=[request.project.pk])
    try:
        refuse_archived(request.project)
        draft = drafts.open_draft(request.project, pk, request.user)
        if request.method == "POST":
            done = drafts.apply_draft(draft, request.user)
            messages.success(request, conversation.impact(done)["text"])
            return redirect("plan", request.project.pk)
        outcome = drafts.outcome(draft)
    except Problem as why:
        return answers.told(request, why, url)
    context = {"draft": draft, "impact": conversation.impact(outcome)}
    return answers.page(request, "schedule/apply_draft.html", context)


@require_POST
def discard(request: ProjectRequest, pk: int) -> HttpResponse:
    url = reverse("drafts", args=[request.project.pk])
    try:
        refuse_archived(request.project)
        drafts.discard(drafts.open_draft(request.project, pk, request.user))
    except Problem as why:
        return answers.told(request, why, url)
    messages.success(request, _("The draft is discarded."))
    return redirect(url)
