"""Who changed what, what it did, and going back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from uptake.projects.access import may
from uptake.projects.requests import ProjectRequest
from uptake.schedule import services
from uptake.schedule.editing.changes import Problem
from uptake.schedule.pages import conversation
from uptake.schedule.versions import history
from uptake.schedule.views import answers
from uptake.ui.answers import page_of

A_PAGE = 50


@require_GET
def revisions(request: ProjectRequest) -> HttpResponse:
    """All changes of the plan, the last ones first."""
    author = answers.number(request, "by")
    context = {
        "page": page_of(request, history.revisions(request.project, author=author), A_PAGE),
        "authors": history.authors(request.project),
        "author": author,
        "edit": may(request.user, "plan.edit", request.project) and not request.project.archived,
        "last": services.current(request.project).revision,
    }
    return answers.page(request, "schedule/history.html", context)


@require_http_methods(["GET", "POST"])
def restore(request: ProjectRequest, number: int) -> HttpResponse:
    """Show what going back would do; POST goes back."""
    url = reverse("history", args=[request.project.pk])
    revision = history.revision_of(request.project, number)
    try:
        if request.method == "POST":
            done = history.restore(request.project, number, request.user)
            messages.success(request, conversation.impact(done)["text"])
            return redirect(url)
        outcome = history.would_restore(request.project, number)
    except Problem as why:
        return answers.told(request, why, url)
    later = history.revisions(request.project).filter(number__gt=number)
    context = {
        "revision": revision,
        "number": number,
        "impact": conversation.impact(outcome),
        "count": later.count(),
        "later": list(later[:20]),
    }
    return answers.page(request, "schedule/restore.html", context)
